import { expect, test } from 'vitest';
import type { LaneItem } from '../../../shared/projections/event-lanes.ts';
import { clusterItems } from './cluster-items.ts';

const item = (n: number, fromMs: number, toMs: number | undefined = fromMs): LaneItem => ({
  n,
  kind: 'speech',
  fromMs,
  toMs,
  words: '',
});
/** 10 s on 1000 px: 10 ms a pixel. */
const drawing = { window: { fromMs: 10_000, toMs: 20_000 }, widthPx: 1000, leastPx: 4, nowMs: 15_000 };
const drawn = (...items: LaneItem[]) =>
  clusterItems(items, drawing).map(({ leftPx, widthPx, items: all }) => [leftPx, widthPx, all.map(({ n }) => n)]);

test('a bar spans its time, cut at the ends of the window; what lies outside is not drawn', () => {
  expect(drawn(item(0, 1000, 2000), item(1, 9000, 11_000), item(2, 12_000, 13_000), item(3, 19_500, 25_000))).toEqual([
    [0, 100, [1]],
    [200, 100, [2]],
    [950, 50, [3]],
  ]);
  expect(drawn(item(0, 20_001))).toEqual([]);
});

test('a mark is wide enough to be hit, at the right end too, and marks over each other become one', () => {
  expect(drawn(item(0, 12_000), item(1, 12_010), item(2, 12_100), item(3, 20_000))).toEqual([
    [200, 4, [0, 1]],
    [210, 4, [2]],
    [996, 4, [3]],
  ]);
});

test('marks lie over a bar that they happen in, also over one that begins later', () => {
  expect(drawn(item(0, 12_000, 14_000), item(1, 12_500), item(2, 12_520))).toEqual([
    [200, 200, [0]],
    [250, 4, [1, 2]],
  ]);
  expect(drawn(item(0, 11_990), item(1, 12_000, 14_000))).toEqual([
    [200, 200, [1]],
    [199, 4, [0]],
  ]);
});

test('a mark that stands for several is wider, takes in what it would cover, and lies over none', () => {
  const marks = Array.from({ length: 200 }, (_, n) => item(n, 10_000 + 50 * n));
  for (const groupPx of [4, 7, 24]) {
    const clusters = clusterItems(marks, { ...drawing, groupPx });
    expect(clusters.flatMap(({ items }) => items)).toEqual(marks);
    for (const [index, { leftPx, widthPx }] of clusters.entries()) {
      const next = clusters[index + 1]?.leftPx ?? drawing.widthPx;
      expect(leftPx + widthPx).toBeLessThanOrEqual(next + 0.5);
    }
  }
});

test('a single mark at the right end stands at its time; several move left for their number, and take in what they would cover', () => {
  const grouped = (...items: LaneItem[]) =>
    clusterItems(items, { ...drawing, groupPx: 30 }).map(({ leftPx, widthPx, items: all }) => [
      leftPx,
      widthPx,
      all.map(({ n }) => n),
    ]);
  expect(grouped(item(0, 19_800))).toEqual([[980, 4, [0]]]);
  expect(grouped(item(0, 19_600), item(1, 19_800), item(2, 19_810))).toEqual([
    [960, 4, [0]],
    [970, 30, [1, 2]],
  ]);
  expect(grouped(item(0, 19_500), item(1, 19_690), item(2, 19_800), item(3, 19_810))).toEqual([
    [950, 4, [0]],
    [969, 30, [1, 2, 3]],
  ]);
});

test('what goes on lasts until now', () => {
  expect(clusterItems([{ ...item(0, 12_000), toMs: undefined }], drawing)).toMatchObject([
    { leftPx: 200, widthPx: 300 },
  ]);
});
