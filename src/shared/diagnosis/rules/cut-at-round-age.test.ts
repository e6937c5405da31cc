import { expect, test } from 'vitest';
import { ToldEvents } from '../../latency/testing/told-events.ts';
import { findingsOf } from '../testing/findings-of.ts';

type Wire = { direction: 'in' | 'out'; lastFrameMs: number; fault?: string };

/** A call that breaks 30 s after its upgrade, as the console's server (`in`) or caller (`out`) saw it. */
function cut({ direction, lastFrameMs, fault }: Wire): string[] {
  const other = direction === 'in' ? 'out' : 'in';
  const told = new ToldEvents().add(0, {
    ...{ leg: 'genesys', type: 'connection', phase: 'upgrade', direction, target: '/demo-bot', status: 101 },
  });
  if (fault) {
    told.add(0, {
      leg: 'console',
      type: 'note',
      code: 'fault',
      level: 'info',
      text: `Fault ${fault}.`,
      data: { fault },
    });
  }
  told.genesys(10, 'open', {}, {}, direction).genesys(20, 'opened', {}, {}, other);
  for (let atMs = 1_000; atMs <= lastFrameMs; atMs += 5_000) told.genesys(atMs, 'ping', {}, {}, direction);
  told.genesys(lastFrameMs, 'ping', {}, {}, direction);
  told.add(30_100, { leg: 'genesys', type: 'connection', phase: 'close', direction: 'in', code: 1006 });
  return findingsOf(told.events).map(({ id }) => id);
}

test('a call that is cut at 30 s, while frames go over it, was cut by something on the way', () => {
  expect(cut({ direction: 'in', lastFrameMs: 29_000 })).toContain('cut-at-round-age');
  expect(cut({ direction: 'out', lastFrameMs: 29_000 })).toContain('cut-at-round-age');
  // In a pause there are only pings.
  expect(cut({ direction: 'in', lastFrameMs: 25_500 })).toContain('cut-at-round-age');
});

test('a client that fell silent was let go by the console’s own limit, and no proxy is blamed', () => {
  const found = cut({ direction: 'in', lastFrameMs: 100 });
  expect(found).not.toContain('cut-at-round-age');
  expect(found).toContain('connection-lost');
});

test('nor is one blamed for a connection that the caller dropped on purpose', () => {
  for (const fault of ['half-open', 'drop-tcp-in-open']) {
    expect(cut({ direction: 'out', lastFrameMs: 29_000, fault })).not.toContain('cut-at-round-age');
  }
});
