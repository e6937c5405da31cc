/**
 * What was said so far, as text: a new session after a lost one is told of it, for the API cannot resume a session.
 * Only what the caller really heard of an answer counts as said.
 */
import { fieldAt, textAt } from './parse.ts';

export interface Said {
  readonly itemId: string;
  readonly role: 'user' | 'assistant' | 'system';
  /** Empty while nobody has written it down. */
  readonly text: string;
}

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
      const before = isFurther ? (memory.said.find(each => each.itemId === itemId)?.text ?? '') : '';
      return rememberText(memory, itemId, `${before} ${textAt(event, 'transcript')}`);
    }
    case 'conversation.item.deleted':
      return { ...memory, said: memory.said.filter(each => each.itemId !== textAt(event, 'item_id')) };
    default:
      return memory;
  }
}

function rememberItem(memory: Memory, item: unknown): Memory {
  const role = textAt(item, 'role');
  if (role !== 'user' && role !== 'assistant' && role !== 'system') return memory;
  const itemId = textAt(item, 'id');
  if (memory.said.some(each => each.itemId === itemId)) return memory;
  const content = fieldAt(item, 'content');
  const parts = Array.isArray(content) ? content : [];
  const text = parts.map(part => textAt(part, 'text') || textAt(part, 'transcript')).join(' ');
  return { ...memory, said: [...memory.said, { itemId, role, text }] };
}

/** What an item really said, in place of what was remembered of it. */
export function rememberText(memory: Memory, itemId: string, text: string): Memory {
  const at = memory.said.findIndex(each => each.itemId === itemId);
  const before = memory.said[at];
  if (!before) return memory;
  return { ...memory, said: memory.said.with(at, { ...before, text: text.trim() }) };
}

/** What a function gave, as a line of its own: a new session knows nothing of the call that asked for it. */
export function rememberTool(memory: Memory, callId: string, name: string, output: string): Memory {
  const text = `(The function ${name} answered: ${output})`;
  return { ...memory, said: [...memory.said, { itemId: callId, role: 'system', text }] };
}

/** The conversation as a new session is told it, oldest first. */
export function retold(memory: Memory): readonly Said[] {
  const told = memory.said.map(each =>
    each.text === '' && each.role === 'user' ? { ...each, text: UNWRITTEN } : each,
  );
  return told.filter(each => each.text !== '').slice(-MOST_ITEMS);
}
