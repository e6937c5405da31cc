import { expect, test } from 'vitest';
import type { BridgeEffect, TimerName } from './bridge-state.ts';
import { DEFAULT_WISHES } from './session-wishes.ts';
import { Bridge, ready, rules, SILENT, sent, updated } from './testing/driven-bridge.ts';

const KEYS = { timeoutMs: 2000, terminators: '#', maxDigits: 4, interrupts: true };

function press(bridge: Bridge, keys: string): BridgeEffect[] {
  return [...keys].flatMap(digit => [...bridge.input({ type: 'digit', digit, playback: SILENT })]);
}

function texts(effects: readonly BridgeEffect[]): string[] {
  return effects.flatMap(effect => JSON.stringify(effect).match(/\[DTMF\] [0-9*#]+/g) ?? []);
}

function timer(bridge: Bridge, name: TimerName) {
  return bridge.input({ type: 'timer', name, playback: SILENT });
}

test('keys are collected until none follows, a terminator comes, or there are enough', () => {
  const bridge = ready({ dtmf: KEYS });
  expect(texts(press(bridge, '12'))).toEqual([]);
  expect(texts(timer(bridge, 'digits'))).toEqual(['[DTMF] 12']);
  expect(texts(press(bridge, '34#'))).toEqual(['[DTMF] 34#']);
  expect(texts(press(bridge, '567890'))).toEqual(['[DTMF] 5678']);
  expect(texts(timer(bridge, 'digits'))).toEqual(['[DTMF] 90']);
  expect(timer(bridge, 'digits')).toEqual([]);
});

test('the first key of an input stops what the bot says, with a cancel of its own; the next ones do not', () => {
  const bridge = ready({ dtmf: KEYS });
  bridge.created('r1');
  bridge.delta('r1', 'i1', 0, 8000);
  const playback = { playing: true, extents: [{ heardBytes: 800, sentBytes: 8000 }] };
  const effects = bridge.input({ type: 'digit', digit: '1', playback });
  expect(effects[0]).toEqual({ type: 'interrupt' });
  expect(sent(effects)).toEqual(['response.cancel', 'conversation.item.truncate']);
  expect(bridge.input({ type: 'digit', digit: '2', playback }).map(effect => effect.type)).toEqual(['start-timer']);
  // The model's answer waits until the cancelled one is over.
  expect(sent(timer(bridge, 'digits'))).toEqual(['conversation.item.create']);
  expect(sent(bridge.done('r1', { status: 'cancelled' }))).toEqual(['response.create']);
});

test('[RT-20] no response after a turn is noted; [RT-18] nor audio; each once', () => {
  const bridge = ready();
  const started = bridge.server({ type: 'input_audio_buffer.committed' });
  expect(started.map(effect => effect.type === 'start-timer' && effect.name)).toEqual(['response', 'answer']);
  expect(rules(timer(bridge, 'response'))).toEqual(['RT-20']);
  expect(rules(timer(bridge, 'answer'))).toEqual(['RT-18']);
});

test('what was awaited and came stops its timer', () => {
  const bridge = ready();
  bridge.server({ type: 'input_audio_buffer.committed' });
  expect(bridge.created('r1')).toEqual([{ type: 'stop-timer', name: 'response' }]);
  expect(bridge.delta('r1', 'i1', 0, 800)).toContainEqual({ type: 'stop-timer', name: 'answer' });
  expect(bridge.delta('r1', 'i1', 800, 800)).toHaveLength(1);
});

test("[RT-19] a caller's side that sends nothing is noted once, until it sends again", () => {
  const bridge = ready();
  bridge.caller(160);
  expect(rules(timer(bridge, 'caller'))).toEqual([]);
  expect(rules(timer(bridge, 'caller'))).toEqual(['RT-19']);
  expect(rules(timer(bridge, 'caller'))).toEqual([]);
  bridge.caller(160);
  timer(bridge, 'caller');
  expect(rules(timer(bridge, 'caller'))).toEqual(['RT-19']);
});

test('[RT-21] an echo that is not what was asked for is noted, and the call goes on', () => {
  const bridge = new Bridge({ greet: false });
  bridge.server({ type: 'session.created' });
  const effects = bridge.server(updated());
  const note = effects.find(effect => effect.type === 'note');
  expect(note).toMatchObject({ rule: 'RT-21', text: expect.stringContaining('audio.output.voice') });
  expect(bridge.state.phase).toBe('ready');
});

test('[RT-25] a session that is old is noted', () => {
  expect(rules(timer(ready(), 'session-age'))).toEqual(['RT-25']);
});

test('[RT-28] a second response beside an active one is noted, and both are played', () => {
  const bridge = ready();
  bridge.created('r1');
  expect(rules(bridge.created('r2'))).toEqual(['RT-28']);
  expect(bridge.delta('r1', 'i1', 0, 800)).toMatchObject([{ type: 'play' }]);
  expect(bridge.delta('r2', 'i2', 800, 800)).toMatchObject([{ type: 'play' }]);
  bridge.onset(true, [0, 0]);
  expect(bridge.delta('r1', 'i1', 1600, 800).some(effect => effect.type === 'play')).toBe(false);
});

test('[RT-29] an answer with nothing in it is noted', () => {
  expect(rules(ready().done('r1', { status: 'completed', output: [] }))).toEqual(['RT-29']);
});

test('[RT-14] an answer that the content filter stopped says so', () => {
  const details = { type: 'incomplete', reason: 'content_filter' };
  expect(ready().done('r1', { status: 'incomplete', status_details: details })).toMatchObject([
    { text: expect.stringContaining('the content filter stopped it') },
  ]);
});

test('where the API does not answer by itself, it is asked to after each turn', () => {
  const wishes = { ...DEFAULT_WISHES, turnDetection: { ...DEFAULT_WISHES.turnDetection, createResponse: false } };
  expect(sent(ready({ wishes }).server({ type: 'input_audio_buffer.committed' }))).toEqual(['response.create']);
  expect(sent(ready().server({ type: 'input_audio_buffer.committed' }))).toEqual([]);
});

test('the greeting has instructions of its own, the answers after it have none', () => {
  const bridge = new Bridge({ greeting: 'Say hello to Ada.' });
  bridge.server({ type: 'session.created' });
  const effects = bridge.server(updated());
  expect(effects.find(effect => effect.type === 'send')?.event).toMatchObject({
    type: 'response.create',
    response: { instructions: 'Say hello to Ada.' },
  });
});

test('an error says its code, and what to do about it', () => {
  const effects = ready().error({ code: 'rate_limit_exceeded', message: 'Rate limit reached.' });
  expect(effects).toMatchObject([
    {
      text: 'The model reports rate_limit_exceeded: Rate limit reached. Too many tokens or requests in a minute: wait, or raise the limit.',
    },
  ]);
});

test("another language of the caller reaches the transcription, in a session's course and before it", () => {
  const languages = (effects: readonly BridgeEffect[]) =>
    effects.flatMap(effect => JSON.stringify(effect).match(/(?<="language":")\w+/g) ?? []);
  expect(languages(ready().input({ type: 'language-changed', language: 'fr-FR' }))).toEqual(['fr']);
  expect(ready().input({ type: 'language-changed', language: '' })).toEqual([]);
  const silent = { ...DEFAULT_WISHES, transcriptionModel: '' };
  expect(ready({ wishes: silent }).input({ type: 'language-changed', language: 'fr' })).toEqual([]);
  const early = new Bridge();
  expect(early.input({ type: 'language-changed', language: 'de' })).toEqual([]);
  expect(languages(early.server({ type: 'session.created' }))).toEqual(['de']);
});
