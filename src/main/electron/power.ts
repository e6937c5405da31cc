/** The machine stays awake in a call; where it sleeps all the same, the sessions say so: what is missing then is no fault. */
import { powerMonitor, powerSaveBlocker } from 'electron';
import type { SessionStore } from '../host/capture/session-store.ts';

export function watchPower(store: SessionStore): () => void {
  let blocker: number | undefined;
  const update = () => {
    const isCalling = store.recordingCount > 0;
    if (isCalling && blocker === undefined) blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (!isCalling && blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  };
  const stop = store.changed.on(update);
  let suspendedAtMs: number | undefined;
  powerMonitor.on('suspend', () => {
    suspendedAtMs = Date.now();
    store.noteInAll('suspend', 'warning', 'The machine goes to sleep: nothing is sent or heard until it wakes.');
  });
  powerMonitor.on('resume', () => {
    const sleptS = suspendedAtMs === undefined ? undefined : Math.round((Date.now() - suspendedAtMs) / 1000);
    suspendedAtMs = undefined;
    const slept = sleptS === undefined ? '' : ` It slept for ${sleptS} s.`;
    store.noteInAll('resume', 'warning', `The machine is awake again.${slept}`);
  });
  return () => {
    stop();
    if (blocker !== undefined) powerSaveBlocker.stop(blocker);
  };
}
