/** Keeps the finding that matters most in the summary of a session that is being recorded: the list shows it. */
import { Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { FileRecorder } from '../capture/file-recorder.ts';

/** Rules look at what came in pieces, off the path of the audio. */
const EVERY_MS = 400;

export function keepWorstFinding(recorder: FileRecorder, clock: Clock): void {
  const diagnosis = new Diagnosis();
  let waiting: SessionEvent[] = [];
  const look = () => {
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    for (const event of events) diagnosis.add(event, bytesOf(recorder, event));
    const [worst] = diagnosis.findings();
    const { finding } = recorder.summary;
    if (finding?.severity === worst?.severity && finding?.title === worst?.title) return;
    recorder.update({ finding: worst && { severity: worst.severity, title: worst.title } });
  };
  const stop = clock.every(EVERY_MS, look);
  recorder.appended.on(event => void waiting.push(event));
  recorder.closing.on(() => {
    stop();
    look();
  });
}

function bytesOf(recorder: FileRecorder, event: SessionEvent): Uint8Array | undefined {
  if (event.type !== 'audio' || event.leg === 'bot') return undefined;
  const bytes = recorder.readLive(event.track, event.offset, event.bytes);
  return bytes.length === event.bytes ? bytes : undefined;
}
