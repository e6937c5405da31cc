/** A session that is kept nowhere: for tests in which thousands of calls are made. */
import type { SessionEvent } from '../../../../shared/events/session-event.ts';
import type { SessionRecorder } from '../../capture/session-recorder.ts';

export function memoryRecorder(id: string): SessionRecorder {
  let n = 0;
  const sizes = new Map<string, number>();
  return {
    id,
    nowMs: () => 0,
    append: event => ({ ...event, n: n++, atMs: 0 }) as SessionEvent,
    declareTrack: track => void sizes.set(track, 0),
    appendAudio: (track, bytes) => {
      const offset = sizes.get(track) ?? 0;
      sizes.set(track, offset + bytes.length);
      return { track, offset, bytes: bytes.length };
    },
    hideSecret: () => undefined,
    update: () => undefined,
    close: () => Promise.resolve(),
  };
}
