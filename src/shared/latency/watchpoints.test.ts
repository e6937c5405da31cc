import { expect, test } from 'vitest';
import { ToldEvents } from './testing/told-events.ts';
import type { Turn } from './turns.ts';
import { ErrorFold, type Watchpoints, watchHits } from './watchpoints.ts';

const NOTHING: Watchpoints = {
  slowTurnMs: undefined,
  silenceMs: undefined,
  talkOverMs: undefined,
  errors: false,
  rateLimits: false,
};
const HEARD = {
  caller: [
    { startMs: 0, endMs: 2000 },
    { startMs: 4500, endMs: 6000 },
  ],
  bot: [{ startMs: 3000, endMs: 5000 }],
};
const turns = [{ number: 1, totalMs: 1000, firstSoundMs: 3000, firstFrame: { atMs: 2900, n: 7 } } as Turn];
const told = new ToldEvents()
  .model(100, 'error', { error: { type: 'invalid_request_error', code: 'rate_limit_exceeded', message: 'Slow down.' } })
  .genesys(200, 'error', { code: 429, message: 'Too many.' })
  .model(300, 'error', { error: { code: 'invalid_value', message: 'Unknown voice.' } })
  .model(400, 'response.done', { response: { status: 'failed', error: {} } });

const hits = (watch: Partial<Watchpoints>, untilMs = 6000) => {
  const errors = new ErrorFold();
  for (const event of told.events) errors.add(event);
  return watchHits({ ...NOTHING, ...watch }, { turns }, HEARD, errors, untilMs);
};

test('nothing is told of what is not watched', () => {
  expect(hits({}, 99_000)).toEqual([]);
});

test('a turn over the limit is told where it sounds, with its event; one at the limit is not', () => {
  expect(hits({ slowTurnMs: 999 })).toEqual([{ kind: 'slow-turn', atMs: 3000, n: 7, words: 'Turn 1 took 1000 ms.' }]);
  expect(hits({ slowTurnMs: 1000 })).toEqual([]);
});

test('silence counts while nobody is heard, also at the end so far', () => {
  expect(hits({ silenceMs: 900 })).toMatchObject([{ kind: 'silence', atMs: 2900 }]);
  expect(hits({ silenceMs: 1100 })).toEqual([]);
  expect(hits({ silenceMs: 1100 }, 8000)).toMatchObject([{ kind: 'silence', atMs: 7100 }]);
});

test('talk-over is where both are heard, for longer than the limit', () => {
  expect(hits({ talkOverMs: 400 })).toMatchObject([{ kind: 'talk-over', atMs: 4900 }]);
  expect(hits({ talkOverMs: 500 })).toEqual([]);
});

test('an error is told with its code and words; being limited is a kind of its own, on either wire', () => {
  expect(hits({ errors: true })).toEqual([{ kind: 'error', atMs: 300, n: 2, words: 'invalid_value Unknown voice.' }]);
  expect(hits({ rateLimits: true }).map(({ n, words }) => [n, words])).toEqual([
    [0, 'rate_limit_exceeded Slow down.'],
    [1, '429 Too many.'],
  ]);
});
