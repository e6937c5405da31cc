import { expect, test } from 'vitest';
import {
  type Format,
  jsonFormat,
  numberFormat,
  proseFormat,
  textFormat,
  variablesFormat,
  wordsFormat,
} from './formats.ts';

test.each<[string, Format, string, unknown]>([
  ['text', textFormat, 'wss://x', 'wss://x'],
  ['prose', proseFormat, ' Hello {{name}}. ', ' Hello {{name}}. '],
  ['numbers', numberFormat, '0.5', 0.5],
  ['words', wordsFormat, 'en-us, de-de', ['en-us', 'de-de']],
  ['JSON', jsonFormat, '[\n  1\n]', [1]],
  ['variables', variablesFormat, 'team=sales\nurl=a=b', { team: 'sales', url: 'a=b' }],
])('%s are shown as they are typed; an emptied field is the default', (_name, format, text, value) => {
  expect(format.read(text)).toEqual({ value });
  expect(format.show(value)).toBe(text);
  expect(format.read('')).toEqual({ value: undefined });
  expect(format.show(undefined)).toBe('');
});

test('what cannot be read is said, with what is expected', () => {
  expect(numberFormat.read('ten')).toEqual({ problem: 'This is no number.' });
  expect(jsonFormat.read('{')).toEqual({ problem: expect.stringContaining('no JSON') });
  expect(variablesFormat.read('a=1\nb')).toEqual({ problem: '"b": write name=value, one a line.' });
});
