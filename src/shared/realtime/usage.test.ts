import { expect, test } from 'vitest';
import { ready } from './testing/driven-bridge.ts';
import { costOf, NO_USAGE, type PriceTable, usageOfResponse } from './usage.ts';

const PRICES: PriceTable = {
  asOf: '2026-09-23',
  currency: 'USD',
  source: 'a test',
  perMillionTokens: {
    'gpt-realtime-2.1': { textIn: 4, textCached: 0.4, textOut: 24, audioIn: 32, audioCached: 0.4, audioOut: 64 },
  },
  transcriptionPerMinute: {},
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
