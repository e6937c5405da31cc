/**
 * What two sessions are compared by: messages and the connection's fate, without what differs from run to run. Who said
 * something is told apart by party, not by direction, so that a caller's view and a server's view compare.
 */
import type { SessionEvent } from '../events/session-event.ts';
import type { SessionSummary } from '../events/session-summary.ts';
import { objectOf, textAt } from '../lib/json-object.ts';
import { describeEvent } from '../projections/message-words.ts';

/** `client`, `server`: the AudioHook leg. `bridge`, `model`: the Realtime leg. */
export const PARTIES = ['connection', 'client', 'server', 'bridge', 'model'] as const;
export type Party = (typeof PARTIES)[number];

export type Step = {
  readonly n: number;
  readonly atMs: number;
  readonly party: Party;
  readonly type: string;
  /** In words, as the log says it. */
  readonly words: string;
  /** What counts of it. */
  readonly value: unknown;
  /** The same as text, to be compared. */
  readonly key: string;
};

/** What counts although it differs from run to run. */
export type Asked = { readonly ids?: boolean; readonly sequence?: boolean; readonly times?: boolean };

const IDS = /^(?:id|object_id|[a-z_]+_id|[a-z]+Id)$/;
const SEQUENCE = new Set(['seq', 'serverseq', 'clientseq']);
const TIMES =
  /^(?:position|rtt|start|discarded|retryAfter|usage|rate_limits|expires_at|created_at|[a-z_]+_ms|duration)$/;
/** Messages that come by the clock, not because of what was said. */
const BY_THE_CLOCK = new Set(['ping', 'pong', 'rate_limits.updated']);
/** Comes in pieces; what it adds up to is said by another message. */
const PIECE = /\.delta$|^input_audio_buffer\.append$/;

/** The steps of a session, in order. */
export function stepsOf(events: readonly SessionEvent[], role: SessionSummary['role'], asked: Asked): Step[] {
  const steps: Step[] = [];
  for (const event of events) {
    const step = stepOf(event, role, asked);
    if (step) steps.push(step);
  }
  return steps;
}

function stepOf(event: SessionEvent, role: SessionSummary['role'], asked: Asked): Step | undefined {
  if (event.type === 'connection') {
    // The two legs open and close on their own; of the request itself hosts and keys differ.
    const { phase, status, code, leg } = event;
    return made(event, 'connection', { leg, phase, status, code });
  }
  if (event.type !== 'message' || event.leg === 'console') return undefined;
  if (event.text.includes('"input_audio_buffer.append"') || event.text.includes('.delta"')) {
    if (PIECE.test(describeEvent(event).type)) return undefined;
  }
  const message = objectOf(event.text);
  const type = message && textAt(message, 'type');
  if (!asked.times && type !== undefined && BY_THE_CLOCK.has(type)) return undefined;
  const isOut = event.direction === 'out';
  const party =
    event.leg === 'bot' ? (isOut ? 'bridge' : 'model') : (role === 'client') === isOut ? 'client' : 'server';
  // What is no JSON is compared as it is.
  return made(event, party, stripped(message ?? event.text, asked));
}

function made(event: SessionEvent, party: Party, value: unknown): Step {
  const { type, summary } = describeEvent(event);
  return { n: event.n, atMs: event.atMs, party, type, words: summary, value, key: JSON.stringify(value) };
}

function stripped(value: unknown, asked: Asked): unknown {
  if (Array.isArray(value)) return value.map(item => stripped(item, asked));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => counts(name, asked));
  return Object.fromEntries(
    kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, stripped(item, asked)]),
  );
}

function counts(name: string, { ids, sequence, times }: Asked): boolean {
  if (name === '$audio') return false;
  if (!ids && IDS.test(name)) return false;
  if (!sequence && SEQUENCE.has(name)) return false;
  return Boolean(times) || !TIMES.test(name);
}
