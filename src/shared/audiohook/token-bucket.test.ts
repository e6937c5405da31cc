import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bucket, fullBucket, takeToken } from './token-bucket.ts';

const LIMIT = { perSecond: 5, burst: 25, overdraft: 2 };

function takeAll(timesMs: readonly number[]): number[] {
  let bucket: Bucket = fullBucket(LIMIT);
  return timesMs.filter(atMs => {
    const taken = takeToken(bucket, LIMIT, atMs);
    bucket = taken.bucket;
    return taken.waitMs === undefined;
  });
}

test('the burst and the overdraft are let through at once, and not one more', () => {
  expect(takeAll(new Array(40).fill(0))).toHaveLength(27);
});

test('the average goes on for ever', () => {
  expect(takeAll(Array.from({ length: 500 }, (_, n) => n * 200))).toHaveLength(500);
});

test('whoever waits as long as told is let through', () => {
  let bucket = fullBucket(LIMIT);
  let nowMs = 0;
  for (let n = 0; n < 200; n += 1) {
    const taken = takeToken(bucket, LIMIT, nowMs);
    bucket = taken.bucket;
    if (taken.waitMs === undefined) continue;
    nowMs += taken.waitMs;
    const again = takeToken(bucket, LIMIT, nowMs);
    expect(again.waitMs).toBeUndefined();
    bucket = again.bucket;
  }
});

test('no window of time lets more through than the limit allows', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 200 }), gaps => {
      let atMs = 0;
      const passed = takeAll(gaps.map(gap => (atMs += gap)));
      for (const [n, fromMs] of passed.entries()) {
        for (let m = n; m < passed.length; m += 1) {
          const most = LIMIT.burst + LIMIT.overdraft + ((passed[m] ?? 0) - fromMs) * (LIMIT.perSecond / 1000);
          expect(m - n + 1).toBeLessThanOrEqual(most + 1e-9);
        }
      }
    }),
  );
});
