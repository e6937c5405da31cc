import { expect, test } from 'vitest';
import { DEFAULT_WISHES } from './session-wishes.ts';
import { ready } from './testing/driven-bridge.ts';
import { costOf, NO_USAGE, type PriceTable, usageOfResponse } from './usage.ts';

const PRICES: PriceTable = {
  asOf: '2026-09-23',
  currency: 'USD',
  source: 'a test',
  perMillionTokens: {
    'gpt-realtime-2.1': { textIn: 4, textCached: 0.4, textOut: 24, audioIn: 32, audioCached: 0.4, audioOut: 64 },
  },
  transcription: {
    asOf: '2026-09-20',
    source: 'a test',
    perMinute: { 'gpt-transcribe': 0.006 },
    perMillionTokens: { 'by-tokens': { textIn: 1, audioIn: 3, textOut: 5 } },
  },
};

/** 1000 tokens in, of which 600 cached; 200 out. */
const USAGE = {
  total_tokens: 1200,
  input_tokens: 1000,
  output_tokens: 200,
  input_token_details: {
    text_tokens: 400,
    audio_tokens: 600,
    cached_tokens: 600,
    cached_tokens_details: { text_tokens: 300, audio_tokens: 300 },
  },
  output_token_details: { text_tokens: 50, audio_tokens: 150 },
};

test('cached tokens are part of the input and have their own price', () => {
  const usage = usageOfResponse({ response: { usage: USAGE } });
  expect(usage).toEqual({ textIn: 400, textCached: 300, textOut: 50, audioIn: 600, audioCached: 300, audioOut: 150 });
  // 100 x 4 + 300 x 0.4 + 50 x 24 + 300 x 32 + 300 x 0.4 + 150 x 64 = 21040 per million.
  expect(costOf(usage ?? NO_USAGE, 'gpt-realtime-2.1', PRICES)).toBeCloseTo(0.02104, 10);
});

test('a dated model has the prices of its family; another model has none', () => {
  expect(costOf(NO_USAGE, 'gpt-realtime-2.1-2026-05-01', PRICES)).toBe(0);
  expect(costOf(NO_USAGE, 'gpt-realtime-2.1-mini', PRICES)).toBeUndefined();
});

test('each answer is counted whatever its status, and the session adds up', () => {
  const bridge = ready({ prices: PRICES });
  bridge.done('r1', { status: 'completed', usage: USAGE });
  const effects = bridge.done('r2', { status: 'cancelled', usage: USAGE });
  const note = effects.find(effect => effect.type === 'note' && effect.rule === 'usage');
  expect(note).toMatchObject({
    text: expect.stringContaining('about $0.0210 (prices of 2026-09-23)'),
    data: { response_id: 'r2', sessionTokens: { audioOut: 300 }, sessionCostUsd: expect.closeTo(0.04208, 10) },
  });
});

test('an answer without usage is not counted as zero tokens', () => {
  expect(ready({ prices: PRICES }).done('r1', { status: 'completed', usage: null })).toEqual([]);
});

const COMPLETED = 'conversation.item.input_audio_transcription.completed';

test('writing down the caller is counted apart, by the minute, and is part of what the session cost', () => {
  const bridge = ready({ prices: PRICES });
  bridge.done('r1', { status: 'completed', usage: USAGE });
  const usage = { type: 'duration', seconds: 20 };
  expect(bridge.server({ type: COMPLETED, item_id: 'u1', transcript: 'Hi.', usage })).toMatchObject([
    {
      rule: 'transcription-usage',
      text: 'Writing down the caller took 20.0 s, about $0.0020 (prices of 2026-09-20).',
      data: { item_id: 'u1', costUsd: expect.closeTo(0.002, 10), sessionCostUsd: expect.closeTo(0.02304, 10) },
    },
  ]);
});

test.each([
  // 10 x 1 + 1200 x 3 + 20 x 5 per million; and 1200 tokens of 100 ms are two minutes.
  ['by-tokens', 0.00371],
  ['gpt-transcribe', 0.012],
  ['another', undefined],
])('a transcription by %s whose usage is in tokens costs %s', (transcriptionModel, cost) => {
  const bridge = ready({ prices: PRICES, wishes: { ...DEFAULT_WISHES, transcriptionModel } });
  const input_token_details = { text_tokens: 10, audio_tokens: 1200 };
  const usage = { type: 'tokens', total_tokens: 1230, input_tokens: 1210, output_tokens: 20, input_token_details };
  const [told] = bridge.server({ type: COMPLETED, item_id: 'u1', transcript: 'Hi.', usage });
  expect(told).toMatchObject({ text: expect.stringContaining('took 1230 tokens') });
  const data = told?.type === 'note' ? told.data : {};
  if (cost === undefined) expect(data).not.toHaveProperty('costUsd');
  else expect(data?.costUsd).toBeCloseTo(cost, 10);
});

test('a session that used what has no price has no sum: a part would pass for the whole', () => {
  const bridge = ready({ prices: PRICES, wishes: { ...DEFAULT_WISHES, transcriptionModel: 'another' } });
  bridge.server({ type: COMPLETED, item_id: 'u1', transcript: 'Hi.', usage: { type: 'duration', seconds: 3 } });
  const told = bridge.done('r1', { status: 'completed', usage: USAGE }).find(each => each.type === 'note');
  expect(told?.data).toHaveProperty('costUsd');
  expect(told?.data).not.toHaveProperty('sessionCostUsd');
});
