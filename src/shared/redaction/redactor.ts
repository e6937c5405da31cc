/**
 * A copy of a session that may leave the house: events in, events out. Nothing is dropped and nothing is reordered: each
 * removal leaves a mark in its place (`«secret:name»`, `«redacted:kind»`, or another id of the same form), so the number
 * of events, their types and all keys stay as they were.
 *
 * Two passes, because a value may be spoken of before the message that tells that it is personal, and because a secret
 * may be spread over several deltas: first `learn` every event, then `redact` every event.
 */
import type { SessionEvent } from '../events/session-event.ts';
import { type JsonPath, rewriteJson } from './json-text.ts';
import { isProtocolWord, type PersonalKind, personalKind, personalKindInNote, redactedMark } from './personal.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { isSecretName, type KnownSecret, SecretFinder } from './secret-finder.ts';
import { SplitSecrets } from './split-secrets.ts';

/** `secrets`: keys and signatures. `personal`: also who called, and what was said. `all`: every word that is not the protocol's. */
export const REDACTION_LEVELS = ['secrets', 'personal', 'all'] as const;
export type RedactionLevel = (typeof REDACTION_LEVELS)[number];

/** Shorter values are too common a piece of text to be taken out of sentences. */
const SHORTEST_PERSONAL = 4;

export type RedactorOptions = {
  level: RedactionLevel;
  /** Values that must not appear, wherever and in whatever form. */
  secrets: readonly KnownSecret[];
};

type Place = {
  /** The `type` of the message that a text is, or is inside of. */
  messageType: string | undefined;
  /** In a message's own JSON, not in an event's or a summary's. */
  inMessage: boolean;
  /** What the console says of the session: its keys are the console's own. */
  about: boolean;
  /** The text is for people: personal values are taken out of the middle of it, too. */
  sentence: boolean;
};

const OUTSIDE: Place = { messageType: undefined, inMessage: false, about: false, sentence: false };

export class Redactor {
  readonly level: RedactionLevel;
  readonly #finder: SecretFinder;
  readonly #ids = new Pseudonyms();
  readonly #split: SplitSecrets;
  /** Personal values by their kind: taken out of sentences, too. */
  readonly #personal = new Map<string, string>();
  #sentences: RegExp | undefined;

  constructor({ level, secrets }: RedactorOptions) {
    this.level = level;
    this.#finder = new SecretFinder(secrets);
    this.#split = new SplitSecrets(this.#finder);
  }

  /** How many different ids were replaced so far. */
  get ids(): number {
    return this.#ids.count;
  }

  /** First pass, over all events in order. */
  learn(event: SessionEvent): void {
    if (event.type !== 'message') return;
    this.#split.learn(event);
    if (this.level === 'secrets' || !TELLS_PERSONAL.test(event.text)) return;
    const messageType = typeOf(event.text);
    rewriteJson(event.text, {
      string: (value, path) => {
        const kind = personalKind(path, messageType);
        if (kind && kind !== 'transcript' && kind !== 'instructions') this.#know(kind, value);
        return value;
      },
    });
  }

  /** Second pass. An event in which nothing had to go is given back as the very same object. */
  redact<E extends SessionEvent>(event: E): E {
    const line = JSON.stringify(event);
    const redacted = this.redactLine(line, event);
    return redacted === line ? event : (JSON.parse(redacted) as E);
  }

  /** The same for an event's line of JSON: what is not removed stays as it is written. */
  redactLine(line: string, event: SessionEvent): string {
    const messageType = event.type === 'message' ? typeOf(event.text) : undefined;
    const split = this.#split.of(event);
    return (
      rewriteJson(line, {
        string: (value, path) => {
          if (event.type === 'message' && path.length === 1 && path[0] === 'text') {
            const text = split === undefined ? value : replaceDelta(value, split);
            return this.#text(text, { messageType, inMessage: true, about: false, sentence: false });
          }
          return this.#value(value, path, OUTSIDE);
        },
        scalar: (_written, path) => this.#scalar(path, undefined),
        key: key => this.#finder.mask(key),
      }) ?? line
    );
  }

  /** Any other value that tells of the session: its summary, its findings. Keys and kinds stay as they are. */
  redactValue<T>(value: T): T {
    const text = JSON.stringify(value);
    return JSON.parse(this.#text(text, { ...OUTSIDE, about: true })) as T;
  }

  /** A text: as JSON where it is JSON, so that what stands inside is told by its key, and as plain text anyway. */
  #text(text: string, place: Place): string {
    const first = text.charCodeAt(0);
    if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      const rewritten = rewriteJson(text, {
        string: (value, path) => this.#value(value, path, place),
        scalar: (_written, path) => this.#scalar(path, place.messageType),
        key: key => this.#finder.mask(key),
      });
      if (rewritten !== undefined) return rewritten;
    }
    return this.#plain(text, place.sentence);
  }

  #value(value: string, path: JsonPath, place: Place): string {
    if (value === '' || MARKED.test(value)) return value;
    const name = lastName(path);
    if (isSecretPlace(path)) return `«secret:${name.toLowerCase()}»`;
    if (this.level !== 'secrets') {
      const kind = this.#kindOf(value, path, place);
      if (kind) return redactedMark(kind);
      if (this.level === 'all' && this.#goesWithAll(path, place)) return redactedMark('text');
    }
    return this.#text(value, { ...place, sentence: place.inMessage ? SENTENCE_KEYS.has(name) : !WORD_KEYS.has(name) });
  }

  #kindOf(value: string, path: JsonPath, place: Place): PersonalKind | undefined {
    if (place.about) return lastName(path) === 'caller' ? 'ani' : undefined;
    const inNote = place.inMessage ? undefined : personalKindInNote(path, value);
    return inNote ?? personalKind(path, place.messageType);
  }

  #scalar(path: JsonPath, messageType: string | undefined): string | undefined {
    if (isSecretPlace(path) && !/tokens?$/i.test(lastName(path))) return `«secret:${lastName(path).toLowerCase()}»`;
    if (this.level === 'secrets') return undefined;
    const kind = personalKind(path, messageType);
    // A count or a flag beside the words is no one's secret; a variable's value is, whatever it is written as.
    return kind === 'input-variable' || kind === 'output-variable' || kind === 'function-arguments'
      ? redactedMark(kind)
      : undefined;
  }

  /** With `all`: words that are not the protocol's own. The console's own sentences stay: they are what support reads. */
  #goesWithAll(path: JsonPath, { inMessage }: Place): boolean {
    if (isProtocolWord(path)) return false;
    if (inMessage) return true;
    const [first] = path;
    if (first === 'headers') return !SAFE_HEADERS.has(String(path[1]));
    return first === 'remote' || first === 'target' || first === 'connectorId' || first === 'data';
  }

  /** @param sentence the text is for people: personal values are taken out of it, too */
  #plain(text: string, sentence: boolean): string {
    let out = this.#finder.mask(text);
    if (this.level === 'secrets') return out;
    out = this.#ids.replace(out);
    if (!sentence || this.#personal.size === 0) return out;
    this.#sentences ??= sentencePattern([...this.#personal.keys()]);
    return out.replace(this.#sentences, found => redactedMark(this.#personal.get(found) ?? 'text'));
  }

  #know(kind: string, value: string): void {
    const bare = value.replace(/^(?:tel|sip):/, '');
    for (const one of new Set([value.trim(), bare, bare.replace(/^\+/, '')])) {
      if (one.length >= SHORTEST_PERSONAL && !MARKED.test(one)) this.#personal.set(one, kind);
    }
    this.#sentences = undefined;
  }
}

/** Keys of messages whose values are sentences. */
const SENTENCE_KEYS = new Set(['info', 'message', 'reason', 'detail']);
/** Keys outside of messages whose values are words of the console. */
const WORD_KEYS = new Set(
  'type leg code phase direction level method track from to id rule kind role state encoding startedAt'.split(' '),
);
const TELLS_PERSONAL = /"(?:ani|aniName|dnis|inputVariables|outputVariables|digit|digits|arguments|output|answer)"\s*:/;
/** Nothing but a mark. */
const MARKED = /^«(?:secret|redacted):[^»]*»$/;
const SAFE_HEADERS = new Set(
  `connection upgrade user-agent content-type content-length sec-websocket-version sec-websocket-protocol
  sec-websocket-extensions signature-input audiohook-organization-id audiohook-session-id audiohook-correlation-id
  audiohook-retry-attempt date server openai-version openai-processing-ms`.split(/\s+/),
);

function lastName(path: JsonPath): string {
  return path.findLast(step => typeof step === 'string') ?? '';
}

/** The value of a secret's name; or of `value` below it, as OpenAI gives a client secret. */
function isSecretPlace(path: JsonPath): boolean {
  const names = path.filter(step => typeof step === 'string');
  const name = names.at(-1);
  if (name === undefined) return false;
  return isSecretName(name) || (name === 'value' && isSecretName(names.at(-2) ?? ''));
}

function typeOf(text: string): string | undefined {
  return /"type"\s*:\s*"([^"\\]{1,100})"/.exec(text)?.[1];
}

/** The message with another text as its `delta`. */
function replaceDelta(text: string, delta: string): string {
  return (
    rewriteJson(text, { string: (value, path) => (path.length === 1 && path[0] === 'delta' ? delta : value) }) ?? text
  );
}

function sentencePattern(values: readonly string[]): RegExp {
  const longestFirst = values.toSorted((a, b) => b.length - a.length);
  const escaped = longestFirst.map(value => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
}

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
