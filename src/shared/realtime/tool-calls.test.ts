import { expect, test } from 'vitest';
import type { BridgeEffect } from './bridge-state.ts';
import type { ToolOption } from './realtime-options.ts';
import { type Bridge, ready, rules, SILENT, sent } from './testing/driven-bridge.ts';

const LOOK_UP: ToolOption = {
  name: 'look_up',
  description: '',
  parameters: { type: 'object' },
  answer: { by: 'value', value: '42' },
};

function call(bridge: Bridge, callId: string, name: string, given: string, status = 'completed') {
  const item = { id: `item_${callId}`, type: 'function_call', status, call_id: callId, name, arguments: given };
  return bridge.server({ type: 'response.output_item.done', response_id: 'r1', item });
}

function of<Type extends BridgeEffect['type']>(effects: readonly BridgeEffect[], type: Type) {
  return effects.filter((effect): effect is Extract<BridgeEffect, { type: Type }> => effect.type === type);
}

function outputs(effects: readonly BridgeEffect[]): unknown[] {
  return of(effects, 'send').flatMap(({ event }) => (event.type === 'conversation.item.create' ? [event.item] : []));
}

function asking(tools: ToolOption[] = [LOOK_UP]): Bridge {
  const bridge = ready({ tools: { tools } });
  bridge.created('r1');
  return bridge;
}

test('parallel functions run together, and the model goes on when all are answered', () => {
  const bridge = asking();
  expect(call(bridge, 'a', 'look_up', '{"n":1}')).toEqual([]);
  call(bridge, 'b', 'look_up', '{"n":2}');
  expect(of(bridge.done('r1'), 'run-tool')).toMatchObject([
    { callId: 'a', arguments: { n: 1 } },
    { callId: 'b', arguments: { n: 2 } },
  ]);
  expect(sent(bridge.input({ type: 'tool-result', callId: 'b', output: 'two' }))).toEqual(['conversation.item.create']);
  const last = bridge.input({ type: 'tool-result', callId: 'a', output: 'one' });
  expect(outputs(last)).toMatchObject([{ type: 'function_call_output', call_id: 'a', output: 'one' }]);
  expect(sent(last)).toEqual(['conversation.item.create', 'response.create']);
});

test('an answer that comes twice, or from nowhere, is not told', () => {
  const bridge = asking();
  call(bridge, 'a', 'look_up', '');
  bridge.done('r1');
  bridge.input({ type: 'tool-result', callId: 'a', output: 'one' });
  expect(bridge.input({ type: 'tool-result', callId: 'a', output: 'one' })).toEqual([]);
  expect(bridge.input({ type: 'tool-result', callId: 'x', output: 'one' })).toEqual([]);
});

test('a function that only response.done names is run, and one that both name is run once', () => {
  const bridge = asking();
  call(bridge, 'a', 'look_up', '{}');
  const item = (callId: string) => ({ type: 'function_call', call_id: callId, name: 'look_up', arguments: '{}' });
  const effects = bridge.done('r1', { status: 'completed', output: [item('a'), item('b')] });
  expect(of(effects, 'run-tool').map(each => each.callId)).toEqual(['a', 'b']);
});

test('[RT-23] a function of an interrupted answer never runs', () => {
  const bridge = asking();
  call(bridge, 'a', 'look_up', '{}');
  bridge.onset(false, []);
  const effects = bridge.done('r1', { status: 'cancelled' });
  expect(rules(effects)).toEqual(['RT-23']);
  expect(of(effects, 'run-tool')).toEqual([]);
  expect(sent(effects)).toEqual([]);
});

test('[RT-23] a call that was not written to its end never runs', () => {
  const bridge = asking();
  expect(rules(call(bridge, 'a', 'look_up', '{"n"', 'incomplete'))).toEqual(['RT-23']);
  expect(of(bridge.done('r1'), 'run-tool')).toEqual([]);
});

test.each([
  ['look_up', '{not JSON', 'the arguments are not a JSON object'],
  ['look_up', '[1]', 'the arguments are not a JSON object'],
  ['no_such', '{}', 'there is no function no_such'],
])('[RT-24] %s(%s) is told to the model, and it is asked to go on', (name, given, why) => {
  const bridge = asking();
  call(bridge, 'a', name, given);
  const effects = bridge.done('r1');
  expect(rules(effects)).toEqual(['RT-24']);
  expect(outputs(effects)).toMatchObject([{ call_id: 'a', output: JSON.stringify({ error: why }) }]);
  expect(sent(effects)).toEqual(['conversation.item.create', 'response.create']);
});

const GOODBYE = '{"outcome":"order placed","output_variables":{"order":"4711","items":3}}';

test('end_call hangs up with outcome and output variables, once the farewell is spoken', () => {
  const bridge = asking();
  bridge.delta('r1', 'i1', 0, 8000);
  call(bridge, 'a', 'end_call', GOODBYE);
  const effects = bridge.done('r1');
  expect(of(effects, 'hang-up')).toEqual([
    {
      type: 'hang-up',
      reason: 'completed',
      info: 'The bot ended the call: order placed',
      outputVariables: { order: '4711', items: '3', outcome: 'order placed' },
    },
  ]);
});

test('[RT-22] end_call without a word: a farewell is asked for, in which nothing may be called, and then it ends', () => {
  const bridge = asking();
  call(bridge, 'a', 'end_call', '{"outcome":"done"}');
  const asked = bridge.done('r1');
  expect(rules(asked)).toEqual(['RT-22']);
  expect(of(asked, 'hang-up')).toEqual([]);
  const create = of(asked, 'send').at(-1)?.event;
  expect(create).toMatchObject({ type: 'response.create', response: { tool_choice: 'none' } });
  bridge.created('r2');
  bridge.delta('r2', 'i2', 0, 8000);
  expect(of(bridge.done('r2'), 'hang-up')).toMatchObject([{ reason: 'completed' }]);
});

test('[RT-22] a farewell that never comes ends the call all the same', () => {
  const bridge = asking();
  call(bridge, 'a', 'end_call', '{}');
  bridge.done('r1');
  const effects = bridge.input({ type: 'timer', name: 'farewell', playback: SILENT });
  expect(of(effects, 'hang-up')).toHaveLength(1);
  expect(of(bridge.input({ type: 'timer', name: 'farewell', playback: SILENT }), 'hang-up')).toEqual([]);
});

test("the caller's own goodbye does not cut the farewell, and is not answered", () => {
  const bridge = asking();
  bridge.delta('r1', 'i1', 0, 8000);
  call(bridge, 'a', 'end_call', GOODBYE);
  bridge.done('r1');
  expect(bridge.onset(true, [800])).toEqual([]);
  expect(sent(bridge.created('r2'))).toEqual(['response.cancel']);
  expect(of(bridge.delta('r2', 'i2', 8000, 800), 'play')).toEqual([]);
});

test('transfer_to_agent ends the call with its reason', () => {
  const bridge = asking();
  bridge.delta('r1', 'i1', 0, 8000);
  call(bridge, 'a', 'transfer_to_agent', '{"reason":"wants a person"}');
  expect(of(bridge.done('r1'), 'hang-up')).toMatchObject([
    { outputVariables: { outcome: 'transfer_to_agent', transfer_reason: 'wants a person' } },
  ]);
});

test("a profile's own end_call replaces the console's", () => {
  const bridge = asking([{ ...LOOK_UP, name: 'end_call' }]);
  call(bridge, 'a', 'end_call', '{}');
  expect(of(bridge.done('r1'), 'run-tool')).toHaveLength(1);
});

test('a connection that is lost while the bot takes its leave ends the call as it was to end', () => {
  const bridge = asking();
  call(bridge, 'a', 'end_call', '{"outcome":"done"}');
  bridge.done('r1');
  const effects = bridge.input({ type: 'closed', code: 1006, reason: '' });
  expect(of(effects, 'hang-up')).toMatchObject([{ reason: 'completed', outputVariables: { outcome: 'done' } }]);
  const said = asking();
  said.delta('r1', 'i1', 0, 8000);
  call(said, 'a', 'end_call', GOODBYE);
  said.done('r1');
  expect(of(said.input({ type: 'closed', code: 1006, reason: '' }), 'hang-up')).toEqual([]);
  expect(said.state.phase).toBe('ended');
});
