import { expect, test } from 'vitest';
import { placeSpans } from './place-spans.ts';

const segments = [
  { offset: 0, bytes: 800, startMs: 1000 },
  { offset: 1600, bytes: 800, startMs: 2000 },
];

test('a span sounds where its bytes were placed', () => {
  expect(placeSpans([{ start: 80, end: 160 }], segments)).toEqual([{ startMs: 1010, endMs: 1020 }]);
});

test('a span over two placed pieces gives both, without what was never heard between them', () => {
  expect(placeSpans([{ start: 400, end: 2000 }], segments)).toEqual([
    { startMs: 1050, endMs: 1100 },
    { startMs: 2000, endMs: 2050 },
  ]);
});

test('what was never heard has no place; the spans after it keep theirs', () => {
  expect(
    placeSpans(
      [
        { start: 900, end: 1500 },
        { start: 1600, end: 1608 },
      ],
      segments,
    ),
  ).toEqual([{ startMs: 2000, endMs: 2001 }]);
});
