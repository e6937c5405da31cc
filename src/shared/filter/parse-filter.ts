/**
 * The filter language of the log: `leg:openai dir:in type:response.* seq>40 gap>200ms text:"order" -type:ping`.
 * Terms stand beside each other (all must hold); `or`, `not` or `-`, and parentheses combine them; a word alone is
 * looked for in the text; `/.../` is a regular expression; a comma gives a field several values.
 */
import { FIELDS, type Field, fieldNamed, type Unit } from './filter-fields.ts';
import { type FilterError, filterTokens, type Operator, type Token, type Value } from './filter-tokens.ts';

export type Filter =
  | { readonly kind: 'all'; readonly of: readonly Filter[] }
  | { readonly kind: 'any'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | { readonly kind: 'choice'; readonly field: Extract<Field, { kind: 'choice' }>; readonly choice: string }
  | { readonly kind: 'text'; readonly field: Extract<Field, { kind: 'text' }>; readonly regex: RegExp }
  | {
      readonly kind: 'measure';
      readonly field: Extract<Field, { kind: 'measure' }>;
      readonly operator: Operator;
      readonly value: number;
    };

export type ParsedFilter = { readonly filter: Filter } | { readonly error: FilterError };

/** Everything passes. */
export const noFilter: Filter = { kind: 'all', of: [] };

/** Reads a filter. An empty text is one that lets everything pass. */
export function parseFilter(text: string): ParsedFilter {
  const tokens = filterTokens(text);
  if ('message' in tokens) return { error: tokens };
  const reader = new Reader(tokens, text.length);
  try {
    const filter = tokens.length === 0 ? noFilter : reader.any();
    reader.end();
    return { filter };
  } catch (thrown) {
    if (thrown instanceof Refused) return { error: thrown.error };
    throw thrown;
  }
}

/** Carries an expected error out of the recursion; never leaves this file. */
class Refused extends Error {
  readonly error: FilterError;
  constructor(error: FilterError) {
    super(error.message);
    this.error = error;
  }
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens;
    this.#length = length;
  }

  any(): Filter {
    const parts = [this.#all()];
    while (this.#peek()?.kind === 'or') {
      this.#next += 1;
      parts.push(this.#all());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'any', of: parts };
  }

  end(): void {
    const token = this.#peek();
    if (token) throw new Refused({ ...placeOf(token), message: 'Nothing is open that this parenthesis could close.' });
  }

  #all(): Filter {
    const parts: Filter[] = [];
    for (let token = this.#peek(); token && token.kind !== 'or' && token.kind !== 'close'; token = this.#peek()) {
      parts.push(this.#one(token));
    }
    const next = this.#peek();
    if (parts.length === 0) {
      throw new Refused({
        ...(next ? placeOf(next) : { at: Math.max(0, this.#length - 1), length: 1 }),
        message: 'Something to look for is missing here.',
      });
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'all', of: parts };
  }

  #one(token: Token): Filter {
    this.#next += 1;
    switch (token.kind) {
      case 'not': {
        const negated = this.#peek();
        if (!negated || negated.kind === 'or' || negated.kind === 'close') {
          throw new Refused({ ...placeOf(token), message: 'What is not to be shown is missing after this.' });
        }
        return { kind: 'not', of: this.#deeper(token, () => this.#one(negated)) };
      }
      case 'open': {
        const inside = this.#deeper(token, () => this.any());
        if (this.#peek()?.kind !== 'close') {
          throw new Refused({ ...placeOf(token), message: 'This parenthesis is not closed.' });
        }
        this.#next += 1;
        return inside;
      }
      case 'word':
        return { kind: 'text', field: textField, regex: patternOf(token.value, false) };
      case 'term':
        return termFilter(token);
      default:
        throw new Refused({ ...placeOf(token), message: 'Something to look for is missing before this.' });
    }
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  /** People nest two or three deep; a pasted megabyte of parentheses must not take the stack. */
  #deeper(token: Token, read: () => Filter): Filter {
    this.#depth += 1;
    if (this.#depth > 50) throw new Refused({ ...placeOf(token), message: 'This nests deeper than 50 levels.' });
    const filter = read();
    this.#depth -= 1;
    return filter;
  }
}

const placeOf = ({ at, length }: Token) => ({ at, length });
const textField = FIELDS.text as Extract<Field, { kind: 'text' }>;

function termFilter(token: Extract<Token, { kind: 'term' }>): Filter {
  const field = fieldNamed(token.field);
  if (!field) throw new Refused(unknownField(token));
  const parts = token.values.map(value => valueFilter(token, field, value));
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'any', of: parts };
}

function valueFilter(
  { field: name, operator, at }: Extract<Token, { kind: 'term' }>,
  field: Field,
  value: Value,
): Filter {
  const place = { at: value.at, length: value.length };
  if (field.kind === 'measure') {
    if (value.kind === 'regex') throw new Refused({ ...place, message: `${name} is a number; it has no pattern.` });
    const number = measured(value.text, field.unit);
    if (number === undefined) throw new Refused({ ...place, message: `${name} wants ${UNIT_WORDS[field.unit]}.` });
    return { kind: 'measure', field, operator, value: number };
  }
  if (operator !== ':' && operator !== '=') {
    const symbol = { at: at + name.length, length: operator.length };
    throw new Refused({ ...symbol, message: `${name} cannot be more or less: write ${name}:…` });
  }
  if (field.kind === 'text') return { kind: 'text', field, regex: patternOf(value, field.whole) };
  const choice = value.kind === 'regex' ? '' : value.text.toLowerCase();
  if (!Object.hasOwn(field.choices, choice)) {
    const known = Object.keys(field.choices);
    throw new Refused({ ...place, message: `${name} is one of ${known.slice(0, -1).join(', ')} or ${known.at(-1)}.` });
  }
  return { kind: 'choice', field, choice };
}

function unknownField({ field, at, length }: Extract<Token, { kind: 'term' }>): FilterError {
  const near = Object.keys(FIELDS).find(name => isNear(name, field.toLowerCase()));
  const help = near ? `did you mean ${near}?` : `fields are ${Object.keys(FIELDS).join(', ')}.`;
  return {
    at,
    length: near ? field.length : length,
    message: `There is no field “${field}”: ${help} Text with a sign in it goes into quotes.`,
  };
}

/** One letter more, less, other or swapped. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || b.length < 2) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  const restA = a.slice(from);
  const restB = b.slice(from);
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}

/** `whole`: the pattern is the entire value, not a part of it. Quotes take `*` as it is. */
function patternOf(value: Value, whole: boolean): RegExp {
  if (value.kind === 'regex') return value.regex;
  const escaped = value.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = value.kind === 'glob' ? escaped.replaceAll('\\*', '.*') : escaped;
  return new RegExp(whole ? `^${pattern}$` : pattern, 'i');
}

const UNIT_WORDS: Record<Unit, string> = {
  number: 'a number, like 40',
  ms: 'a time, like 200ms, 1.5s or 1:02.5',
  bytes: 'a size in bytes, like 800 or 2kB',
};

const FACTORS: Record<Unit, Readonly<Record<string, number>>> = {
  number: { '': 1 },
  ms: { '': 1, ms: 1, s: 1000, m: 60_000, min: 60_000 },
  bytes: { '': 1, b: 1, k: 1000, kb: 1000, mb: 1_000_000 },
};

function measured(text: string, unit: Unit): number | undefined {
  const clock = /^(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(text);
  if (clock && unit === 'ms') {
    return (Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) * 1000;
  }
  const [, digits, suffix = ''] = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(text) ?? [];
  const factor = FACTORS[unit][suffix.toLowerCase()];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
