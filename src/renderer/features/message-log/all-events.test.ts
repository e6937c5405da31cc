import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { allEvents } from './all-events.ts';

test('a damaged capture lacks some numbers: what comes after them is there all the same', () => {
  const events = [0, 1, 4].map(
    n => ({ n, atMs: n, leg: 'console', type: 'note', text: '' }) as unknown as SessionEvent,
  );
  const log = { count: () => 5, event: (n: number) => events.find(event => event.n === n) };
  expect(allEvents(log).map(({ n }) => n)).toEqual([0, 1, 4]);
});
