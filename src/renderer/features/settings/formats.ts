/** How a setting stands in a text field, and what is read from it. Empty: the default counts. */
import type { JsonValue } from '../../../shared/settings/document.ts';

export type Read = { readonly value: JsonValue | undefined } | { readonly problem: string };
export type Format = { show(value: unknown): string; read(text: string): Read };

/** As it is typed; spaces around it do not count. */
export const textFormat: Format = {
  show: value => (typeof value === 'string' ? value : ''),
  read: text => ({ value: text.trim() || undefined }),
};

/** A longer text, in which every space counts. */
export const proseFormat: Format = {
  show: value => (typeof value === 'string' ? value : ''),
  read: text => ({ value: text === '' ? undefined : text }),
};

export const numberFormat: Format = {
  show: value => (typeof value === 'number' ? String(value) : ''),
  read: text => {
    if (text.trim() === '') return { value: undefined };
    const value = Number(text.trim().replace(',', '.'));
    return Number.isFinite(value) ? { value } : { problem: 'This is no number.' };
  },
};

/** Words with commas between them. */
export const wordsFormat: Format = {
  show: value => (Array.isArray(value) ? value.join(', ') : ''),
  read: text => {
    const words = text.split(/[\s,]+/).filter(Boolean);
    return { value: words.length === 0 ? undefined : words };
  },
};

export const jsonFormat: Format = {
  show: value => (value === undefined ? '' : JSON.stringify(value, null, 2)),
  read: text => {
    if (text.trim() === '') return { value: undefined };
    try {
      return { value: JSON.parse(text) as JsonValue };
    } catch (error) {
      return { problem: `This is no JSON: ${(error as Error).message}.` };
    }
  },
};

/** One `name=value` a line. */
export const variablesFormat: Format = {
  show: value =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([name, text]) => `${name}=${String(text)}`)
          .join('\n')
      : '',
  read: text => {
    const lines = text.split('\n').filter(line => line.trim() !== '');
    const wrong = lines.find(line => line.indexOf('=') < 1);
    if (wrong !== undefined) return { problem: `"${wrong.trim()}": write name=value, one a line.` };
    const pairs = lines.map((line): [string, string] => [
      line.slice(0, line.indexOf('=')).trim(),
      line.slice(line.indexOf('=') + 1).trim(),
    ]);
    return { value: lines.length === 0 ? undefined : Object.fromEntries(pairs) };
  },
};
