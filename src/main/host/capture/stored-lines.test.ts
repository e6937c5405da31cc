import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeEvent, HEADER_LINE } from '../../../shared/events/event-log.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { EVENTS_FILE } from './session-files.ts';
import { storedLines } from './stored-lines.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stored-lines-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const note = (n: number, text: string): SessionEvent => ({
  ...{ n, atMs: n, leg: 'console', type: 'note' },
  ...{ code: 'x', level: 'info', text },
});
const write = (text: string) => writeFileSync(join(folder, EVENTS_FILE), text);

/** All that a page gets, which asks for piece after piece. */
async function allPieces(): Promise<string[]> {
  const pieces: string[] = [];
  for (let at: number | undefined = 0; at !== undefined; ) {
    const piece = await storedLines(folder, at);
    if (!piece.ok) throw new Error(piece.error.message);
    pieces.push(piece.value.lines);
    at = piece.value.next;
  }
  return pieces;
}

test('the pieces are whole lines, and all of them, a very long one and one without its end too', async () => {
  // Two bytes a letter: a piece that ended anywhere would cut one.
  const texts = [...Array.from({ length: 2000 }, (_, n) => `ä${n}`), 'ö'.repeat(1 << 20), 'after it'];
  const lines = texts.map((text, n) => encodeEvent(note(n, text))).join('');
  write(`${HEADER_LINE}${lines.slice(0, -1)}`);
  const pieces = await allPieces();
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.slice(0, -1).every(piece => piece.endsWith('\n'))).toBe(true);
  expect(pieces.join('')).toBe(lines.slice(0, -1));
});

test('a capture without events has one empty piece', async () => {
  write(HEADER_LINE);
  expect(await allPieces()).toEqual(['']);
});

test('what is no capture, or a newer one, is refused with a sentence', async () => {
  write('{"format":"audiohook-session","version":99}\n');
  expect(await storedLines(folder, 0)).toMatchObject({ ok: false, error: { message: /newer console/ } });
  rmSync(join(folder, EVENTS_FILE));
  expect(await storedLines(folder, 0)).toMatchObject({ ok: false, error: { message: /cannot be read/ } });
});
