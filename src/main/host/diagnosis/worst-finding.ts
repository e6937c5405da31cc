/** Keeps the finding that matters most in the summary of a session that is being recorded: the list shows it. */
import { Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { FileRecorder } from '../capture/file-recorder.ts';

/** Rules look at what came in pieces, off the path of the audio. */
const EVERY_MS = 400;
/** Looked at in one go: audio is measured, and frames on their way must not wait for that. 200 ms of PCMU take 1 ms. */
const AT_ONCE_BYTES = 1_600;
const AT_ONCE_EVENTS = 50;
/** Of what waits, at least this share: a burst is not put off for ever. */
const AT_ONCE_SHARE = 1 / 50;
/** Of events that were looked at so many are let go together. */
const KEPT_LOOKED = 1_000;

export function keepWorstFinding(recorder: FileRecorder, clock: Clock): void {
  const diagnosis = new Diagnosis();
  let waiting: SessionEvent[] = [];
  /** Of `waiting`, looked at already. */
  let looked = 0;
  let cancel: (() => void) | undefined;
  const look = (mostEvents: number, mostBytes: number) => {
    let bytes = 0;
    for (let left = mostEvents; left > 0 && looked < waiting.length && bytes < mostBytes; left -= 1) {
      const event = waiting[looked] as SessionEvent;
      diagnosis.add(event, bytesOf(recorder, event));
      if (event.type === 'audio') bytes += event.bytes;
      looked += 1;
    }
    if (looked >= KEPT_LOOKED || looked === waiting.length) {
      waiting = waiting.slice(looked);
      looked = 0;
    }
    if (waiting.length === 0) tell();
  };
  const tell = () => {
    const [worst] = diagnosis.findings();
    const { finding } = recorder.summary;
    if (finding?.severity === worst?.severity && finding?.title === worst?.title) return;
    recorder.update({ finding: worst && { severity: worst.severity, title: worst.title } });
  };
  const work = () => {
    cancel = undefined;
    const share = (waiting.length - looked) * AT_ONCE_SHARE;
    look(Math.max(AT_ONCE_EVENTS, share), share > AT_ONCE_EVENTS ? Number.POSITIVE_INFINITY : AT_ONCE_BYTES);
    if (waiting.length > 0) cancel = clock.after(0, work);
  };
  const stop = clock.every(EVERY_MS, () => {
    if (waiting.length > 0) cancel ??= clock.after(0, work);
  });
  recorder.appended.on(event => void waiting.push(event));
  recorder.closing.on(() => {
    stop();
    cancel?.();
    if (waiting.length > 0) look(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  });
}

function bytesOf(recorder: FileRecorder, event: SessionEvent): Uint8Array | undefined {
  if (event.type !== 'audio' || event.leg === 'bot') return undefined;
  const bytes = recorder.readLive(event.track, event.offset, event.bytes);
  return bytes.length === event.bytes ? bytes : undefined;
}
