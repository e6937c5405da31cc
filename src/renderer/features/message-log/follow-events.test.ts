import { expect, test, vi } from 'vitest';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { createStore } from '../../ui/store.ts';
import { followEvents } from './follow-events.ts';

const message = (n: number): SessionEvent => ({
  ...{ n, atMs: n, leg: 'genesys', type: 'message', direction: 'in' },
  ...{ text: '{"type":"ping"}', bytes: 15 },
});

function logOf(count: number, damaged: readonly number[] = []) {
  const length = createStore(count);
  return {
    grow: (to: number) => length.set(to),
    count: length.get,
    event: (n: number) => (damaged.includes(n) ? undefined : message(n)),
    subscribe: length.subscribe,
  };
}

test('each event is added once and in order, in steps between which the page can answer, also after a pause', async () => {
  const log = logOf(1000, [7]);
  const added: number[] = [];
  const told = vi.fn(() => undefined);
  const follow = followEvents(log, { add: ({ n }) => added.push(n), told, periodMs: 0 });
  const stop = follow();
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  stop();
  log.grow(1003);
  follow();
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
  log.grow(1004);
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(3));
  expect(added).toEqual(Array.from({ length: 1004 }, (_, n) => n).filter(n => n !== 7));
});
