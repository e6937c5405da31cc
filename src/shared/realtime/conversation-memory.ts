/**
 * What was said so far, as text: a new session after a lost one is told of it, for the API cannot resume a session.
 * Only what the caller really heard of an answer counts as said, and a function that ran is told with what it gave.
 */
import { fieldAt, textAt } from './parse.ts';

export interface SaidWords {
  readonly type: 'words';
  readonly itemId: string;
  readonly role: 'user' | 'assistant' | 'system';
  /** Empty while nobody has written it down. */
  readonly text: string;
}

/** A function that the model had run: it must not be run a second time because a session was lost. */
export interface RanFunction {
  readonly type: 'function';
  readonly callId: string;
  readonly name: string;
  /** JSON, as the model wrote it. */
  readonly arguments: string;
  /** Undefined while it is being answered. */
  readonly output: string | undefined;
}

export type Said = SaidWords | RanFunction;

export interface Memory {
  readonly said: readonly Said[];
  /** The session was ready once: what comes is a reconnect. */
  readonly wasReady: boolean;
  /** Attempts to reconnect since an answer was last completed. */
  readonly attempts: number;
  /** All reconnects of the call. */
  readonly reconnects: number;
  /** The caller waits for an answer that the lost session owed. */
  readonly owed: boolean;
}

export const emptyMemory: Memory = { said: [], wasReady: false, attempts: 0, reconnects: 0, owed: false };

/** The newest are told to a new session: more would cost more than they help. */
const MOST_ITEMS = 60;
/** Told instead of a turn of the caller that nobody wrote down. */
const UNWRITTEN = '(The caller said something that was not written down.)';

/** Remembers what an event tells of the conversation. */
export function remember(memory: Memory, type: string, event: unknown): Memory {
  switch (type) {
    case 'conversation.item.added':
      return rememberItem(memory, fieldAt(event, 'item'));
    case 'conversation.item.input_audio_transcription.completed':
      return rememberText(memory, textAt(event, 'item_id'), textAt(event, 'transcript'));
    case 'response.output_audio_transcript.done': {
      const itemId = textAt(event, 'item_id');
      const isFurther = fieldAt(event, 'content_index') !== 0;
      const before = isFurther ? textOf(memory.said.find(each => isWords(each, itemId))) : '';
      return rememberText(memory, itemId, `${before} ${textAt(event, 'transcript')}`);
    }
    case 'conversation.item.deleted': {
      const itemId = textAt(event, 'item_id');
      return { ...memory, said: memory.said.filter(each => !isWords(each, itemId)) };
    }
    default:
      return memory;
  }
}

function rememberItem(memory: Memory, item: unknown): Memory {
  const role = textAt(item, 'role');
  if (role !== 'user' && role !== 'assistant' && role !== 'system') return memory;
  const itemId = textAt(item, 'id');
  if (memory.said.some(each => isWords(each, itemId))) return memory;
  const content = fieldAt(item, 'content');
  const parts = Array.isArray(content) ? content : [];
  const text = parts.map(part => textAt(part, 'text') || textAt(part, 'transcript')).join(' ');
  return { ...memory, said: [...memory.said, { type: 'words', itemId, role, text }] };
}

/** What an item really said, in place of what was remembered of it. */
export function rememberText(memory: Memory, itemId: string, text: string): Memory {
  const at = memory.said.findIndex(each => isWords(each, itemId));
  const before = memory.said[at];
  if (before?.type !== 'words') return memory;
  return { ...memory, said: memory.said.with(at, { ...before, text: text.trim() }) };
}

/** A function begins to run. */
export function rememberRun(memory: Memory, call: Pick<RanFunction, 'callId' | 'name' | 'arguments'>): Memory {
  const { callId, name } = call;
  const ran: RanFunction = { type: 'function', callId, name, arguments: call.arguments, output: undefined };
  return { ...memory, said: [...memory.said, ran] };
}

/** What a function gave. */
export function rememberOutput(memory: Memory, callId: string, output: string): Memory {
  const said = memory.said.map(each =>
    each.type === 'function' && each.callId === callId ? { ...each, output } : each,
  );
  return { ...memory, said };
}

/** Functions that are being answered, in this session or in one before it. */
export function runningIn(memory: Memory): readonly RanFunction[] {
  return memory.said.filter((each): each is RanFunction => isRunning(each));
}

/** The conversation as a new session is told it, oldest first. */
export function retold(memory: Memory): readonly Said[] {
  const told = memory.said.map(each =>
    each.type === 'words' && each.text === '' && each.role === 'user' ? { ...each, text: UNWRITTEN } : each,
  );
  const known = told.filter(each => each.type === 'function' || each.text !== '');
  // What is still being answered is told however old it is: its answer would else belong to nothing.
  return known.filter((each, at) => at >= known.length - MOST_ITEMS || isRunning(each));
}

function isWords(said: Said, itemId: string): boolean {
  return said.type === 'words' && said.itemId === itemId;
}

function textOf(said: Said | undefined): string {
  return said?.type === 'words' ? said.text : '';
}

function isRunning(said: Said): boolean {
  return said.type === 'function' && said.output === undefined;
}
