import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { linesOf, TOO_LONG_LINE } from './events-reader.ts';
import { EVENTS_FILE } from './session-files.ts';

const LONGEST = 1 << 19;

async function read(text: string) {
  const folder = join(tempDir(), 'session');
  mkdirSync(folder);
  writeFileSync(join(folder, EVENTS_FILE), text);
  const lines: string[] = [];
  let bytes = 0;
  let rest = '';
  for await (const piece of linesOf(folder, 0, LONGEST)) {
    if ('rest' in piece) rest = piece.rest;
    else {
      lines.push(...piece.lines);
      bytes += piece.bytes;
    }
  }
  return { lines, bytes, rest };
}

test('lines of any length come whole, wherever the pieces are cut, and every byte is counted', async () => {
  const lines = ['head', '', 'ü'.repeat(100_000), 'short', 'x'.repeat(LONGEST - 1), 'end'];
  const text = `${lines.join('\n')}\n`;
  expect(await read(`${text}begun`)).toEqual({ lines, bytes: Buffer.byteLength(text), rest: 'begun' });
});

test('a line that is too long is not kept, and those around it are read', async () => {
  const long = 'x'.repeat(LONGEST * 3);
  const text = `head\n${long}\nnext\n`;
  expect(await read(`${text}${long}`)).toEqual({
    lines: ['head', TOO_LONG_LINE, 'next'],
    bytes: text.length,
    rest: TOO_LONG_LINE,
  });
});
