/** Two recordings of one call as one list of events on one clock. */
import type { SessionEvent } from '../events/session-event.ts';
import type { TrackFormat } from '../events/session-summary.ts';

/** What stands before the name of a track of the model's recording: the wires have the same names for other bytes. */
export const MODEL_TRACK = 'model-';

/**
 * Events of both in the order of their times; those of the model's recording moved by `offsetMs`, their tracks renamed.
 * Numbers are given anew. Where times are equal, Genesys's come first.
 */
export function joinEvents(
  genesys: readonly SessionEvent[],
  model: readonly SessionEvent[],
  offsetMs: number,
): SessionEvent[] {
  const moved = model.map(event => ({ ...renamed(event), atMs: rounded(event.atMs + offsetMs) }));
  const all = [...genesys, ...moved].sort((a, b) => a.atMs - b.atMs);
  return all.map((event, n) => ({ ...event, n }));
}

export function joinTracks(
  genesys: Readonly<Record<string, TrackFormat>>,
  model: Readonly<Record<string, TrackFormat>>,
): Record<string, TrackFormat> {
  const moved = Object.entries(model).map(([track, format]) => [MODEL_TRACK + track, format] as const);
  return { ...genesys, ...Object.fromEntries(moved) };
}

/** The reference that stands in a message for its audio (DESIGN: `{"$audio":{track,offset,bytes}}`). */
const REFERENCE = /("\$audio":\{"track":")/g;

function renamed(event: SessionEvent): SessionEvent {
  if (event.type === 'audio') return { ...event, track: MODEL_TRACK + event.track };
  if (event.type === 'message') return { ...event, text: event.text.replace(REFERENCE, `$1${MODEL_TRACK}`) };
  return event;
}

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
