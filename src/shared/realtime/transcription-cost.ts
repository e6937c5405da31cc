/**
 * What writing down the caller's words cost. It is billed apart from the answers, by a rate card of its own: by the
 * minute, or by tokens, as the transcription model's usage says (OpenAI API reference,
 * `conversation.item.input_audio_transcription.completed`).
 */
import { z } from 'zod';
import { fieldAt } from './parse.ts';

const price = z.number().min(0);

export const transcriptionPricesSchema = z.strictObject({
  /** The day on which these prices were read, YYYY-MM-DD. */
  asOf: z.iso.date(),
  source: z.string(),
  /** By model, US dollars for a minute of audio. */
  perMinute: z.record(z.string(), price),
  /** By model, US dollars for a million tokens; taken before the minute's price where the usage is in tokens. */
  perMillionTokens: z.record(z.string(), z.strictObject({ textIn: price, audioIn: price, textOut: price })),
});
export type TranscriptionPrices = z.infer<typeof transcriptionPricesSchema>;

/** What one or more transcriptions used: seconds where they are counted so, else tokens. */
export interface TranscriptionUsage {
  readonly seconds: number;
  readonly textIn: number;
  readonly audioIn: number;
  readonly textOut: number;
}

export const NOTHING_TRANSCRIBED: TranscriptionUsage = { seconds: 0, textIn: 0, audioIn: 0, textOut: 0 };

/** The caller's audio is one token for each 100 ms (OpenAI's guide on realtime costs). */
const AUDIO_TOKENS_A_MINUTE = 600;

/** The usage of a finished transcription; undefined when it tells none. */
export function usageOfTranscription(event: unknown): TranscriptionUsage | undefined {
  const usage = fieldAt(event, 'usage');
  const count = (...path: string[]): number => {
    const value = fieldAt(usage, ...path);
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  };
  switch (fieldAt(usage, 'type')) {
    case 'duration':
      return { ...NOTHING_TRANSCRIBED, seconds: count('seconds') };
    case 'tokens':
      return {
        seconds: 0,
        textIn: count('input_token_details', 'text_tokens'),
        audioIn: count('input_token_details', 'audio_tokens'),
        textOut: count('output_tokens'),
      };
    default:
      return undefined;
  }
}

export function addTranscription(a: TranscriptionUsage, b: TranscriptionUsage): TranscriptionUsage {
  return {
    seconds: a.seconds + b.seconds,
    textIn: a.textIn + b.textIn,
    audioIn: a.audioIn + b.audioIn,
    textOut: a.textOut + b.textOut,
  };
}

/** US dollars; undefined for a model that the rate card lacks, 0 where nothing was used. */
export function transcriptionCost(
  usage: TranscriptionUsage,
  model: string,
  prices: TranscriptionPrices,
): number | undefined {
  const { seconds, textIn, audioIn, textOut } = usage;
  const tokens = Object.hasOwn(prices.perMillionTokens, model) ? prices.perMillionTokens[model] : undefined;
  const minute = Object.hasOwn(prices.perMinute, model) ? prices.perMinute[model] : undefined;
  const byTokens = tokens && (textIn * tokens.textIn + audioIn * tokens.audioIn + textOut * tokens.textOut) / 1e6;
  const inTokens = byTokens ?? (minute === undefined ? undefined : (audioIn / AUDIO_TOKENS_A_MINUTE) * minute);
  const inTime = minute === undefined ? undefined : (seconds / 60) * minute;
  const usesTokens = textIn + audioIn + textOut > 0;
  if ((usesTokens && inTokens === undefined) || (seconds > 0 && inTime === undefined)) return undefined;
  return (usesTokens ? (inTokens ?? 0) : 0) + (inTime ?? 0);
}

/** How much was written down, for a person: `2.4 s`, `57 tokens`. */
export function transcriptionAmount({ seconds, textIn, audioIn, textOut }: TranscriptionUsage): string {
  return seconds > 0 ? `${seconds.toFixed(1)} s` : `${textIn + audioIn + textOut} tokens`;
}
