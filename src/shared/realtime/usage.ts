/**
 * What the answers of a session used, and what they cost by a dated table of prices. Cached tokens are part of the
 * input; every `response.done` counts, whatever its status (OpenAI's guide on realtime costs).
 */
import { z } from 'zod';
import { fieldAt } from './parse.ts';
import { transcriptionPricesSchema } from './transcription-cost.ts';

/** US dollars for a million tokens. */
const tokenPrices = z.strictObject({
  textIn: z.number().min(0),
  textCached: z.number().min(0),
  textOut: z.number().min(0),
  audioIn: z.number().min(0),
  audioCached: z.number().min(0),
  audioOut: z.number().min(0),
});

export const priceTableSchema = z.strictObject({
  /** The day on which the prices were read, YYYY-MM-DD. */
  asOf: z.iso.date(),
  currency: z.literal('USD'),
  source: z.string(),
  perMillionTokens: z.record(z.string(), tokenPrices),
  /** Writing down the caller's words is billed apart. */
  transcription: transcriptionPricesSchema,
});
export type PriceTable = z.infer<typeof priceTableSchema>;

/** Tokens. */
export interface Usage {
  readonly textIn: number;
  readonly textCached: number;
  readonly textOut: number;
  readonly audioIn: number;
  readonly audioCached: number;
  readonly audioOut: number;
}

export const NO_USAGE: Usage = { textIn: 0, textCached: 0, textOut: 0, audioIn: 0, audioCached: 0, audioOut: 0 };

/** The usage of a `response.done`; undefined when it tells none. */
export function usageOfResponse(event: unknown): Usage | undefined {
  const usage = fieldAt(event, 'response', 'usage');
  if (fieldAt(usage, 'total_tokens') === undefined) return undefined;
  const count = (...path: string[]): number => {
    const value = fieldAt(usage, ...path);
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  };
  const cached = 'cached_tokens_details';
  return {
    textIn: count('input_token_details', 'text_tokens'),
    textCached: count('input_token_details', cached, 'text_tokens'),
    textOut: count('output_token_details', 'text_tokens'),
    audioIn: count('input_token_details', 'audio_tokens'),
    audioCached: count('input_token_details', cached, 'audio_tokens'),
    audioOut: count('output_token_details', 'audio_tokens'),
  };
}

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    textIn: a.textIn + b.textIn,
    textCached: a.textCached + b.textCached,
    textOut: a.textOut + b.textOut,
    audioIn: a.audioIn + b.audioIn,
    audioCached: a.audioCached + b.audioCached,
    audioOut: a.audioOut + b.audioOut,
  };
}

export function totalTokens(usage: Usage): number {
  return usage.textIn + usage.textOut + usage.audioIn + usage.audioOut;
}

/** US dollars; undefined for a model that the table lacks. A dated name (`gpt-realtime-2.1-2026-05-01`) is its family's. */
export function costOf(usage: Usage, model: string, table: PriceTable): number | undefined {
  const names = Object.keys(table.perMillionTokens).filter(name => model === name || isDated(model, name));
  const prices = table.perMillionTokens[names.sort((a, b) => b.length - a.length)[0] ?? ''];
  if (!prices) return undefined;
  const perMillion =
    (usage.textIn - usage.textCached) * prices.textIn +
    usage.textCached * prices.textCached +
    usage.textOut * prices.textOut +
    (usage.audioIn - usage.audioCached) * prices.audioIn +
    usage.audioCached * prices.audioCached +
    usage.audioOut * prices.audioOut;
  return perMillion / 1e6;
}

function isDated(model: string, name: string): boolean {
  return model.startsWith(name) && /^-\d{4}-\d{2}-\d{2}$/.test(model.slice(name.length));
}
