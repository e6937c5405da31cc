/** What the list of sessions shows, folded from the events: the same live, after a crash, and from an old capture. */
import type { SessionEvent } from '../events/session-event.ts';
import type { SessionSummary } from '../events/session-summary.ts';

export type Counted = Pick<SessionSummary, 'durationMs' | 'events' | 'bytes' | 'problems' | 'warnings' | 'turns'>;

export const NOTHING_COUNTED: Counted = { durationMs: 0, events: 0, bytes: 0, problems: 0, warnings: 0, turns: 0 };

/** The model's word that it took a turn of the caller; looked for without reading the whole message. */
const COMMITTED = /^\{\s*"type"\s*:\s*"input_audio_buffer\.committed"/;

/** Adds one event. `lineBytes` is its size in events.ndjson; the sizes of tracks are added by who writes them. */
export function countEvent(counted: Counted, event: SessionEvent, lineBytes: number): Counted {
  const level = event.type === 'note' ? event.level : undefined;
  return {
    durationMs: Math.max(counted.durationMs, event.atMs),
    events: counted.events + 1,
    bytes: counted.bytes + lineBytes,
    turns:
      (counted.turns ?? 0) + (event.type === 'message' && event.leg === 'bot' && COMMITTED.test(event.text) ? 1 : 0),
    problems: counted.problems + (level === 'problem' ? 1 : 0),
    warnings: counted.warnings + (level === 'warning' ? 1 : 0),
  };
}
