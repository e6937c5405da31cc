import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { orderPcmu, sentence } from '../../../../../e2e/audio/sounds.ts';
import { encodeMuLaw, MULAW_SILENCE } from '../../../../shared/audio/mulaw.ts';
import { concatBytes } from '../../../../shared/lib/concat-bytes.ts';
import type { RealtimeOptions, ToolOption } from '../../../../shared/realtime/realtime-options.ts';
import { prompts } from '../../realtime-simulator/prompts.ts';
import { tempDir } from '../../testing/temp-dir.ts';
import type { Bot } from '../bot.ts';
import { BotBench } from './testing/bot-bench.ts';

const TURN = concatBytes([orderPcmu(), new Uint8Array(8000).fill(MULAW_SILENCE)]);
const QUICK: RealtimeOptions = { greet: false, silence: { noAnswerMs: 500, noResponseMs: 500 } };

let bench: BotBench;

beforeEach(() => {
  bench = new BotBench();
});

afterEach(async () => {
  await bench.end();
});

function sent(type: string): Record<string, unknown>[] {
  return bench.fake.messages('out', type);
}

/** Starts, and lets the caller speak one sentence. */
async function callerSpeaks(scenario: string, options: RealtimeOptions = {}): Promise<Bot> {
  const bot = bench.start(await bench.simulate(scenario), { ...QUICK, ...options });
  bench.speak(bot, TURN);
  return bot;
}

test('[RT-15] two items: the one that was heard is left alone, the other truncated where hearing ended', async () => {
  const bot = await callerSpeaks('two-items');
  await bench.responses(1);
  const preamble = prompts.listening.audio.length;
  bench.fake.heardBytes = preamble + 4003;
  bench.speak(bot, encodeMuLaw(sentence('interrupt')));
  await bench.fake.until(() => bench.fake.messages('in', 'conversation.item.truncated').length === 1);
  const items = bench.fake.messages('in', 'response.output_item.done').map(event => (event.item as { id: string }).id);
  expect(sent('conversation.item.truncate')).toMatchObject([{ item_id: items[1], audio_end_ms: 500 }]);
  expect(sent('conversation.item.delete')).toEqual([]);
  expect(bench.data('answer-ledger')[0]).toMatchObject({
    ended: 'interrupted',
    generatedMs: (preamble + prompts.story.audio.length) / 8,
    heardMs: (preamble + 4003) / 8,
    cutMs: (prompts.story.audio.length - 4003) / 8,
    items: [{ heardText: prompts.listening.text, unheardText: '' }, { heardText: 'Let me ' }],
  });
});

test('an answer is told to Genesys as bot_turn_response, as far as it was heard, where a profile asks for it', async () => {
  const bot = await callerSpeaks('two-items', { turnEvents: true });
  await bench.responses(1);
  bench.fake.heardBytes = prompts.listening.audio.length + 4003;
  bench.speak(bot, encodeMuLaw(sentence('interrupt')));
  await bench.fake.until(() => bench.fake.messages('in', 'conversation.item.truncated').length === 1);
  const text = `${prompts.listening.text} Let me`;
  expect(bench.fake.entities[0]).toEqual({ type: 'bot_turn_response', data: { disposition: 'match', text } });
});

test('keys are given as one text after the terminator, and answered', async () => {
  const bot = bench.start(await bench.simulate('keys'), QUICK);
  for (const digit of '4711#') bot.pressed(digit);
  await bench.responses(1);
  expect(sent('conversation.item.create')).toMatchObject([{ item: { content: [{ text: '[DTMF] 4711#' }] } }]);
  const played = Buffer.from(concatBytes(bench.fake.played.map(part => part.audio)));
  expect(played.equals(prompts.received.audio)).toBe(true);
});

test('keys end by the time that passes between them, too', async () => {
  const bot = bench.start(await bench.simulate('keys'), { ...QUICK, dtmf: { timeoutMs: 50 } });
  for (const digit of '12') bot.pressed(digit);
  await bench.responses(1);
  expect(sent('conversation.item.create')).toMatchObject([{ item: { content: [{ text: '[DTMF] 12' }] } }]);
});

const LOOK_UP_ORDER: ToolOption = {
  name: 'look_up_order',
  description: '',
  parameters: {},
  answer: { by: 'value', value: 'on its way' },
};
const TOOLS: ToolOption[] = [
  LOOK_UP_ORDER,
  { name: 'look_up_customer', description: '', parameters: {}, answer: { by: 'hand', timeoutMs: 5000 } },
];

test('[RT-24] parallel functions by value and by hand, then one whose arguments are not JSON', async () => {
  bench.fake.call.askHuman = ({ tool }) => Promise.resolve(`${tool}: Ada`);
  const bot = await callerSpeaks('tools', { tools: TOOLS });
  await bench.responses(2);
  expect(sent('conversation.item.create').map(({ item }) => (item as { output: string }).output)).toEqual([
    'on its way',
    'look_up_customer: Ada',
  ]);
  expect(sent('response.create')).toHaveLength(1);
  bench.hearAll(bot);
  bench.speak(bot, TURN);
  await bench.responses(4);
  expect(bench.rules()).toEqual(['RT-24']);
  expect(bench.fake.messages('in', 'error')).toEqual([]);
});

test('end_call: the farewell is played before the call is told to end, with its output variables', async () => {
  await callerSpeaks('end-call');
  await bench.fake.until(() => bench.fake.hangUps.length === 1);
  expect(bench.fake.played.reduce((sum, part) => sum + part.audio.length, 0)).toBe(prompts.goodbye.audio.length);
  expect(bench.fake.hangUps).toEqual([
    {
      reason: 'completed',
      info: 'The bot ended the call: order placed',
      outputVariables: { orderNumber: '4711', outcome: 'order placed' },
    },
  ]);
});

test('[RT-22] a model that ends the call without a word is asked for a farewell', async () => {
  await callerSpeaks('silent-end');
  await bench.fake.until(() => bench.fake.hangUps.length === 1);
  expect(bench.rules()).toEqual(['RT-22']);
  expect(bench.fake.played.reduce((sum, part) => sum + part.audio.length, 0)).toBe(prompts.goodbye.audio.length);
});

test('transfer_to_agent ends the call with the reason as output variable', async () => {
  await callerSpeaks('transfer');
  await bench.fake.until(() => bench.fake.hangUps.length === 1);
  expect(bench.fake.hangUps[0]?.outputVariables).toEqual({
    outcome: 'transfer_to_agent',
    transfer_reason: 'The caller asked for a person.',
  });
});

test('one fault after another: each is noted, and the call goes on', async () => {
  const bot = await callerSpeaks('faults');
  await bench.noted('RT-07');
  bench.speak(bot, TURN);
  await bench.responses(2);
  expect(bench.rules()).toEqual(['RT-07', 'RT-12', 'RT-08']);
  bench.hearAll(bot);
  bench.speak(bot, TURN);
  await bench.responses(3);
  bench.hearAll(bot);
  bench.speak(bot, TURN);
  await bench.noted('RT-18');
  expect(bench.rules().slice(3)).toEqual(['RT-14', 'RT-20', 'RT-18']);
  expect(bench.data('rate-limits').at(-1)).toMatchObject({ limits: [{ remaining: 120 }] });
  expect(bench.fake.hangUps).toEqual([]);
});

test('[RT-18] an answer that comes late and slowly is noted, and heard', async () => {
  await callerSpeaks('slow');
  await bench.noted('RT-18');
  await bench.fake.until(() => bench.fake.played.length > 0);
  expect(bench.rules()).toEqual(['RT-18']);
});

test('[RT-04] a connection that breaks off in an answer: a new session is told of it, and the call goes on', async () => {
  const bot = await callerSpeaks('drops');
  await bench.noted('reconnected');
  // The caller hears the answer that was owed, and then is heard again.
  await bench.fake.until(() => bench.fake.messages('in', 'response.done').length === 1);
  expect(bench.rules()).toEqual(['RT-04']);
  expect(sent('response.create')).toHaveLength(1);
  bench.hearAll(bot);
  const before = bench.fake.messages('in', 'input_audio_buffer.speech_started').length;
  bench.speak(bot, TURN);
  await bench.fake.until(() => bench.fake.messages('in', 'input_audio_buffer.speech_started').length > before);
  expect(bench.fake.hangUps).toEqual([]);
});

test('[RT-04] a function that is answered while the connection is lost is told to the new session, and not called again', async () => {
  const file = join(tempDir(), 'gap.json');
  const call = { do: 'call', tool: 'look_up_order', arguments: { orderNumber: '4711' } };
  const rules = [
    { when: { on: 'turn', nth: 1 }, steps: [call] },
    { when: { on: 'silence', afterMs: 100 }, steps: [{ do: 'drop' }] },
    { when: { on: 'tool-result' }, steps: [{ do: 'say', prompt: 'looked-up' }] },
  ];
  writeFileSync(file, JSON.stringify({ name: 'gap', about: 'Breaks off while a function is answered.', rules }));
  bench.fake.call.askHuman = async () => {
    await bench.noted('RT-04');
    return 'on its way';
  };
  const byHand: ToolOption = { ...LOOK_UP_ORDER, answer: { by: 'hand', timeoutMs: 20_000 } };
  await callerSpeaks(file, { tools: [byHand] });
  await bench.noted('reconnected');
  await bench.responses(2);
  const told = sent('conversation.item.create').map(({ item }) => item);
  const { call_id } = bench.data('tool-call')[0] ?? {};
  expect(told).toMatchObject([
    { role: 'user' },
    { type: 'function_call', call_id, name: 'look_up_order', arguments: '{"orderNumber":"4711"}' },
    { type: 'function_call_output', call_id, output: 'on its way' },
  ]);
  expect(bench.data('tool-call')).toHaveLength(1);
  expect(bench.fake.messages('in', 'error')).toEqual([]);
  const played = Buffer.from(concatBytes(bench.fake.played.map(part => part.audio)));
  expect(played.equals(prompts['looked-up'].audio)).toBe(true);
});

test('[RT-03] a session that expires is replaced, in silence', async () => {
  const url = await bench.simulate('expires', { speedFactor: 1000 });
  const bot = bench.start(url, { silence: QUICK.silence });
  await bench.responses(1);
  bench.hearAll(bot);
  await bench.noted('reconnected');
  expect(bench.rules()).toEqual(['RT-08', 'RT-03']);
  expect(sent('response.create')).toHaveLength(1);
  const retold = sent('conversation.item.create').map(({ item }) => item);
  expect(retold).toMatchObject([{ role: 'assistant', content: [{ text: prompts.greeting.text }] }]);
  await bench.fake.until(() => bench.fake.messages('in', 'conversation.item.done').length === 2);
}, 20_000);

test('[RT-04] where the profile wants it, a connection that breaks off ends the call', async () => {
  await callerSpeaks('drops', { onDrop: 'end' });
  await bench.fake.until(() => bench.fake.hangUps.length === 1);
  expect(bench.rules()).toEqual(['RT-04']);
});

test('[RT-03] an unknown model ends the call with one sentence that says what to check', async () => {
  bench.start(await bench.simulate('unknown-model'), QUICK);
  await bench.fake.until(() => bench.fake.hangUps.length === 1);
  expect(bench.rules()).toEqual(['RT-03']);
  expect(bench.fake.hangUps[0]?.info).toContain('Check the model name');
});

test('every option of a profile is taken by the simulator as it was asked for', async () => {
  const bot = bench.start(await bench.simulate(), {
    ...QUICK,
    voice: 'cedar',
    speed: 1.1,
    turnDetection: { type: 'semantic_vad', eagerness: 'high' },
    transcription: { keywords: ['Genesys'], prompt: 'Order numbers.' },
    noiseReduction: 'far_field',
    maxOutputTokens: 400,
    truncation: { retentionRatio: 0.8, postInstructionsTokens: 4000 },
    reasoningEffort: 'low',
    tools: TOOLS,
  });
  bench.speak(bot, TURN);
  await bench.responses(1);
  expect(bench.rules()).toEqual([]);
  expect(bench.data('usage')).toMatchObject([{ costUsd: expect.any(Number), pricesAsOf: '2026-09-23' }]);
  expect(bench.data('transcription-usage')).toMatchObject([{ costUsd: expect.any(Number) }]);
  expect(bench.data('session-began')).toMatchObject([{ expires_at: expect.any(Number) }]);
});

test('a profile chooses a scenario by its model', async () => {
  bench.start(await bench.simulate(), { model: 'scenario:long-answers' });
  await bench.responses(1);
  const played = Buffer.from(concatBytes(bench.fake.played.map(part => part.audio)));
  expect(played.equals(prompts.story.audio)).toBe(true);
});
