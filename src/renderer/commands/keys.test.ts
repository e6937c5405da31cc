import { expect, test } from 'vitest';
import { COMMAND_LIST } from '../../shared/commands/command-list.ts';
import { isTaken, keyOf, keyWords } from './keys.ts';

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const on = (...matching: string[]) => ({
  closest: (selector: string) => (matching.some(one => selector.split(', ').includes(one)) ? ({} as Element) : null),
});

test('keys are named as the table writes them, on a Mac and elsewhere', () => {
  expect(keyOf({ ...bare, key: 't' }, false)).toBe('T');
  expect(keyOf({ ...bare, key: 'N', shiftKey: true }, false)).toBe('Shift+N');
  expect(keyOf({ ...bare, key: '?', shiftKey: true }, false)).toBe('?');
  expect(keyOf({ ...bare, key: ' ' }, false)).toBe('Space');
  expect(keyOf({ ...bare, key: 'f', ctrlKey: true }, false)).toBe('Mod+F');
  expect(keyOf({ ...bare, key: 'f', metaKey: true }, true)).toBe('Mod+F');
  expect(keyOf({ ...bare, key: 'f', ctrlKey: true }, true)).toBe('Other+F');
  expect(keyWords('Mod+F', false)).toBe('Ctrl+F');
  expect(keyWords('Mod+F', true)).toBe('⌘F');
});

test('no two commands have the same key', () => {
  const keys = COMMAND_LIST.flatMap(({ key }) => (key ? [key] : []));
  expect(new Set(keys).size).toBe(keys.length);
});

test('a key acts on the page only where nothing else takes it', () => {
  expect(isTaken('T', on())).toBe(false);
  expect(isTaken('T', on('textarea'))).toBe(true);
  expect(isTaken('Mod+F', on('textarea'))).toBe(false);
  expect(isTaken('Mod+C', on('textarea'))).toBe(true);
  expect(isTaken('Space', on('button'))).toBe(true);
  expect(isTaken('G', on('button'))).toBe(false);
  expect(isTaken('G', on('[role=dialog]'))).toBe(true);
  expect(isTaken('M', on('[role=alertdialog]'))).toBe(true);
  expect(isTaken('G', on('.disclosure-box'))).toBe(true);
  expect(isTaken('G', on('.disclosure', 'button'))).toBe(false);
});
