import { expect, test } from 'vitest';
import type { NewSessionEvent, SessionEvent } from '../events/session-event.ts';
import { Transcript } from './transcript.ts';

const message = (leg: 'genesys' | 'bot', direction: 'in' | 'out', value: object): NewSessionEvent => {
  const text = JSON.stringify(value);
  return { leg, type: 'message', direction, text, bytes: text.length };
};
const model = (type: string, rest: object = {}) => message('bot', 'in', { type, ...rest });
const audio = (direction: 'in' | 'out', track: string, offset: number, bytes: number): NewSessionEvent => ({
  leg: 'genesys',
  type: 'audio',
  direction,
  track,
  offset,
  bytes,
});
const range = (track: string, offset: number, bytes: number) => ({ $audio: { track, offset, bytes } });

/** The caller asks for 2 s, hears 1 s of a 4 s answer, and interrupts it with a digit. */
const call: [number, NewSessionEvent][] = [
  [0, model('session.created')],
  [1000, audio('in', 'caller', 0, 8000)],
  [1001, message('bot', 'out', { type: 'input_audio_buffer.append', audio: range('caller', 0, 8000) })],
  [1010, model('input_audio_buffer.speech_started', { item_id: 'item_1', audio_start_ms: 500 })],
  [3000, audio('in', 'caller', 8000, 16_000)],
  [3001, message('bot', 'out', { type: 'input_audio_buffer.append', audio: range('caller', 8000, 16_000) })],
  [3010, model('input_audio_buffer.speech_stopped', { item_id: 'item_1', audio_end_ms: 2500 })],
  [3100, model('response.output_audio_transcript.delta', { item_id: 'item_2', content_index: 0, delta: 'one two ' })],
  [3101, model('response.output_audio_transcript.delta', { item_id: 'item_2', content_index: 0, delta: 'three four' })],
  [3102, model('response.output_audio.delta', { item_id: 'item_2', content_index: 0, delta: range('bot', 0, 32_000) })],
  [3103, audio('out', 'bot', 0, 16_000)],
  [3104, audio('out', 'bot', 16_000, 16_000)],
  [3200, message('genesys', 'in', { type: 'playback_started', seq: 2, parameters: {} })],
  [
    3300,
    model('conversation.item.input_audio_transcription.completed', { item_id: 'item_1', transcript: 'My order?' }),
  ],
  [3400, model('response.output_audio.done', { item_id: 'item_2', content_index: 0 })],
  [4200, message('genesys', 'in', { type: 'dtmf', seq: 3, parameters: { digit: '4' } })],
  [4200, message('genesys', 'out', { type: 'event', seq: 2, parameters: { entities: [{ type: 'barge_in' }] } })],
  [4300, message('genesys', 'in', { type: 'dtmf', seq: 4, parameters: { digit: '2' } })],
];
const events = call.map(([atMs, body], n) => ({ ...body, n, atMs }) as SessionEvent);

function turnsAfter(count: number) {
  const transcript = new Transcript();
  for (const event of events.slice(0, count)) transcript.add(event);
  return transcript.turns();
}

test('turns stand in the order in which they sounded, with what was heard and what was cut', () => {
  expect(turnsAfter(events.length)).toMatchObject([
    { speaker: 'caller', startMs: 800, endMs: 2500, text: 'My order?', cut: '', state: 'done' },
    { speaker: 'bot', startMs: 3200, endMs: 4200, heard: 'one', cut: 'two three four', heardMs: 1000, totalMs: 4000 },
    { speaker: 'keys', startMs: 4200, endMs: 4300, text: '42' },
  ]);
});

test('a transcript that comes after the answer began is late', () => {
  expect(turnsAfter(events.length).map(turn => turn.lateMs)).toEqual([800, undefined, undefined]);
  const early = [...events.slice(0, 7), events[13], ...events.slice(7, 13)] as SessionEvent[];
  const transcript = new Transcript();
  for (const [n, event] of early.entries()) transcript.add({ ...event, n });
  expect(transcript.turns()[0]?.lateMs).toBeUndefined();
});

test('what the caller said after the bot stands after it, though the padding before it reaches back into the answer', () => {
  const transcript = new Transcript();
  const session = { audio: { input: { turn_detection: { type: 'server_vad', prefix_padding_ms: 600 } } } };
  const said: [number, NewSessionEvent][] = [
    [0, model('session.updated', { session })],
    [1000, audio('in', 'caller', 0, 8000)],
    [1001, message('bot', 'out', { type: 'input_audio_buffer.append', audio: range('caller', 0, 8000) })],
    [1100, model('response.output_audio_transcript.delta', { item_id: 'item_1', content_index: 0, delta: 'Hi' })],
    [1101, model('response.output_audio.delta', { item_id: 'item_1', content_index: 0, delta: range('bot', 0, 800) })],
    [1102, audio('out', 'bot', 0, 800)],
    [2000, audio('in', 'caller', 8000, 8000)],
    [2001, message('bot', 'out', { type: 'input_audio_buffer.append', audio: range('caller', 8000, 8000) })],
    [2002, model('input_audio_buffer.speech_started', { item_id: 'item_2', audio_start_ms: 900 })],
  ];
  for (const [n, [atMs, body]] of said.entries()) transcript.add({ ...body, n, atMs } as SessionEvent);
  expect(transcript.turns()).toMatchObject([
    { speaker: 'bot', startMs: 1102 },
    { speaker: 'caller', startMs: 1500 },
  ]);
});

test('of words that were taken out it is still known how long the caller heard them', () => {
  const transcript = new Transcript();
  const hide = (text: string) => text.replace(/one two |three four/, '«redacted:transcript»');
  for (const event of events) transcript.add('text' in event ? { ...event, text: hide(event.text) } : event);
  expect(transcript.turns()[1]).toMatchObject({
    ...{ heard: '«redacted:transcript»', cut: '', wasCut: true, heardMs: 1000, totalMs: 4000 },
  });
});

test('while it goes on, a turn is speaking, then waits for its words', () => {
  expect(turnsAfter(4)).toMatchObject([{ speaker: 'caller', startMs: 800, state: 'speaking', text: '' }]);
  expect(turnsAfter(7)).toMatchObject([{ endMs: 2500, state: 'waiting' }]);
  expect(turnsAfter(13)).toMatchObject([
    {},
    { speaker: 'bot', state: 'speaking', heard: 'one two three four', cut: '' },
  ]);
});

test('an answer that made no sound is no turn', () => {
  const transcript = new Transcript();
  const done = model('response.output_audio_transcript.done', { item_id: 'item_9', content_index: 0, transcript: '' });
  transcript.add({ ...done, n: 0, atMs: 0 } as SessionEvent);
  expect(transcript.turns()).toEqual([]);
});
