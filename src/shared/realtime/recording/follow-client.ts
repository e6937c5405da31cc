/**
 * Holds what a client sends now against what it sent in a recording, and says where the two part. Appends of audio are
 * counted, not compared.
 */
import { isRecord, textAt } from '../parse.ts';
import type { RecordedClientEvent } from './bot-recording.ts';

/** Where the client does something that the recording does not hold. Numbers are those of the recorded session. */
export type Parting =
  /** Sent now, and not at this place of the recording, which is behind event `afterN` (undefined: at its beginning). */
  | { readonly type: 'extra'; readonly sent: string; readonly afterN: number | undefined }
  | { readonly type: 'missing'; readonly recorded: string; readonly n: number }
  /** The same kind of event with other content, at these paths. */
  | { readonly type: 'differs'; readonly sent: string; readonly n: number; readonly paths: readonly string[] }
  /** One more connection than was recorded. */
  | { readonly type: 'connection'; readonly recorded: number };

export interface Following {
  /** How many client events of the recording are behind us, sent or passed over. */
  readonly at: number;
  /** event_id of the recording, and the one that the client gives now. */
  readonly eventIds: ReadonlyMap<string, string>;
}

export interface Followed {
  readonly following: Following;
  readonly partings: readonly Parting[];
}

export const AT_THE_BEGINNING: Following = { at: 0, eventIds: new Map() };

/** How far ahead an event is looked for: further off it is another one of the same kind. */
const LOOK_AHEAD = 6;

/** The client sent an event, which was no append. */
export function followClient(
  recorded: readonly RecordedClientEvent[],
  before: Following,
  event: Readonly<Record<string, unknown>>,
): Followed {
  const type = textAt(event, 'type');
  const ahead = recorded.slice(before.at, before.at + LOOK_AHEAD).findIndex(each => each.type === type);
  const meant = recorded[before.at + ahead];
  if (ahead < 0 || !meant) {
    return { following: before, partings: [{ type: 'extra', sent: type, afterN: recorded[before.at - 1]?.n }] };
  }
  const passed = passOver(recorded, before, before.at + ahead);
  const paths = [...differences('', meant.event, event)];
  const recordedId = textAt(meant.event, 'event_id');
  const eventIds =
    recordedId === '' ? before.eventIds : new Map([...before.eventIds, [recordedId, textAt(event, 'event_id')]]);
  const differs: Parting[] = paths.length > 0 ? [{ type: 'differs', sent: type, n: meant.n, paths }] : [];
  return { following: { at: passed.following.at + 1, eventIds }, partings: [...passed.partings, ...differs] };
}

/** Events up to number `to` of the recording are waited for no longer. */
export function passOver(recorded: readonly RecordedClientEvent[], before: Following, to: number): Followed {
  const missing = recorded.slice(before.at, to);
  return {
    following: { ...before, at: Math.max(before.at, to) },
    partings: missing.map(({ type, n }) => ({ type: 'missing', recorded: type, n })),
  };
}

/** What was heard is measured on a clock: this much more or less is the same, ms. */
const SAME_MS = 250;
/** What stands in a capture, or in a redacted one, where something was taken out. */
const TAKEN_OUT = /«(?:secret|redacted):/;

/** Paths at which two events differ; ids of events, masked values and small differences of time do not count. */
function* differences(path: string, recorded: unknown, sent: unknown): Generator<string> {
  if (path === 'event_id') return;
  if (Array.isArray(recorded) && Array.isArray(sent)) {
    for (let at = 0; at < Math.max(recorded.length, sent.length); at += 1) {
      yield* differences(`${path}[${at}]`, recorded[at], sent[at]);
    }
    return;
  }
  if (isRecord(recorded) && isRecord(sent)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(sent)])) {
      yield* differences(path === '' ? key : `${path}.${key}`, recorded[key], sent[key]);
    }
    return;
  }
  if (path === 'audio_end_ms' && Math.abs(Number(recorded) - Number(sent)) <= SAME_MS) return;
  if (typeof recorded === 'string' && TAKEN_OUT.test(recorded)) return;
  if (JSON.stringify(recorded) !== JSON.stringify(sent)) yield path;
}

/** A parting for a person. */
export function partingText(parting: Parting): string {
  switch (parting.type) {
    case 'extra': {
      const where = parting.afterN === undefined ? 'at its beginning' : `after event ${parting.afterN}`;
      return `The bridge sent ${parting.sent}, which the recording does not hold ${where}.`;
    }
    case 'missing':
      return `The bridge did not send ${parting.recorded}, which is event ${parting.n} of the recording.`;
    case 'differs':
      return `The bridge sent another ${parting.sent} than event ${parting.n} of the recording: ${parting.paths.join(', ')}.`;
    case 'connection':
      return `The bridge connected once more than in the recording, which holds ${parting.recorded}.`;
  }
}
