import { expect, test, vi } from 'vitest';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { createPeaksFeed, isReadingSound } from './peaks-feed.ts';

type Answer = Awaited<ReturnType<ConsoleClient['peaks']>>;

const DURATION_MS = 1000;
/** Read up to `readUntilMs`; undefined: to its end. */
const read = (readUntilMs?: number): Answer => ({
  ok: true,
  value: { startMs: 0, durationMs: DURATION_MS, soundMissing: false, readUntilMs, lanes: [] },
});
const BROKEN: Answer = { ok: false, error: { code: 'unreadable', message: 'the file of the caller is gone' } };

/** A session that is over, whose sound the host reads in these steps. */
function opened(answers: readonly Answer[], columns: number) {
  const asked = [...answers];
  const peaks = vi.fn(async () => asked.shift() ?? read());
  const feed = createPeaksFeed('s1', { durationMs: DURATION_MS, live: false });
  if (columns > 0) feed.setColumns(columns);
  feed.attach({ peaks } as unknown as ConsoleClient);
  return { feed, peaks };
}

test('sound is read to its end also where no pane shows it', async () => {
  const { feed, peaks } = opened([read(0), read(400), read(800), read()], 0);
  await vi.waitFor(() => expect(peaks).toHaveBeenCalledTimes(4));
  expect(isReadingSound(feed.get())).toBe(false);
  expect(feed.get().readUntilMs).toBeUndefined();
});

test.each([0, 800])('an error ends the reading, until somebody wants it again (%i columns)', async columns => {
  const { feed } = opened([read(400), read(400), BROKEN], columns);
  await vi.waitFor(() => expect(feed.get().failure).toBe('the file of the caller is gone'));
  expect(feed.get()).toMatchObject({ readUntilMs: 400, readingStopped: true });
  feed.setReading(true);
  await vi.waitFor(() => expect(feed.get().readUntilMs).toBeUndefined());
  expect(feed.get().failure).toBeUndefined();
});
