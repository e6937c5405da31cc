import { expect, test } from 'vitest';
import type { BridgeEffect } from './bridge-state.ts';
import type { ToolOption } from './realtime-options.ts';
import { type Bridge, isFatal, ready, rules, SILENT, sent, updated } from './testing/driven-bridge.ts';

const LOST = { type: 'closed', code: 1006, reason: '' } as const;

function calling(): Bridge {
  return ready({ onDrop: 'reconnect' });
}

function delays(effects: readonly BridgeEffect[]): number[] {
  return effects.flatMap(effect =>
    effect.type === 'start-timer' && effect.name === 'reconnect' ? [effect.afterMs] : [],
  );
}

function again(bridge: Bridge): readonly BridgeEffect[] {
  bridge.input({ type: 'timer', name: 'reconnect', playback: SILENT });
  bridge.server({ type: 'session.created' });
  return bridge.server(updated());
}

function item(bridge: Bridge, id: string, role: string, text = ''): void {
  const content = text === '' ? [] : [{ type: 'input_text', text }];
  bridge.server({ type: 'conversation.item.added', item: { id, type: 'message', role, content } });
}

function told(effects: readonly BridgeEffect[]): unknown[] {
  return effects.flatMap(effect =>
    effect.type === 'send' && effect.event.type === 'conversation.item.create' ? [effect.event.item] : [],
  );
}

test('[RT-04] a lost connection is tried again, ever later, three times, and then the call ends', () => {
  const bridge = calling();
  const first = bridge.input(LOST);
  expect(rules(first)).toEqual(['RT-04']);
  expect(isFatal(first)).toBe(false);
  expect(delays(first)).toEqual([250]);
  const seen = [250];
  for (;;) {
    bridge.input({ type: 'timer', name: 'reconnect', playback: SILENT });
    const effects = bridge.input({ type: 'connect-failed', why: 'Refused.' });
    seen.push(...delays(effects));
    if (isFatal(effects)) break;
  }
  expect(seen).toEqual([250, 1000, 3000]);
});

test('[RT-04] a session that is dropped again and again before it answers is given up', () => {
  const bridge = calling();
  const ends: boolean[] = [];
  for (let round = 0; round < 4; round += 1) {
    ends.push(isFatal(bridge.input(LOST)));
    if (!ends.at(-1)) again(bridge);
  }
  expect(ends).toEqual([false, false, false, true]);
});

test('[RT-04] even sessions that answer are not reconnected without end', () => {
  const bridge = calling();
  let rounds = 0;
  while (!isFatal(bridge.input(LOST))) {
    rounds += 1;
    again(bridge);
    bridge.created('r');
    bridge.done('r');
  }
  expect(rounds).toBe(12);
});

test('a connection that could never be had is not tried again', () => {
  const bridge = calling();
  for (const [code, reason] of [
    [3000, 'invalid_api_key'],
    [4000, 'invalid_model'],
  ] as const) {
    expect(isFatal(calling().input({ type: 'closed', code, reason }))).toBe(true);
  }
  bridge.error({ code: 'insufficient_quota', message: 'No quota.' });
  expect(isFatal(bridge.input({ type: 'closed', code: 1000, reason: '' }))).toBe(true);
});

test('[RT-03] an expired session is one that was lost, and its reason is told', () => {
  const bridge = calling();
  bridge.error({ code: 'session_expired', message: 'Your session hit the maximum duration of 60 minutes.' });
  const effects = bridge.input({ type: 'closed', code: 1001, reason: '' });
  expect(rules(effects)).toEqual(['RT-03']);
  expect(delays(effects)).toEqual([250]);
});

test('a new session is told the conversation in order, and says nothing unless an answer was owed', () => {
  const bridge = calling();
  item(bridge, 'u1', 'user');
  item(bridge, 'a1', 'assistant');
  bridge.server({
    type: 'response.output_audio_transcript.done',
    item_id: 'a1',
    content_index: 0,
    transcript: 'Hello.',
  });
  // The transcription comes after the answer, and still belongs before it.
  bridge.server({ type: 'conversation.item.input_audio_transcription.completed', item_id: 'u1', transcript: 'Hi.' });
  item(bridge, 'd1', 'user', '[DTMF] 1#');
  item(bridge, 'u2', 'user');
  bridge.input(LOST);
  const effects = again(bridge);
  expect(told(effects)).toEqual([
    { id: 'u1', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi.' }] },
    { id: 'a1', type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello.' }] },
    { id: 'd1', type: 'message', role: 'user', content: [{ type: 'input_text', text: '[DTMF] 1#' }] },
    expect.objectContaining({ id: 'u2', role: 'user' }),
  ]);
  expect(sent(effects)).not.toContain('response.create');
});

test('the answer that the lost session owed is asked for, once', () => {
  const bridge = calling();
  bridge.server({ type: 'input_audio_buffer.committed' });
  bridge.input(LOST);
  expect(sent(again(bridge)).filter(type => type === 'response.create')).toHaveLength(1);
  bridge.created('r1');
  bridge.done('r1');
  bridge.input(LOST);
  expect(sent(again(bridge))).not.toContain('response.create');
});

test('a new session is told only what the caller heard of an answer that was cut', () => {
  const bridge = calling();
  item(bridge, 'a1', 'assistant');
  bridge.created('r1');
  const words = { type: 'response.output_audio_transcript.delta', response_id: 'r1', item_id: 'a1', content_index: 0 };
  bridge.server({ ...words, delta: 'one two three four' });
  bridge.delta('r1', 'a1', 0, 8000);
  bridge.onset(true, [4000]);
  bridge.server({
    type: 'response.output_audio_transcript.done',
    item_id: 'a1',
    content_index: 0,
    transcript: 'one two three four',
  });
  bridge.done('r1', { status: 'cancelled' });
  bridge.input(LOST);
  expect(told(again(bridge))).toMatchObject([{ content: [{ text: 'one two' }] }]);
});

const LOOK_UP: ToolOption = { name: 'look_up', description: '', parameters: {}, answer: { by: 'value', value: '42' } };

/** The model has called a function, which is not answered yet. */
function askingFor(callId: string): Bridge {
  const bridge = ready({ onDrop: 'reconnect', tools: { tools: [LOOK_UP] } });
  item(bridge, 'u1', 'user', 'Where is it?');
  bridge.created('r1');
  const call = { type: 'function_call', call_id: callId, name: 'look_up', arguments: '{"n":1}' };
  bridge.done('r1', { status: 'completed', output: [call] });
  return bridge;
}

const ASKED = { type: 'function_call', call_id: 'f1', name: 'look_up', arguments: '{"n":1}' };
const ANSWERED = { type: 'function_call_output', call_id: 'f1', output: 'on its way' };
const RESULT = { type: 'tool-result', callId: 'f1', output: 'on its way' } as const;

test('[RT-04] a function that is answered while the connection is lost: the new session knows it, and does not call again', () => {
  const bridge = askingFor('f1');
  bridge.input(LOST);
  expect(bridge.input(RESULT)).toEqual([]);
  const effects = again(bridge);
  expect(told(effects)).toEqual([expect.objectContaining({ id: 'u1' }), ASKED, ANSWERED]);
  expect(sent(effects).filter(type => type === 'response.create')).toHaveLength(1);
});

test('[RT-04] a function that is answered in the new session: the model is asked to go on only then', () => {
  const bridge = askingFor('f1');
  bridge.input(LOST);
  const effects = again(bridge);
  expect(told(effects)).toEqual([expect.objectContaining({ id: 'u1' }), ASKED]);
  expect(sent(effects)).not.toContain('response.create');
  const answered = bridge.input(RESULT);
  expect(told(answered)).toEqual([ANSWERED]);
  expect(sent(answered)).toEqual(['conversation.item.create', 'response.create']);
});

test('[RT-04] a function that was answered before is told with its answer, and nothing is owed for it', () => {
  const bridge = askingFor('f1');
  bridge.input(RESULT);
  bridge.created('r2');
  bridge.done('r2');
  bridge.input(LOST);
  const effects = again(bridge);
  expect(told(effects)).toEqual([expect.objectContaining({ id: 'u1' }), ASKED, ANSWERED]);
  expect(sent(effects)).not.toContain('response.create');
});

test('caller audio and keys of the gap reach the new session, after the conversation', () => {
  const bridge = calling();
  item(bridge, 'd1', 'user', 'Hi.');
  bridge.input(LOST);
  expect(bridge.caller(160, 800)).toEqual([]);
  bridge.input({ type: 'digit', digit: '7', playback: SILENT });
  const kinds = again(bridge).flatMap(effect =>
    effect.type === 'send' ? [effect.event.type] : effect.type === 'append' ? ['append'] : [],
  );
  expect(kinds).toEqual(['conversation.item.create', 'append', 'conversation.item.create', 'response.create']);
});

test('nothing is told to a new session about items of the old one', () => {
  const bridge = calling();
  bridge.created('r1');
  bridge.delta('r1', 'i1', 0, 8000);
  bridge.done('r1');
  bridge.input(LOST);
  again(bridge);
  const effects = bridge.onset(true, [800]);
  expect(sent(effects)).toEqual([]);
  expect(effects).toContainEqual({ type: 'interrupt' });
  expect(effects.find(effect => effect.type === 'note')?.data).toMatchObject({ heardMs: 100, cutMs: 900 });
});

test('[RT-06] a new session that is not ready in time is given up for the next attempt', () => {
  const bridge = calling();
  bridge.input(LOST);
  bridge.input({ type: 'timer', name: 'reconnect', playback: SILENT });
  const effects = bridge.input({ type: 'setup-timeout', afterMs: 100 });
  expect(rules(effects)).toEqual(['RT-06']);
  expect(delays(effects)).toEqual([1000]);
  expect(effects).toContainEqual({ type: 'close-socket' });
});
