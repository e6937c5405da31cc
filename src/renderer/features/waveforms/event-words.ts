/** What bars and marks say: when, what, how long. */
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { LaneItem, LaneItemKind } from '../../../shared/projections/event-lanes.ts';
import { describeEvent } from '../../../shared/projections/message-words.ts';
import { audioLength, clockTime } from '../../ui/format.ts';
import type { EventsSource } from '../message-log/follow-events.ts';

const KIND_WORDS: Readonly<Record<LaneItemKind, string>> = {
  speech: 'speech',
  response: 'response',
  pause: 'pause',
  dtmf: 'DTMF',
  'barge-in': 'barge-in',
  discarded: 'lost audio',
  tool: 'function call',
  error: 'error',
  genesys: 'Genesys',
  bot: 'OpenAI',
};

/** Most items that are told one by one. */
const MOST_TOLD = 4;

export function clusterWords(items: readonly LaneItem[], events: EventsSource, nowMs: number): string {
  const told = items.slice(0, MOST_TOLD).map(item => itemWords(item, events, nowMs));
  const more = items.length - told.length;
  return [...togetherWords(items), ...told, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** How many there are of each kind, where there is more than one. */
function togetherWords(items: readonly LaneItem[]): string[] {
  if (items.length < 2) return [];
  const counts = new Map<string, number>();
  for (const { kind } of items) counts.set(KIND_WORDS[kind], (counts.get(KIND_WORDS[kind]) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${count} × ${kind}`);
  return [`${items.length} together: ${kinds.join(', ')}`];
}

function itemWords(item: LaneItem, events: EventsSource, nowMs: number): string {
  const lasts = item.toMs === item.fromMs ? '' : `, ${audioLength((item.toMs ?? nowMs) - item.fromMs)}`;
  return `${clockTime(item.fromMs)} ${wordsOfKind(item, events)}${lasts}${item.toMs === undefined ? ' so far' : ''}`;
}

function wordsOfKind({ kind, n, words }: LaneItem, events: EventsSource): string {
  switch (kind) {
    case 'genesys':
    case 'bot': {
      const event = events.event(n);
      const described = event && describeEvent(event);
      return `${kind === 'bot' ? 'OpenAI' : 'Genesys'} ${described?.type ?? ''}`;
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
