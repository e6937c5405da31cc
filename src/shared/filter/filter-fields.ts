/** What a filter can ask for: each field's name, what it is compared with, and what it means, for completion and help. */
import type { MessageRow } from '../projections/message-rows.ts';
import { isErrorRow } from './error-rows.ts';

export type Unit = 'number' | 'ms' | 'bytes';

/** What a row alone does not know. Asked only when a filter needs it. */
export type FilterSource = {
  /** Longest time from the event before (of any leg) to one of the row's, ms; 0 for the session's first. */
  gapMs(row: MessageRow): number;
  /** What was on the wire, of all events of the row. */
  wire(row: MessageRow): string;
};

type Named = { readonly help: string; readonly aliases?: readonly string[] };

export type Field = Named &
  (
    | {
        readonly kind: 'choice';
        readonly choices: Readonly<Record<string, (row: MessageRow) => boolean>>;
        /** What a choice means, where its name does not say it. */
        readonly choiceHelp?: Readonly<Record<string, string>>;
      }
    | { readonly kind: 'text'; of(row: MessageRow, source: FilterSource): string; readonly whole: boolean }
    | {
        readonly kind: 'measure';
        readonly unit: Unit;
        /** Of the first event where several are folded. */
        of(row: MessageRow, source: FilterSource): number | undefined;
        /** Of the last one, where the events between lie in order. */
        upTo?(row: MessageRow): number | undefined;
      }
  );

export const FIELDS: Readonly<Record<string, Field>> = {
  leg: {
    kind: 'choice',
    help: 'Which socket: genesys (AudioHook), openai (the model) or console',
    choices: {
      genesys: row => row.leg === 'genesys',
      openai: row => row.leg === 'bot',
      console: row => row.leg === 'console',
      server: row => row.leg === 'genesys',
      bot: row => row.leg === 'bot',
    },
    choiceHelp: {
      genesys: 'the AudioHook WebSocket',
      openai: 'the Realtime WebSocket, whoever answers there',
      console: 'what the console itself did or saw',
      server: 'genesys, as the caller’s view has it',
      bot: 'openai, as captures have it',
    },
  },
  dir: {
    kind: 'choice',
    help: 'in: received by the console; out: sent by it',
    aliases: ['direction'],
    choices: { in: row => row.direction === 'in', out: row => row.direction === 'out' },
  },
  type: {
    kind: 'text',
    whole: true,
    help: 'The message’s name, with * for anything: type:response.*',
    of: row => row.type,
  },
  text: {
    kind: 'text',
    whole: false,
    help: 'Words in what was on the wire, or in what it says',
    of: (row, source) => `${row.summary}\n${row.said ?? ''}\n${source.wire(row)}`,
  },
  is: {
    kind: 'choice',
    help: 'error, warning, audio, folded, note',
    choices: {
      error: isErrorRow,
      warning: row => row.level === 'warning',
      note: row => row.kind === 'note',
      audio: row => row.audioMs > 0,
      folded: row => row.members.length > 1,
    },
  },
  kind: {
    kind: 'choice',
    help: 'message, audio, state, note or connection',
    choices: Object.fromEntries(
      ['message', 'audio', 'state', 'note', 'connection'].map(kind => [kind, (row: MessageRow) => row.kind === kind]),
    ),
  },
  level: {
    kind: 'choice',
    help: 'Of notes: info, warning or problem',
    choices: Object.fromEntries(
      ['info', 'warning', 'problem'].map(level => [level, (row: MessageRow) => row.level === level]),
    ),
  },
  seq: {
    kind: 'measure',
    unit: 'number',
    help: 'The AudioHook sequence number',
    of: row => row.seq,
    upTo: row => row.lastSeq,
  },
  gap: {
    kind: 'measure',
    unit: 'ms',
    help: 'Time since the event before: gap>200ms',
    of: (row, source) => source.gapMs(row),
  },
  at: {
    kind: 'measure',
    unit: 'ms',
    help: 'Time since the session began: at>12.5s, at<1:02',
    aliases: ['time'],
    of: row => row.atMs,
    upTo: row => row.lastAtMs,
  },
  bytes: {
    kind: 'measure',
    unit: 'bytes',
    help: 'Size on the wire: bytes>2kB',
    aliases: ['size'],
    of: row => row.bytes,
  },
  audio: { kind: 'measure', unit: 'ms', help: 'Length of the audio in it: audio>1s', of: row => row.audioMs },
  count: { kind: 'measure', unit: 'number', help: 'How many events are folded', of: row => row.members.length },
  n: {
    kind: 'measure',
    unit: 'number',
    help: 'The event’s number in the session',
    of: row => row.n,
    upTo: row => row.members.at(-1),
  },
};

/** The field of this name or alias, whatever its case. */
export function fieldNamed(name: string): Field | undefined {
  const lower = name.toLowerCase();
  if (Object.hasOwn(FIELDS, lower)) return FIELDS[lower];
  return Object.values(FIELDS).find(field => field.aliases?.includes(lower));
}
