/** What bars and marks say: when, what, how long. */
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { LaneItem, LaneItemKind } from '../../../shared/projections/event-lanes.ts';
import { legName, type Role } from '../../../shared/projections/leg-names.ts';
import { describeEvent } from '../../../shared/projections/message-words.ts';
import { audioLength, clockTime } from '../../ui/format.ts';
import type { EventsSource } from '../message-log/follow-events.ts';

type MessageKind = 'genesys' | 'bot';

const KIND_WORDS: Readonly<Record<Exclude<LaneItemKind, MessageKind>, string>> = {
  speech: 'speech',
  response: 'response',
  pause: 'pause',
  dtmf: 'DTMF',
  'barge-in': 'barge-in',
  discarded: 'lost audio',
  tool: 'function call',
  error: 'error',
};

const kindWords = (kind: LaneItemKind, role: Role) =>
  kind === 'genesys' || kind === 'bot' ? legName(kind, role) : KIND_WORDS[kind];

/** Most items that are told one by one. */
const MOST_TOLD = 4;

/** Where the events are, and whose view they are of. */
type Session = { readonly events: EventsSource; readonly role: Role };

export function clusterWords(items: readonly LaneItem[], session: Session, nowMs: number): string {
  const told = items.slice(0, MOST_TOLD).map(item => itemWords(item, session, nowMs));
  const more = items.length - told.length;
  return [...togetherWords(items, session.role), ...told, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** How many there are of each kind, where there is more than one. */
function togetherWords(items: readonly LaneItem[], role: Role): string[] {
  if (items.length < 2) return [];
  const counts = new Map<LaneItemKind, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${count} × ${kindWords(kind, role)}`);
  return [`${items.length} together: ${kinds.join(', ')}`];
}

function itemWords(item: LaneItem, session: Session, nowMs: number): string {
  const lasts = item.toMs === item.fromMs ? '' : `, ${audioLength((item.toMs ?? nowMs) - item.fromMs)}`;
  return `${clockTime(item.fromMs)} ${wordsOfKind(item, session)}${lasts}${item.toMs === undefined ? ' so far' : ''}`;
}

function wordsOfKind({ kind, n, words }: LaneItem, { events, role }: Session): string {
  switch (kind) {
    case 'genesys':
    case 'bot': {
      const event = events.event(n);
      const described = event && describeEvent(event);
      return `${legName(kind, role)} ${described?.type ?? ''}`;
    }
    case 'speech':
    case 'response':
    case 'pause':
    case 'dtmf':
    case 'barge-in':
    case 'discarded':
    case 'tool':
    case 'error':
      return words;
    default:
      return assertNever(kind, 'kind of a mark');
  }
}
