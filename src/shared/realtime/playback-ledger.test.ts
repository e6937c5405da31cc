import { expect, test } from 'vitest';
import { addAudio, completeResponse, corrections, heardOfRow, type Ledger } from './playback-ledger.ts';

/** Items of one content each, whose audio lies one behind the other in track `bot`. */
function ledgerOf(items: Record<string, number>, complete = true): Ledger {
  let offset = 0;
  let ledger: Ledger = [];
  for (const [itemId, bytes] of Object.entries(items)) {
    ledger = addAudio(ledger, { responseId: 'r', itemId, contentIndex: 0 }, { track: 'bot', offset, bytes });
    offset += bytes;
  }
  return complete ? completeResponse(ledger, 'r') : ledger;
}

test('[RT-15] leaves whole items alone, truncates the first partial one, deletes what was not heard', () => {
  const ledger = ledgerOf({ a: 8000, b: 8000, c: 8000, d: 800 });
  expect(corrections(ledger, [8000, 4000, 0, 0])).toEqual([
    { type: 'truncate', itemId: 'b', contentIndex: 0, audioEndMs: 500 },
    { type: 'delete', itemId: 'c' },
    { type: 'delete', itemId: 'd' },
  ]);
});

test('[RT-15] says whole milliseconds, rounded down', () => {
  expect(corrections(ledgerOf({ a: 8000 }), [4007])).toEqual([
    { type: 'truncate', itemId: 'a', contentIndex: 0, audioEndMs: 500 },
  ]);
});

test('[RT-15] never truncates to nothing: less than a millisecond heard is not heard', () => {
  expect(corrections(ledgerOf({ a: 8000 }), [7])).toEqual([{ type: 'delete', itemId: 'a' }]);
  expect(corrections(ledgerOf({ a: 8000 }), [])).toEqual([{ type: 'delete', itemId: 'a' }]);
});

test('[RT-15] never truncates beyond what was received', () => {
  expect(corrections(ledgerOf({ a: 8000 }, false), [99_999])).toEqual([
    { type: 'truncate', itemId: 'a', contentIndex: 0, audioEndMs: 1000 },
  ]);
});

test('[RT-15] cuts an item that is still being generated, although all that came of it was heard', () => {
  expect(corrections(ledgerOf({ a: 8000 }, false), [8000])).toHaveLength(1);
  expect(corrections(ledgerOf({ a: 8000 }, true), [8000])).toEqual([]);
});

test('[RT-15] deletes an item of several contents once, and not at all when one of them was heard', () => {
  let ledger = ledgerOf({ a: 800 });
  const contentOf = (itemId: string, contentIndex: number, offset: number) => {
    ledger = addAudio(ledger, { responseId: 'r', itemId, contentIndex }, { track: 'bot', offset, bytes: 800 });
  };
  contentOf('a', 1, 800);
  contentOf('b', 0, 1600);
  contentOf('b', 1, 2400);
  expect(corrections(completeResponse(ledger, 'r'), [800, 0, 0, 0])).toEqual([{ type: 'delete', itemId: 'b' }]);
});

test('adjoining ranges of a row are one, and a gap ends what was heard', () => {
  const key = { responseId: 'r', itemId: 'a', contentIndex: 0 };
  let ledger = addAudio([], key, { track: 'bot', offset: 0, bytes: 100 });
  ledger = addAudio(ledger, key, { track: 'bot', offset: 100, bytes: 100 });
  ledger = addAudio(ledger, key, { track: 'bot', offset: 500, bytes: 100 });
  const [row] = ledger;
  if (!row) throw new Error('no row');
  expect(row.ranges).toEqual([
    { track: 'bot', offset: 0, bytes: 200 },
    { track: 'bot', offset: 500, bytes: 100 },
  ]);
  expect(heardOfRow(row, range => range.bytes)).toBe(300);
  expect(heardOfRow(row, range => (range.offset === 0 ? 150 : range.bytes))).toBe(150);
  expect(heardOfRow(row, () => -5)).toBe(0);
});
