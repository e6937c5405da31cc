import { expect, test } from 'vitest';
import type { NewSessionEvent } from '../events/session-event.ts';
import { type EventLaneName, EventLanes } from './event-lanes.ts';
import { SendingRate } from './sending-rate.ts';

type Timed = [number, NewSessionEvent];

function added<Fold extends { add(event: Parameters<EventLanes['add']>[0]): void }>(fold: Fold, events: Timed[]): Fold {
  for (const [n, [atMs, event]] of events.entries()) fold.add({ n, atMs, ...event } as Parameters<Fold['add']>[0]);
  return fold;
}
function message(leg: 'genesys' | 'bot', body: object): NewSessionEvent {
  const text = JSON.stringify(body);
  return { leg, type: 'message', direction: 'in', text, bytes: text.length };
}
const genesys = (type: string, parameters: object = {}) => message('genesys', { type, parameters });
const model = (type: string, rest: object = {}) => message('bot', { type, ...rest });
const itemsOf = (lane: EventLaneName, events: Timed[]) =>
  added(new EventLanes(), events)
    .items(lane)
    .map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs]);

test('speech and responses are bars from their beginning to their end; what has not ended is open', () => {
  const events: Timed[] = [
    [100, model('response.created', { response: { id: 'r1' } })],
    [900, model('input_audio_buffer.speech_started')],
    [1000, model('response.done', { response: { id: 'r1', status: 'cancelled' } })],
    [1500, model('input_audio_buffer.speech_stopped')],
    [1600, model('response.created', { response: { id: 'r2' } })],
  ];
  expect(itemsOf('speech', events)).toEqual([['speech', 900, 1500]]);
  expect(itemsOf('response', events)).toEqual([
    ['response', 100, 1000],
    ['response', 1600, undefined],
  ]);
  expect(added(new EventLanes(), events).items('response')[0]?.words).toBe('Response cancelled');
});

test('a lost model ends what it was doing, and a pause of Genesys goes on', () => {
  const events: Timed[] = [
    [100, genesys('paused')],
    [200, model('response.created', { response: { id: 'r1' } })],
    [300, { leg: 'bot', type: 'connection', phase: 'close' }],
  ];
  expect(itemsOf('response', events)).toEqual([['response', 200, 300]]);
  expect(itemsOf('events', events)).toEqual([['pause', 100, undefined]]);
  expect(itemsOf('events', [...events, [400, genesys('resumed')]])).toEqual([['pause', 100, 400]]);
});

test('digits, interruptions, lost audio, functions and errors are marks; the end as agreed is none', () => {
  const note = { leg: 'console', type: 'note', text: 'x' } as const;
  const events: Timed[] = [
    [1, genesys('dtmf', { digit: '5' })],
    [2, genesys('event', { entities: [{ type: 'bot_turn_response' }] })],
    [3, genesys('event', { entities: [{ type: 'barge_in' }] })],
    [4, { ...note, code: 'barge-in', level: 'info', data: { droppedMs: 300 } }],
    [5, { ...note, code: 'barge-in', level: 'info', data: { droppedMs: 0 } }],
    [6, genesys('discarded', { start: 'PT1S', discarded: 'PT0.5S' })],
    [7, model('response.function_call_arguments.done', { name: 'end_call' })],
    [8, model('error', { error: { message: 'no' } })],
    [9, { ...note, code: 'AH-03', level: 'problem' }],
    [10, genesys('disconnect', { reason: 'completed' })],
    [11, genesys('disconnect', { reason: 'error', info: 'gone' })],
  ];
  expect(itemsOf('events', events).map(([kind, ms]) => `${ms} ${kind}`)).toEqual([
    ...['1 dtmf', '3 barge-in', '4 discarded', '6 discarded', '7 tool', '8 error', '9 error', '11 error'],
  ]);
});

test('every message is a mark, audio and pieces of text are not, and what is no JSON breaks nothing', () => {
  const events: Timed[] = [
    [1, genesys('ping')],
    [2, model('response.output_audio.delta', { delta: { $audio: { track: 'bot', offset: 0, bytes: 8 } } })],
    [3, model('response.output_audio_transcript.delta', { delta: 'Hi' })],
    [4, { leg: 'genesys', type: 'message', direction: 'in', text: '{', bytes: 1 }],
    [5, model('session.created')],
  ];
  expect(itemsOf('messages', events)).toEqual([
    ['genesys', 1, 1],
    ['bot', 5, 5],
  ]);
});

test('frames a second are counted on the wire to Genesys, and more than the budget allows is told', () => {
  const frame = (track: string): NewSessionEvent => {
    const leg = track === 'bot' ? 'genesys' : 'console';
    return { leg, type: 'audio', direction: 'out', track, offset: 0, bytes: 160 };
  };
  const burst = Array.from({ length: 26 }, (_, at): Timed => [2000 + at, frame('bot')]);
  const rate = added(new SendingRate(), [[500, frame('bot')], [600, frame('bot-pcm24')], ...burst]);
  const { frames, over } = rate.columns(0, 4000, 4);
  expect([...frames]).toEqual([1, 0, 26, 0]);
  expect([...over]).toEqual([0, 0, 1, 0]);
  expect([...rate.columns(0, 4000, 8).frames]).toEqual([1, 1, 0, 0, 26, 26, 0, 0]);
  expect([...rate.columns(0, 4000, 1).frames]).toEqual([26]);
});
