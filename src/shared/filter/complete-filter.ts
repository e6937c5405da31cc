/** What could stand where the caret is: fields first, then a field's values. */
import { FIELDS, fieldNamed } from './filter-fields.ts';

export type Completion = {
  /** The filter's text with the completion in it. */
  readonly text: string;
  /** What is put there: `type:`, `ping`. */
  readonly label: string;
  readonly help: string;
};

const TERM = /^([-!(]*)(?:([A-Za-z_]+)(>=|<=|[:=<>]))?(.*)$/s;

/**
 * Completions of the last word of `text`; none after a space that follows a whole term, where anything may come.
 * `types`: the names of messages that the log holds, most frequent first.
 */
export function completeFilter(text: string, types: readonly string[]): readonly Completion[] {
  const start = Math.max(text.lastIndexOf(' '), text.lastIndexOf('(')) + 1;
  const before = text.slice(0, start);
  const [, signs = '', name, operator = '', typed = ''] = TERM.exec(text.slice(start)) ?? [];
  if (/^["/]/.test(typed)) return [];
  if (name === undefined) return fieldCompletions(`${before}${signs}`, typed);
  const done = typed.slice(0, typed.lastIndexOf(',') + 1);
  const last = typed.slice(done.length).toLowerCase();
  return valuesOf(name, types)
    .filter(({ label }) => label.toLowerCase().includes(last) && label !== typed.slice(done.length))
    .map(({ label, help }) => ({ text: `${before}${signs}${name}${operator}${done}${label}`, label, help }));
}

function fieldCompletions(before: string, typed: string): readonly Completion[] {
  return Object.entries(FIELDS)
    .filter(([name]) => name.startsWith(typed.toLowerCase()))
    .map(([name, field]) => {
      const label = `${name}${field.kind === 'measure' ? '>' : ':'}`;
      return { text: `${before}${label}`, label, help: field.help };
    });
}

function valuesOf(name: string, types: readonly string[]): readonly { label: string; help: string }[] {
  const field = fieldNamed(name);
  if (field?.kind === 'choice') {
    return Object.keys(field.choices).map(label => ({ label, help: field.choiceHelp?.[label] ?? '' }));
  }
  if (field?.kind !== 'text' || !field.whole) return [];
  return types.map(label => ({ label: /[\s()",]/.test(label) ? `"${label}"` : label, help: '' }));
}
