/**
 * Finds secrets in any text: the values that the console knows, in every form in which they come back, and whatever has
 * the form of a key (`sk-...`, a bearer token, a signature) or stands under the name of one.
 */
import { decodeBase64, encodeBase64 } from '../lib/base64.ts';
import { secretMark } from './mask.ts';

/** A value that must not appear, and the name that is left in its place. */
export type KnownSecret = { readonly name: string; readonly value: string };

type Range = { readonly from: number; readonly to: number; readonly mark: string };

/** Below this length a value is too common a piece of text to be looked for. */
const SHORTEST_SECRET = 6;
/** How often an encoding may be wrapped into another one. */
const DEEPEST = 4;

/** Names under which a secret stands, without case and without `-` and `_`. */
const SECRET_NAME =
  /(?:apikey|subscriptionkey|secret|token|password|passwd|authorization|signature|cookie|privatekey|keyid)$/;

/** True for the name of a field, header or variable whose value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[-_ ]/g, ''));
}

/** True for a value that can hardly be anything but a key: it has the form of one, or holds a word made by chance. */
export function hasFormOfKey(value: string): boolean {
  return value.split(/[^\w+/=-]+/).some(isMadeByChance) || new SecretFinder().ranges(value).length > 0;
}

/** Digits among letters of both cases, or among small ones in one piece. A UUID is none: it is an id as a rule. */
function isMadeByChance(word: string): boolean {
  const mixes = /\d/.test(word) && /[a-z]/.test(word);
  return mixes && ((word.length >= 20 && /[A-Z]/.test(word)) || /^[a-z\d]{16,}$/.test(word));
}

type Pattern = {
  readonly name: string;
  /** What a text must hold before it is worth a closer look. */
  readonly when: RegExp;
  /** Each match as a whole is the secret; what tells it stands before it. `«`: it is masked already. */
  readonly find: RegExp;
};

/**
 * Text comes from strangers: a look over a run of one sign goes 64 signs far, or a message of nothing but spaces would
 * take hours. Six layers of JSON make 63 backslashes before a quote.
 */
const PATTERNS: readonly Pattern[] = [
  {
    name: 'authorization',
    when: /bearer|basic/i,
    find: /(?<=\b(?:Bearer|Basic)\s{1,64})(?:(?=[\w.~+/=-]*\d)[\w.~+/=-]{6,}|[\w.~+/=-]{20,})/gi,
  },
  { name: 'openai-key', when: /sk-|ek_/, find: /\b(?:sk-|ek_)[A-Za-z0-9][A-Za-z0-9_-]{7,}/g },
  { name: 'token', when: /eyJ/, find: /\beyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g },
  { name: 'ngrok-authtoken', when: /\d\w{26}_/, find: /\b[0-9][A-Za-z0-9]{26}_[A-Za-z0-9]{15,}\b/g },
  { name: 'keyid', when: /keyid/i, find: /(?<=\bkeyid=\\{0,64}")(?!«)[^"\\]+/gi },
  { name: 'signature', when: /=:/, find: /(?<=\b[a-z][a-z0-9]*=:)[A-Za-z0-9+/=]{16,}(?=:)/g },
  { name: 'user', when: /:\/\/[^/?#@\s]*@/, find: /(?<=\b[a-z][a-z0-9+.-]*:\/\/)(?!«)[^\s/?#@"«»]+(?=@)/gi },
  {
    name: 'parameter',
    when: /[?&;]\w+=/,
    find: /(?<=[?&;](?:api[-_]?key|subscription[-_]key|key|access[-_]?token|token|secret|client[-_]?secret|password|authtoken|signature|sig)=)(?!«)[^&#\s"'<>\\]+/gi,
  },
  {
    name: 'field',
    when: /key|secret|token|password|authorization/i,
    find: /(?<=(?:api[-_]?key|client[-_]?secret|access[-_]?token|authtoken|password|authorization)\\{0,64}["']?\s{0,64}[:=]\s{0,64}\\{0,64}["']?)(?!«|Bearer\b|Basic\b|\\{0,64}["']|[{[])[^\s"'\\,;&}]{4,}/gi,
  },
];

export class SecretFinder {
  readonly #exact: RegExp | undefined;
  readonly #escaped: RegExp | undefined;
  readonly #marks = new Map<string, string>();
  readonly #names: readonly KnownSecret[];

  constructor(known: readonly KnownSecret[] = []) {
    const forms: string[] = [];
    const escaped: string[] = [];
    this.#names = known.flatMap(({ name, value }) => {
      const bare = value.replace(/^(?:Bearer|Basic|Token)\s+/i, '');
      return [...new Set([value, bare])]
        .filter(one => one.length >= SHORTEST_SECRET)
        .map(one => ({ name, value: one }));
    });
    for (const { name, value } of this.#names) {
      const bytes = utf8(value);
      for (const form of [value, hex(bytes), hex(bytes).toUpperCase()]) {
        forms.push(literal(form));
        this.#marks.set(form, secretMark(name));
      }
      for (const core of base64Cores(bytes)) {
        for (const one of new Set([core, core.replaceAll('+', '-').replaceAll('/', '_')])) {
          if (one.length >= SHORTEST_SECRET) forms.push(literal(one));
        }
      }
      escaped.push(`(?:${[...value].map(escapedForms).join('')})`);
    }
    this.#exact = forms.length > 0 ? new RegExp(forms.join('|'), 'g') : undefined;
    this.#escaped = escaped.length > 0 ? new RegExp(escaped.join('|'), 'g') : undefined;
  }

  /** Where secrets stand in a text, in order, without overlap. */
  ranges(text: string, depth = 0): Range[] {
    const found: Range[] = [];
    const add = (match: RegExpMatchArray, mark: string) =>
      found.push({ from: match.index ?? 0, to: (match.index ?? 0) + match[0].length, mark });
    if (text.length < SHORTEST_SECRET - 2) return found;
    if (this.#exact) {
      for (const match of text.matchAll(this.#exact)) {
        const mark = this.#marks.get(match[0]);
        if (mark !== undefined) add(match, mark);
        // Of base64 the whole run goes: its edges hold bits of the secret, too.
        else found.push({ ...runAround(text, match.index, match[0].length), mark: secretMark('base64') });
      }
    }
    if (this.#escaped && /[%\\]/.test(text)) {
      for (const match of text.matchAll(this.#escaped)) add(match, this.#markOf(match[0]));
    }
    for (const { name, when, find } of PATTERNS) {
      if (when.test(text)) for (const match of text.matchAll(find)) add(match, secretMark(name));
    }
    if (depth < DEEPEST && text.length >= SHORTEST_RUN) {
      for (const run of text.includes('%') ? [PERCENT_RUN, BASE64_RUN] : [BASE64_RUN]) {
        for (const { from, to } of runsIn(text, run)) {
          const inner = decodedRun(text.slice(from, to));
          if (inner !== undefined && this.ranges(inner, depth + 1).length > 0) {
            found.push({ from, to, mark: secretMark('encoded') });
          }
        }
      }
    }
    return merged(found);
  }

  /** The text without secrets; the very same text when it holds none. */
  mask(text: string): string {
    const ranges = this.ranges(text);
    if (ranges.length === 0) return text;
    let out = '';
    let at = 0;
    for (const { from, to, mark } of ranges) {
      out += text.slice(at, from) + mark;
      at = to;
    }
    return out + text.slice(at);
  }

  /** Which secret it is that was found in an escaped form. */
  #markOf(found: string): string {
    const plain = found.replace(/%(?:25)*([0-9a-f]{2})/gi, '%$1');
    const name = this.#names.find(({ value }) => {
      try {
        return decodeURIComponent(plain).replaceAll('\\', '').includes(value.replaceAll('\\', ''));
      } catch {
        return false;
      }
    })?.name;
    return secretMark(name ?? 'escaped');
  }
}

const SHORTEST_RUN = 12;
/** Base64 of either alphabet. */
const BASE64_RUN = runOf('[A-Za-z0-9+/_-]', '={0,2}');
/** Text that may be escaped for URLs. */
const PERCENT_RUN = runOf("[\\w.~+*/=:!'()%-]", '');
/** Ids of OpenAI and UUIDs are no base64, and they are everywhere. */
const ID = /^(?:[a-z]{2,6}_[A-Za-z0-9]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+)$/;

type Run = { readonly begin: RegExp; readonly goOn: RegExp; readonly end: RegExp };

/** In steps: one match of all of a run of megabytes would not fit the stack. */
function runOf(character: string, end: string): Run {
  return {
    begin: new RegExp(`${character}{${SHORTEST_RUN},1000}`, 'g'),
    goOn: new RegExp(`${character}{0,1000}`, 'y'),
    end: new RegExp(end, 'y'),
  };
}

/** Where the runs of a text are. */
function* runsIn(text: string, { begin, goOn, end }: Run): Generator<{ from: number; to: number }> {
  for (let at = 0; ; ) {
    begin.lastIndex = at;
    const match = begin.exec(text);
    if (!match) return;
    at = begin.lastIndex;
    for (let before = -1; before !== at; ) {
      before = at;
      at = endOf(goOn, text, at);
    }
    at = endOf(end, text, at);
    yield { from: match.index, to: at };
  }
}

/** Where a match ends that may be empty. */
function endOf(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return at + (sticky.exec(text)?.[0].length ?? 0);
}

/** What a run says when it is decoded; undefined when that is no text. */
function decodedRun(run: string): string | undefined {
  if (run.includes('%')) {
    try {
      return decodeURIComponent(run);
    } catch {
      return undefined;
    }
  }
  if (ID.test(run)) return undefined;
  const plain = run
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/(?<!=)=+$/, '');
  const whole = plain.length % 4 === 1 ? plain.slice(0, -1) : plain;
  const bytes = decodeBase64(whole.padEnd(Math.ceil(whole.length / 4) * 4, '='));
  if (!bytes?.every(byte => byte >= 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) return undefined;
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return fromUtf8(text);
}

/** The run of base64 characters around a place. */
function runAround(text: string, from: number, length: number): { from: number; to: number } {
  let first = from;
  let to = from + length;
  while (first > 0 && BASE64_CHARACTER.test(text.charAt(first - 1))) first -= 1;
  while (to < text.length && BASE64_CHARACTER.test(text.charAt(to))) to += 1;
  while (text.charAt(to) === '=') to += 1;
  return { from: first, to };
}

const BASE64_CHARACTER = /[A-Za-z0-9+/_-]/;

function merged(ranges: Range[]): Range[] {
  if (ranges.length < 2) return ranges;
  ranges.sort((a, b) => a.from - b.from || b.to - a.to);
  const out: Range[] = [];
  for (const range of ranges) {
    const last = out.at(-1);
    if (!last || range.from >= last.to) out.push(range);
    else if (range.to > last.to) out[out.length - 1] = { ...last, to: range.to };
  }
  return out;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** A character as it is, escaped for JSON (also several times), or percent-encoded (also several times). */
function escapedForms(character: string): string {
  const percent = [...utf8(character)]
    .map(byte => `%(?:25){0,16}${anyCase(byte.toString(16).padStart(2, '0'))}`)
    .join('');
  const units = [...Array(character.length).keys()]
    .map(at => `\\\\{1,64}u${anyCase(character.charCodeAt(at).toString(16).padStart(4, '0'))}`)
    .join('');
  return `(?:\\\\{0,64}${literal(character)}|${percent}|${units})`;
}

function anyCase(digits: string): string {
  return [...digits].map(digit => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join('');
}

/** What base64 makes of bytes wherever they begin in its groups of three; the characters that others share left out. */
function base64Cores(bytes: Uint8Array): string[] {
  return [0, 1, 2].map(before => {
    const shifted = new Uint8Array(before + bytes.length);
    shifted.set(bytes, before);
    const first = Math.ceil((before * 8) / 6);
    const end = Math.floor((shifted.length * 8) / 6);
    return encodeBase64(shifted).slice(first, end);
  });
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The text whose UTF-8 these characters are, a byte each; the characters themselves where they are none. */
function fromUtf8(bytes: string): string {
  try {
    return decodeURIComponent(
      bytes.replace(/[^A-Za-z0-9]/g, byte => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`),
    );
  } catch {
    return bytes;
  }
}

/** UTF-8 without TextEncoder, which is no part of the language. */
function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD'));
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    if (escaped[at] === '%') {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
      at += 2;
    } else bytes.push(escaped.charCodeAt(at));
  }
  return Uint8Array.from(bytes);
}
