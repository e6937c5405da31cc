/** Where in a message the things stand that tell of a person, of what was said, or of a customer's own business. */
import type { JsonPath } from './json-text.ts';

/** What a removed value was: `«redacted:ani»` stands in its place. */
export type PersonalKind =
  | 'ani'
  | 'ani-name'
  | 'dnis'
  | 'input-variable'
  | 'output-variable'
  | 'transcript'
  | 'instructions'
  | 'digits'
  | 'function-arguments'
  | 'function-output';

export function redactedMark(kind: string): string {
  return `«redacted:${kind}»`;
}

const BY_KEY: Readonly<Record<string, PersonalKind>> = {
  ani: 'ani',
  caller: 'ani',
  aniName: 'ani-name',
  dnis: 'dnis',
  transcript: 'transcript',
  said: 'transcript',
  instructions: 'instructions',
  greeting: 'instructions',
  prompt: 'instructions',
  digit: 'digits',
  digits: 'digits',
  keys: 'digits',
  arguments: 'function-arguments',
  output: 'function-output',
  answer: 'function-output',
};

/** Everything below these keys, however deep. */
const BELOW_KEY: Readonly<Record<string, PersonalKind>> = {
  inputVariables: 'input-variable',
  outputVariables: 'output-variable',
  /** As the console notes them; on the wire they are a text. */
  arguments: 'function-arguments',
  alternatives: 'transcript',
};

/** What the console itself notes of a call: the words of an answer, a text that was not sent, wishes that were not met. */
export function personalKindInNote(path: JsonPath, value: string): PersonalKind | undefined {
  const key = path.at(-1);
  if (path[0] !== 'data' || typeof key !== 'string') return undefined;
  if (key === 'text' || key.endsWith('Text')) return 'transcript';
  // Formats and names are one word; instructions are sentences.
  return (key === 'asked' || key === 'got') && value.includes(' ') ? 'instructions' : undefined;
}

/** What a value is by its place in an event or a message; undefined: nothing personal by its place. */
export function personalKind(path: JsonPath, messageType: string | undefined): PersonalKind | undefined {
  for (const key of path.slice(0, -1)) {
    const below = typeof key === 'string' ? BELOW_KEY[key] : undefined;
    if (below && !isStructure(path)) return below;
  }
  const key = path.findLast(step => typeof step === 'string');
  if (key === undefined) return undefined;
  if (BELOW_KEY[key]) return BELOW_KEY[key];
  const kind = Object.hasOwn(BY_KEY, key) ? BY_KEY[key] : undefined;
  if (kind) return kind;
  if (messageType === undefined) return undefined;
  if (key === 'delta' && messageType.endsWith('.delta')) return 'transcript';
  // A text part of an item, and the whole of a text: what was said, by whomever.
  if (key === 'text') return 'transcript';
  return undefined;
}

/** Inside of what the recogniser of a transcript says: numbers and kinds, no words. */
function isStructure(path: JsonPath): boolean {
  const key = path.at(-1);
  return (
    path.includes('alternatives') &&
    typeof key === 'string' &&
    ['type', 'confidence', 'offset', 'duration'].includes(key)
  );
}

/**
 * Keys of messages whose values are words of the protocol, numbers or ids: with `all`, only these are kept. Ids among
 * them are replaced by pseudonyms.
 */
const PROTOCOL_KEYS = new Set(
  `type status role object position start discarded rtt format encoding rate version code level reason model voice
  language languages supportedLanguages channels media id organizationId conversationId event_id item_id response_id
  previous_item_id session_id call_id conversation_id client_event_id track modality modalities output_modalities
  tool_choice truncation eagerness max_output_tokens retryAfter phase leg direction from to method why
  pricesAsOf rule`.split(/\s+/),
);

export function isProtocolWord(path: JsonPath): boolean {
  const key = path.findLast(step => typeof step === 'string');
  return key !== undefined && PROTOCOL_KEYS.has(key);
}
