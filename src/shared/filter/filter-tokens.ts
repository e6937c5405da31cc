/** A filter's text in pieces, each with its place, so that an error can point at it. */

/** A range of the filter's text, in UTF-16 units. */
export type Place = { readonly at: number; readonly length: number };

export type FilterError = Place & { readonly message: string };

export type Operator = ':' | '=' | '>' | '<' | '>=' | '<=';

/** What a field is compared with. `glob`: as typed, `*` stands for anything. */
export type Value = Place &
  (
    | { readonly kind: 'glob'; readonly text: string }
    | { readonly kind: 'quoted'; readonly text: string }
    | { readonly kind: 'regex'; readonly regex: RegExp }
  );

export type Token = Place &
  (
    | { readonly kind: 'open' | 'close' | 'not' | 'or' }
    | { readonly kind: 'word'; readonly value: Value }
    | {
        readonly kind: 'term';
        readonly field: string;
        readonly operator: Operator;
        readonly values: readonly Value[];
      }
  );

const FIELD = /([A-Za-z][A-Za-z_]*)(>=|<=|[:=<>])/y;
const BARE = /[^\s()",/][^\s()",]*/y;

/** The pieces, or the first place that cannot be read. */
export function filterTokens(text: string): readonly Token[] | FilterError {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const sign = text[at] ?? '';
    if (/\s/.test(sign)) {
      at += 1;
      continue;
    }
    const read = tokenAt(text, at, sign);
    if ('message' in read) return read;
    tokens.push(read);
    at += read.length;
  }
  return tokens;
}

function tokenAt(text: string, at: number, sign: string): Token | FilterError {
  if (sign === '(') return { kind: 'open', at, length: 1 };
  if (sign === ')') return { kind: 'close', at, length: 1 };
  if (sign === '|') return { kind: 'or', at, length: 1 };
  if ((sign === '-' || sign === '!') && /[^\s)]/.test(text[at + 1] ?? ' ')) return { kind: 'not', at, length: 1 };
  if (sign === ',')
    return { at, length: 1, message: 'A comma stands between two values of one field: type:ping,pong.' };
  const field = matchAt(FIELD, text, at);
  if (field) return termAt(text, at, field);
  const value = valueAt(text, at);
  if ('message' in value) return value;
  if (value.kind === 'glob' && /^or$/i.test(value.text)) return { kind: 'or', at, length: value.length };
  if (value.kind === 'glob' && /^not$/i.test(value.text)) return { kind: 'not', at, length: value.length };
  return { kind: 'word', at, length: value.length, value };
}

/** `type:ping,pong`: a field, an operator, one value or more. */
function termAt(text: string, at: number, match: RegExpExecArray): Token | FilterError {
  const [all, field = '', operator] = match;
  const values: Value[] = [];
  let end = at + all.length;
  do {
    if (values.length > 0) end += 1;
    if (end >= text.length || /[\s()]/.test(text[end] ?? ' ')) {
      return { at, length: end - at, message: 'A value is missing after this.' };
    }
    const value = valueAt(text, end);
    if ('message' in value) return value;
    values.push(value);
    end += value.length;
  } while (text[end] === ',');
  return { kind: 'term', at, length: end - at, field, operator: operator as Operator, values };
}

function valueAt(text: string, at: number): Value | FilterError {
  if (text[at] === '"') return quotedAt(text, at);
  if (text[at] === '/') return regexAt(text, at);
  const [bare = ''] = matchAt(BARE, text, at) ?? [];
  if (bare === '') return { at, length: 1, message: 'A value is missing here.' };
  return { kind: 'glob', text: bare, at, length: bare.length };
}

/** In quotes, `\"` is a quote and `\\` a backslash. */
function quotedAt(text: string, at: number): Value | FilterError {
  let quoted = '';
  for (let end = at + 1; end < text.length; end += 1) {
    const sign = text[end];
    if (sign === '"') return { kind: 'quoted', text: quoted, at, length: end + 1 - at };
    if (sign === '\\' && /["\\]/.test(text[end + 1] ?? '')) end += 1;
    quoted += text[end];
  }
  return { at, length: text.length - at, message: 'This quote is not closed.' };
}

/** `/pattern/flags`; upper and lower case are the same unless the flag `c` is given, as `text:"..."` has it. */
function regexAt(text: string, at: number): Value | FilterError {
  let inClass = false;
  for (let end = at + 1; end < text.length; end += 1) {
    const sign = text[end];
    if (sign === '\\') end += 1;
    else if (sign === '[') inClass = true;
    else if (sign === ']') inClass = false;
    else if (sign === '/' && !inClass) {
      const flags = /[a-z]*/y;
      flags.lastIndex = end + 1;
      const given = flags.exec(text)?.[0] ?? '';
      const length = end + 1 + given.length - at;
      return compiled(text.slice(at + 1, end), given, { at, length });
    }
  }
  return { at, length: text.length - at, message: 'This regular expression is not closed: it ends with a /.' };
}

function compiled(pattern: string, given: string, place: Place): Value | FilterError {
  if (/[^cimsu]/.test(given)) {
    return { ...place, message: `A regular expression has the flags c (case counts), i, m, s or u, not “${given}”.` };
  }
  const flags = [...new Set(`${given.includes('c') ? '' : 'i'}${given.replace('c', '')}`)].join('');
  try {
    return { kind: 'regex', regex: new RegExp(pattern, flags), ...place };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.replace(/^Invalid regular expression: /, '') : String(thrown);
    return { ...place, message: `This is not a regular expression: ${why}.` };
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
