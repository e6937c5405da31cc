import { expect, test } from 'vitest';
import { LatencyFold } from './latency-fold.ts';
import { NOTHING_HEARD } from './spans.ts';
import { ToldEvents } from './testing/told-events.ts';

const line = (told: ToldEvents) => {
  const fold = new LatencyFold();
  for (const event of told.events) fold.add(event);
  return fold.report(NOTHING_HEARD).line;
};

test('as a server the round trip is what the client says of it', () => {
  const told = new ToldEvents()
    .genesys(1000, 'ping', {}, { seq: 2 })
    .genesys(1001, 'pong', {}, { seq: 2, clientseq: 2 }, 'out')
    .genesys(6000, 'ping', { rtt: 'PT0.063S' }, { seq: 3 })
    .genesys(6001, 'pong', {}, { seq: 3, clientseq: 3 }, 'out');
  expect(line(told).roundTrip).toEqual({ count: 1, p50Ms: 63, worstMs: 63 });
});

test('as a client the round trip is from ping to its pong', () => {
  const told = new ToldEvents()
    .genesys(1000, 'ping', {}, { seq: 2 }, 'out')
    .genesys(1040, 'pong', {}, { seq: 2, clientseq: 2 })
    .genesys(6000, 'ping', { rtt: 'PT0.040S' }, { seq: 3 }, 'out')
    .genesys(6100, 'pong', {}, { seq: 3, clientseq: 3 });
  expect(line(told).roundTrip).toEqual({ count: 2, p50Ms: 40, worstMs: 100 });
});

test('a frame that comes late is jitter; time without frames is a gap; discarded audio is neither', () => {
  const told = new ToldEvents().caller(200).caller(400).caller(650).caller(1200).caller(1201);
  told.genesys(4000, 'discarded', { start: 'PT1.0S', discarded: 'PT3.0S' }).caller(4200);
  expect(line(told).callerFrames).toMatchObject({ count: 6, worstLateMs: 400, gaps: 1, longestGapMs: 350 });
});

test('a position that runs faster than this clock is drift, in parts in a million', () => {
  const told = new ToldEvents();
  // 200 ms of audio come every 199.8 ms: 0.1 %.
  for (let frame = 1; frame <= 400; frame += 1) told.caller(frame * 199.8);
  expect(line(told).callerFrames?.driftPpm).toBeCloseTo(1000, -1);
});

test('a short call says nothing of drift, and one without audio nothing of frames', () => {
  expect(line(new ToldEvents().caller(200).caller(400)).callerFrames?.driftPpm).toBeUndefined();
  expect(line(new ToldEvents())).toEqual({ roundTrip: undefined, callerFrames: undefined });
});
