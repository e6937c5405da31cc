import { expect, test } from 'vitest';
import { encodeEvent } from '../../../shared/events/event-log.ts';
import { createEventIntake } from './event-intake.ts';

const line = (n: number) =>
  encodeEvent({ ...{ n, atMs: n, leg: 'console', type: 'note' }, ...{ code: 'x', level: 'info', text: '' } });
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => line(from + at)).join('');

function intake() {
  const taken: number[] = [];
  let tell = (): void => undefined;
  const caughtUp = new Promise<void>(resolve => {
    tell = resolve;
  });
  const made = createEventIntake(events => taken.push(...events.map(({ n }) => n)), tell);
  return { ...made, taken, caughtUp };
}

test('every event comes, in order, however the lines were cut into pieces; a damaged line is passed over', async () => {
  const { add, taken, caughtUp } = intake();
  add(lines(0, 450));
  add('{"n":450,"atMs":');
  add(lines(451, 452));
  add('');
  add(line(452).trimEnd());
  await caughtUp;
  expect(taken).toEqual([...Array.from({ length: 450 }, (_, n) => n), 451, 452]);
});

test('who fetches the pieces waits while there is enough to read', async () => {
  const { add, room, taken, behind } = intake();
  add(lines(0, 300));
  await room();
  add(lines(300, 600));
  let waited = true;
  const free = room().then(() => {
    waited = false;
  });
  await Promise.resolve();
  expect(waited && behind()).toBe(true);
  await free;
  expect(taken.length).toBeGreaterThanOrEqual(300);
});

test('what was forgotten never comes', async () => {
  const { add, clear, taken, caughtUp } = intake();
  add(lines(0, 300));
  clear();
  add(line(300));
  await caughtUp;
  expect(taken).toEqual([300]);
});
