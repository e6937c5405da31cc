import { expect, test } from 'vitest';
import type { NewSessionEvent, SessionEvent } from '../events/session-event.ts';
import { mayMoveSound } from './sound-steps.ts';
import { LANES, Timeline } from './timeline.ts';

function timelineOf(events: [number, NewSessionEvent][]): Timeline {
  const timeline = new Timeline();
  for (const [n, [atMs, event]] of events.entries())
    timeline.add({ n, atMs, ...event } as Parameters<Timeline['add']>[0]);
  return timeline;
}
const audio = (track: string, offset: number, bytes = 1600): NewSessionEvent => ({
  leg: 'genesys',
  type: 'audio',
  direction: track === 'caller' ? 'in' : 'out',
  track,
  offset,
  bytes,
});
const message = (type: string, parameters: object = {}): NewSessionEvent => {
  const text = JSON.stringify({ type, parameters });
  return { leg: 'genesys', type: 'message', direction: 'in', text, bytes: text.length };
};

test('caller audio lies by its position: a late frame and a burst do not move it', () => {
  const timeline = timelineOf([
    [1200, audio('caller', 0)],
    [1490, audio('caller', 1600)],
    [1600, audio('caller', 3200)],
    [1600, audio('caller', 4800)],
  ]);
  expect(timeline.segments('caller', 0, 9999)).toEqual([{ offset: 0, bytes: 6400, startMs: 800 }]);
});

test('discarded time moves what comes after it', () => {
  const timeline = timelineOf([
    [1000, audio('caller', 0)],
    [1001, message('discarded', { start: 'PT0.2S', discarded: 'PT2.0S' })],
    [3200, audio('caller', 1600)],
  ]);
  expect(timeline.segments('caller', 0, 9999)).toEqual([
    { offset: 0, bytes: 1600, startMs: 800 },
    { offset: 1600, bytes: 1600, startMs: 3000 },
  ]);
});

test('bot audio lies where it was heard, and what a barge-in cut is not there', () => {
  const entities = [{ type: 'barge_in', data: {} }];
  const timeline = timelineOf([
    [1000, audio('bot', 0)],
    [1000, audio('bot', 1600)],
    [1100, message('playback_started')],
    [1350, message('event', { entities })],
  ]);
  expect(timeline.segments('bot', 0, 9999)).toEqual([{ offset: 0, bytes: 2000, startMs: 1100 }]);
});

test('converted audio lies where the audio that it was made from came', () => {
  const converted = (track: string): NewSessionEvent => ({ ...audio(track, 0), leg: 'console' }) as NewSessionEvent;
  const timeline = timelineOf([
    [1000, converted('caller')],
    [1000, converted('bot')],
    [1000, { ...audio('bot', 1600), leg: 'bot' } as NewSessionEvent],
  ]);
  expect(timeline.segments('caller', 0, 9999)).toEqual([{ offset: 0, bytes: 1600, startMs: 800 }]);
  expect(timeline.segments('bot', 0, 9999)).toEqual([{ offset: 0, bytes: 1600, startMs: 1000 }]);
});

test('only what sounds in the window is given', () => {
  const timeline = timelineOf([[1000, audio('caller', 0)]]);
  expect(timeline.segments('caller', 0, 800)).toEqual([]);
  expect(timeline.segments('caller', 999, 1001)).toHaveLength(1);
  expect(timeline.segments('caller', 1000, 1001)).toEqual([]);
});

test('the lines that may move sound give the same timeline as all of them', () => {
  const bodies: [number, NewSessionEvent][] = [
    [0, { leg: 'genesys', type: 'message', direction: 'in', text: '{"type":"open"}', bytes: 1 }],
    [300, { leg: 'genesys', type: 'audio', direction: 'in', track: 'caller', offset: 0, bytes: 1600 }],
    [310, { leg: 'bot', type: 'audio', direction: 'in', track: 'bot-pcm24', offset: 0, bytes: 1600 }],
    [400, { leg: 'genesys', type: 'audio', direction: 'out', track: 'bot', offset: 0, bytes: 16_000 }],
    [450, { leg: 'genesys', type: 'message', direction: 'in', text: '{"type":"playback_started"}', bytes: 1 }],
    [
      500,
      {
        leg: 'genesys',
        type: 'message',
        direction: 'in',
        text: '{"type":"discarded","parameters":{"discarded":"PT1S"}}',
        bytes: 1,
      },
    ],
    [600, { leg: 'console', type: 'audio', direction: 'in', track: 'caller', offset: 1600, bytes: 1600 }],
    [
      900,
      {
        leg: 'genesys',
        type: 'message',
        direction: 'out',
        text: '{"type":"event","parameters":{"entities":[{"type":"barge_in"}]}}',
        bytes: 1,
      },
    ],
    [940, { leg: 'console', type: 'note', code: 'replay', level: 'info', text: '', data: { speed: 4 } }],
    [945, { leg: 'genesys', type: 'audio', direction: 'in', track: 'caller', offset: 3200, bytes: 16_000 }],
    [950, { leg: 'bot', type: 'state', from: 'ready', to: 'ended', why: '' }],
    [5000, { leg: 'console', type: 'note', code: 'x', level: 'info', text: '' }],
  ];
  const lines = bodies.map(([atMs, body], n) => JSON.stringify({ n, atMs, ...body }));
  const built = (wanted: (line: string) => boolean) => {
    const timeline = new Timeline();
    for (const line of lines.filter(wanted)) timeline.add(JSON.parse(line) as SessionEvent);
    timeline.reach(5000);
    return [timeline.durationMs, ...LANES.map(lane => timeline.segments(lane, 0, 10_000))];
  };
  expect(built(mayMoveSound)).toEqual(built(() => true));
  expect(lines.filter(mayMoveSound)).toHaveLength(8);
});

test('a caller that is run again ten times as fast is laid out from its first frame on, never before the call', () => {
  const timeline = timelineOf([
    [10, { leg: 'console', type: 'note', code: 'replay', level: 'info', text: '', data: { speed: 10 } }],
    [120, audio('caller', 0)],
    [140, audio('caller', 1600)],
    [160, audio('caller', 3200)],
  ]);
  expect(timeline.startMs).toBe(0);
  expect(timeline.segments('caller', -9999, 9999)).toEqual([{ offset: 0, bytes: 4800, startMs: 0 }]);
  // What the model says of a place in its audio is told when that came, so that the answer to it is later.
  expect(timeline.clientTimeOf('caller', 3300)).toBe(160);
  expect(timeline.clientTimeOf('caller', 5000)).toBeUndefined();
});

test('what the caller said before the connection stood lies before 0, and is there', () => {
  const timeline = timelineOf([[150, audio('caller', 0)]]);
  expect(timeline.startMs).toBe(-50);
  expect(timeline.segments('caller', -9999, 9999)).toEqual([{ offset: 0, bytes: 1600, startMs: -50 }]);
  expect(timelineOf([[150, audio('bot', 0)]]).startMs).toBe(0);
});

test('as it arrived: the bot from its arrival on, the caller until it, bursts over each other', () => {
  const timeline = timelineOf([
    [1000, audio('bot', 0)],
    [1010, audio('bot', 1600)],
    [1300, audio('caller', 0)],
    [1310, audio('caller', 1600)],
  ]);
  const starts = (lane: 'bot' | 'caller') =>
    timeline.segments(lane, 0, 9999, 'arrived').map(segment => segment.startMs);
  expect(starts('bot')).toEqual([1000, 1010]);
  expect(starts('caller')).toEqual([1100, 1110]);
  expect(timeline.segments('bot', 0, 9999)).toEqual([{ offset: 0, bytes: 3200, startMs: 1000 }]);
});

const BARGE_IN = message('event', { entities: [{ type: 'barge_in', data: {} }] });

test('what a barge-in cut lies where it would have been heard, until something else is heard', () => {
  const events: [number, NewSessionEvent][] = [
    [1000, audio('bot', 0)],
    [1000, audio('bot', 1600)],
    [1000, audio('bot', 3200)],
    [1000, message('playback_started')],
    [1150, BARGE_IN],
  ];
  const cut = { offset: 1200, bytes: 3600, startMs: 1150, cutMs: 1150 };
  expect(timelineOf(events).cuts(0, 9999)).toEqual([{ ...cut, endMs: 1600 }]);
  const next: [number, NewSessionEvent][] = [
    [1300, audio('bot', 4800)],
    [1320, message('playback_started')],
  ];
  expect(timelineOf([...events, ...next]).cuts(0, 9999)).toEqual([{ ...cut, endMs: 1320 }]);
});

test('the time that a client skipped is a gap, and says why', () => {
  const timeline = timelineOf([
    [1000, audio('caller', 0)],
    [1001, message('discarded', { start: 'PT0.2S', discarded: 'PT2.0S' })],
    [3200, audio('caller', 1600)],
    [4200, message('resumed', { start: 'PT2.4S', discarded: 'PT1.0S' })],
  ]);
  expect(timeline.gaps('caller', 0, 9999)).toEqual([
    { startMs: 1000, endMs: 3000, why: 'discarded' },
    { startMs: 3200, endMs: 4200, why: 'paused' },
  ]);
});

test('the queue ahead of the ear rises with each frame, drains in real time, and is gone at a barge-in', () => {
  const timeline = timelineOf([
    [1000, audio('bot', 0)],
    [1000, audio('bot', 1600)],
    [1100, message('playback_started')],
    [1200, audio('bot', 3200)],
    [1350, BARGE_IN],
    [2000, audio('bot', 4800, 800)],
  ]);
  // Columns of 50 ms: the most in each.
  expect([...timeline.ahead(900, 1450, 11)]).toEqual([0, 0, 400, 400, 400, 350, 500, 450, 400, 0, 0]);
  expect([...timeline.ahead(1950, 2200, 5)]).toEqual([0, 100, 50, 0, 0]);
});
