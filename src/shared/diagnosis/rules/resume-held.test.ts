import { expect, test } from 'vitest';
import { ToldEvents } from '../../latency/testing/told-events.ts';
import { findingOf } from '../testing/findings-of.ts';

/** What the server asks for, and what Genesys Cloud answers: [ms, type]. */
function held(...messages: readonly (readonly [atMs: number, type: string])[]) {
  const told = new ToldEvents();
  for (const [atMs, type] of messages) {
    told.genesys(atMs, type, {}, {}, type === 'pause' || type === 'resume' ? 'out' : 'in');
  }
  return findingOf('resume-held', told.events)?.evidence.map(({ n }) => n);
}

test('paused in answer to resume: Genesys Cloud holds the call too', () => {
  expect(held([0, 'paused'], [1_000, 'pause'], [1_050, 'paused'], [3_000, 'resume'], [3_050, 'paused'])).toEqual([4]);
  expect(held([0, 'resume'], [80, 'paused'])).toEqual([1]);
});

test('pause and resume in quick succession are answered one after the other, and nobody holds the call', () => {
  expect(held([0, 'pause'], [100, 'resume'], [150, 'paused'], [250, 'resumed'])).toBeUndefined();
  expect(
    held([0, 'pause'], [50, 'resume'], [100, 'pause'], [160, 'paused'], [210, 'resumed'], [260, 'paused']),
  ).toBeUndefined();
});

test('on a slow line, too', () => {
  expect(held([0, 'pause'], [100, 'resume'], [1_050, 'paused'], [1_150, 'resumed'])).toBeUndefined();
});

test('in quick succession on a call that is held, the second paused answers the resume', () => {
  expect(held([0, 'paused'], [500, 'pause'], [600, 'resume'], [650, 'paused'], [750, 'paused'])).toEqual([4]);
});
