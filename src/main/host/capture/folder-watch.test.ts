import { expect, test } from 'vitest';
import { systemClock } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { FolderWatch } from './folder-watch.ts';

/** A clock whose second passes when the test says so. */
function tickingClock() {
  const ticks = new Set<() => void>();
  const every = (_ms: number, work: () => void) => {
    ticks.add(work);
    return () => void ticks.delete(work);
  };
  return { clock: { ...systemClock, every }, tick: () => [...ticks].forEach(work => void work()) };
}

test('a folder is not looked at again before the last look has ended', async () => {
  const { clock, tick } = tickingClock();
  let looks = 0;
  let answer: (again: boolean) => void = () => undefined;
  const look = () => {
    looks += 1;
    return new Promise<boolean>(resolve => {
      answer = resolve;
    });
  };
  const watch = new FolderWatch({ root: tempDir(), clock, look, onWarning: () => undefined });
  watch.add('a');
  for (let count = 0; count < 3; count += 1) tick();
  expect(looks).toBe(1);
  answer(false);
  await watch.dispose();
  expect(looks).toBe(1);
});
