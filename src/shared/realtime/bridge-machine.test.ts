import { expect, test } from 'vitest';
import { DEFAULT_WISHES } from './session-wishes.ts';
import { Bridge, isFatal, ready, rules, SILENT, sent, updated, withoutTelling } from './testing/driven-bridge.ts';

test('sends its settings at session.created, not before, and greets once they are echoed', () => {
  const bridge = new Bridge();
  expect(sent(bridge.server({ type: 'something.first' }))).toEqual([]);
  expect(sent(bridge.server({ type: 'session.created' }))).toEqual(['session.update']);
  expect(sent(bridge.server(updated()))).toEqual(['response.create']);
});

test('keeps caller audio until the session is ready, then sends it in order', () => {
  const bridge = new Bridge({ greet: false });
  expect(bridge.caller(160, 0)).toEqual([]);
  bridge.server({ type: 'session.created' });
  expect(bridge.caller(160, 160)).toEqual([]);
  const flushed = bridge.server(updated()).filter(effect => effect.type === 'append');
  expect(flushed.map(effect => effect.chunk.range.offset)).toEqual([0, 160]);
  expect(bridge.caller(160, 320)).toMatchObject([{ type: 'append', chunk: { range: { offset: 320 } } }]);
});

test('[RT-10] keeps a bounded time of waiting audio, the newest, and says once that it was cut', () => {
  const bridge = new Bridge({ greet: false });
  const notes = Array.from({ length: 20 }, (_, at) => rules(bridge.caller(800, at * 800))).flat();
  expect(notes).toEqual(['RT-10']);
  bridge.server({ type: 'session.created' });
  const flushed = bridge.server(updated()).filter(effect => effect.type === 'append');
  expect(flushed.map(effect => effect.chunk.range.offset / 800)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
});

test('[RT-01] a refused session.update ends the call', () => {
  for (const event_id of ['c1', null]) {
    const bridge = new Bridge();
    bridge.server({ type: 'session.created' });
    const effects = bridge.error({ code: 'unknown_parameter', message: "Unknown parameter: 'session.foo'.", event_id });
    expect(rules(effects)).toEqual(['RT-01']);
    expect(isFatal(effects)).toBe(true);
    expect(bridge.caller(160)).toEqual([]);
  }
});

test.each([
  ['audio/pcm', 'audio/pcmu'],
  ['audio/pcmu', 'audio/pcm'],
])('[RT-02] an echo of %s in and %s out ends the call before any audio flows', (input, output) => {
  const bridge = new Bridge();
  bridge.caller(160);
  bridge.server({ type: 'session.created' });
  const effects = bridge.server(updated(input, output));
  expect(rules(effects)).toEqual(['RT-02']);
  expect(isFatal(effects)).toBe(true);
  expect(effects.some(effect => effect.type === 'append')).toBe(false);
});

test('[RT-03] an error and a close right after it are one reason to hang up', () => {
  const bridge = new Bridge();
  expect(bridge.error({ code: 'invalid_api_key', message: 'Incorrect API key provided.' })).toEqual([]);
  const effects = bridge.input({ type: 'closed', code: 3000, reason: 'invalid_request_error.invalid_api_key' });
  expect(rules(effects)).toEqual(['RT-03']);
  const hangUp = effects.find(effect => effect.type === 'hang-up');
  expect(hangUp?.info).toContain('Incorrect API key provided.');
});

test('[RT-04] a close out of nothing ends the call, also long after an error', () => {
  const bridge = ready();
  bridge.error({ code: 'invalid_value', message: 'No.' });
  bridge.server({ type: 'rate_limits.updated' });
  const effects = bridge.input({ type: 'closed', code: 1006, reason: '' });
  expect(rules(effects)).toEqual(['RT-04']);
  expect(isFatal(effects)).toBe(true);
  expect(bridge.input({ type: 'closed', code: 1006, reason: '' })).toEqual([]);
});

test('[RT-05] a connection that cannot be had ends the call', () => {
  const effects = new Bridge().input({ type: 'connect-failed', why: 'Refused.' });
  expect(rules(effects)).toEqual(['RT-05']);
  expect(isFatal(effects)).toBe(true);
});

test('[RT-06] a session that is not ready in time ends the call; a ready one has no such limit', () => {
  const bridge = new Bridge();
  bridge.server({ type: 'session.created' });
  const effects = bridge.input({ type: 'setup-timeout', afterMs: 100 });
  expect(rules(effects)).toEqual(['RT-06']);
  expect(effects.find(effect => effect.type === 'note')?.text).toContain('session.updated');
  expect(ready().input({ type: 'setup-timeout', afterMs: 100 })).toEqual([]);
});

const FAILED = { status: 'failed', status_details: { error: { code: 'server_error', message: 'Oops.' } } };

test('[RT-07] a failed response is noted, the second in a row ends the call', () => {
  const bridge = ready();
  expect(rules(bridge.done('r1', FAILED))).toEqual(['RT-07']);
  bridge.done('r2');
  expect(isFatal(bridge.done('r3', FAILED))).toBe(false);
  expect(isFatal(bridge.done('r4', FAILED))).toBe(true);
});

test('[RT-07] no quota ends the call at once', () => {
  const details = { error: { code: 'insufficient_quota', message: 'You exceeded your current quota.' } };
  const effects = ready().done('r1', { status: 'failed', status_details: details });
  expect(isFatal(effects)).toBe(true);
});

test('[RT-08] an error in a call is noted and the call goes on; a late cancel is not even a warning', () => {
  const bridge = ready();
  const effects = bridge.error({ code: 'item_not_found', message: 'No such item.', event_id: 'c9' });
  expect(effects).toMatchObject([{ type: 'note', rule: 'RT-08', level: 'warning', data: { event_id: 'c9' } }]);
  expect(bridge.error({ code: 'response_cancel_not_active', message: 'x' })).toMatchObject([{ level: 'info' }]);
  expect(bridge.state.phase).toBe('ready');
});

test('[RT-09] asks again for a response that was refused because another was active, when that one is done', () => {
  const code = 'conversation_already_has_active_response';
  const bridge = ready();
  expect(sent(bridge.input({ type: 'digit', digit: '1', playback: SILENT }))).toEqual([
    'conversation.item.create',
    'response.create',
  ]);
  bridge.created('vad');
  expect(rules(bridge.error({ code, message: 'x', event_id: 'c3' }))).toEqual(['RT-09']);
  expect(sent(bridge.done('vad'))).toEqual(['response.create']);
});

test('[RT-09] waits when the active response has not been seen to begin', () => {
  const bridge = ready();
  bridge.input({ type: 'digit', digit: '1', playback: SILENT });
  const effects = bridge.error({ code: 'conversation_already_has_active_response', message: 'x' });
  expect(sent(effects)).toEqual([]);
  expect(sent(bridge.done('unseen'))).toEqual(['response.create']);
});

test('asks for one response at a time, and for one only, however many keys are pressed', () => {
  const bridge = ready();
  bridge.created('r1');
  for (const digit of '123')
    expect(sent(bridge.input({ type: 'digit', digit, playback: SILENT }))).toEqual(['conversation.item.create']);
  expect(sent(bridge.done('r1'))).toEqual(['response.create']);
  bridge.created('r2');
  expect(sent(bridge.done('r2'))).toEqual([]);
});

test('keys pressed before the session is ready are told once it is', () => {
  const bridge = new Bridge({ greet: false });
  bridge.input({ type: 'digit', digit: '4', playback: SILENT });
  bridge.input({ type: 'digit', digit: '2', playback: SILENT });
  bridge.server({ type: 'session.created' });
  const item = bridge.server(updated()).find(effect => effect.type === 'send');
  expect(JSON.stringify(item)).toContain('[DTMF] 42');
});

test('gives every client event an id of its own', () => {
  const bridge = ready();
  const ids = new Set<string>();
  const seen = [
    bridge.caller(160),
    bridge.input({ type: 'digit', digit: '1', playback: SILENT }),
    bridge.caller(160),
  ].flat();
  for (const effect of seen) {
    if (effect.type === 'append') ids.add(effect.eventId);
    if (effect.type === 'send') ids.add(effect.event.event_id ?? '');
  }
  expect(ids.size).toBe(4);
});

test('plays each delta once, where it is stored', () => {
  const bridge = ready();
  bridge.created('r1');
  expect(bridge.delta('r1', 'i1', 0, 800)).toEqual([{ type: 'play', range: { track: 'bot', offset: 0, bytes: 800 } }]);
});

test('[RT-15] an interruption after the answer was complete: nothing to cancel, but flush and truncate', () => {
  const bridge = ready();
  bridge.created('r1');
  bridge.delta('r1', 'i1', 0, 8000);
  bridge.delta('r1', 'i2', 8000, 8000);
  bridge.done('r1');
  const effects = bridge.onset(true, [4000, 0]);
  expect(effects[0]).toEqual({ type: 'interrupt' });
  expect(withoutTelling(effects).slice(1)).toMatchObject([
    { type: 'send', event: { type: 'conversation.item.truncate', item_id: 'i1', content_index: 0, audio_end_ms: 500 } },
    { type: 'send', event: { type: 'conversation.item.delete', item_id: 'i2' } },
  ]);
});

test('[RT-15] what was settled once is not settled again', () => {
  const bridge = ready();
  bridge.created('r1');
  bridge.delta('r1', 'i1', 0, 8000);
  bridge.done('r1');
  bridge.onset(true, [4000]);
  expect(bridge.onset(false, [])).toEqual([]);
});

test('nothing is interrupted and nothing corrected when the caller has heard everything', () => {
  const bridge = ready();
  bridge.created('r1');
  bridge.delta('r1', 'i1', 0, 8000);
  bridge.done('r1');
  expect(withoutTelling(bridge.onset(false, [8000]))).toEqual([]);
});

test('[RT-11] late audio of an interrupted response is not played, and noted once', () => {
  const bridge = ready();
  bridge.created('r1');
  bridge.delta('r1', 'i1', 0, 8000);
  bridge.onset(true, [800]);
  expect(rules(bridge.delta('r1', 'i1', 8000, 800))).toEqual(['RT-11']);
  expect(bridge.delta('r1', 'i1', 8800, 800)).toEqual([]);
  bridge.done('r1', { status: 'cancelled' });
  bridge.created('r2');
  expect(bridge.delta('r2', 'i2', 9600, 800)).toMatchObject([{ type: 'play' }]);
});

test('cancels by itself only where the API does not', () => {
  const wishes = { ...DEFAULT_WISHES, turnDetection: { ...DEFAULT_WISHES.turnDetection, interruptResponse: false } };
  const byHand = ready({ wishes });
  byHand.created('r1');
  expect(sent(byHand.onset(false, []))).toEqual(['response.cancel']);
  expect(sent(byHand.onset(false, []))).toEqual([]);
  byHand.done('r1', { status: 'cancelled' });
  expect(sent(byHand.onset(false, []))).toEqual([]);

  const byApi = ready();
  byApi.created('r1');
  expect(sent(byApi.onset(false, []))).toEqual([]);
});

test('[RT-12] a frame that is no event is noted and the call goes on', () => {
  const bridge = ready();
  const parsed = { kind: 'malformed', why: 'the frame is not JSON' } as const;
  expect(rules(bridge.input({ type: 'received', parsed, playback: SILENT }))).toEqual(['RT-12']);
  expect(bridge.state.phase).toBe('ready');
});

test('[RT-14] an incomplete answer is noted', () => {
  const details = { type: 'incomplete', reason: 'max_output_tokens' };
  expect(ready().done('r1', { status: 'incomplete', status_details: details })).toMatchObject([
    { rule: 'RT-14', text: expect.stringContaining('max_output_tokens') },
  ]);
});

test('[RT-16] audio that is not base64 is noted', () => {
  expect(rules(ready().server({ type: 'response.output_audio.delta', delta: '*' }))).toEqual(['RT-16']);
});

test('never throws, whatever an event lacks', () => {
  const types = ['session.created', 'session.updated', 'response.created', 'response.done', 'error', 'mcp_call.done'];
  for (const start of [() => new Bridge(), () => ready()]) {
    for (const type of [...types, 'input_audio_buffer.speech_started', 'response.output_audio.delta', '']) {
      for (const extra of [{}, { response: null }, { error: 7 }, { session: [] }]) start().server({ type, ...extra });
    }
  }
});

test('after the call nothing is done any more', () => {
  const bridge = ready();
  expect(bridge.input({ type: 'call-ended', playback: SILENT }).map(effect => effect.type)).toEqual([
    'close-socket',
    'state',
  ]);
  expect(bridge.caller(160)).toEqual([]);
  expect(bridge.created('r1')).toEqual([]);
});
