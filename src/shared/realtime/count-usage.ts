/** Counts what the model's answers and transcriptions use, and says what they cost so far: an estimate, dated. */
import { note } from './bridge-effects.ts';
import type { BridgeEffect, BridgeOptions, ReadyState } from './bridge-state.ts';
import { textAt } from './parse.ts';
import {
  addTranscription,
  type TranscriptionUsage,
  transcriptionAmount,
  transcriptionCost,
  usageOfTranscription,
} from './transcription-cost.ts';
import { addUsage, costOf, totalTokens, type Usage, usageOfResponse } from './usage.ts';

/** `response.done`: every answer counts, whatever became of it. */
export function countUsage(state: ReadyState, effects: BridgeEffect[], event: unknown): ReadyState {
  const used = usageOfResponse(event);
  if (!used) return state;
  const next = { ...state, usage: addUsage(state.usage, used) };
  const { model, prices } = state.options;
  const cost = prices && costOf(used, model, prices);
  const data = {
    response_id: textAt(event, 'response', 'id'),
    tokens: used,
    sessionTokens: next.usage,
    ...(cost !== undefined && { costUsd: cost, pricesAsOf: prices?.asOf }),
    ...sessionCost(next.options, next.usage, next.transcribed),
  };
  const text = `The answer used ${totalTokens(used)} tokens${inWords(cost, prices?.asOf)}.`;
  effects.push(note('usage', 'info', text, data));
  return next;
}

/** `conversation.item.input_audio_transcription.completed`: billed apart, by the transcription model's own prices. */
export function countTranscription(state: ReadyState, event: unknown): { state: ReadyState; effects: BridgeEffect[] } {
  const used = usageOfTranscription(event);
  if (!used) return { state, effects: [] };
  const next = { ...state, transcribed: addTranscription(state.transcribed, used) };
  const { wishes, prices } = state.options;
  const model = wishes.transcriptionModel;
  const cost = prices && transcriptionCost(used, model, prices.transcription);
  const data = {
    item_id: textAt(event, 'item_id'),
    model,
    used,
    sessionUsed: next.transcribed,
    ...(cost !== undefined && { costUsd: cost, pricesAsOf: prices?.transcription.asOf }),
    ...sessionCost(next.options, next.usage, next.transcribed),
  };
  const amount = transcriptionAmount(used);
  const text = `Writing down the caller took ${amount}${inWords(cost, prices?.transcription.asOf)}.`;
  return { state: next, effects: [note('transcription-usage', 'info', text, data)] };
}

function inWords(cost: number | undefined, asOf: string | undefined): string {
  return cost === undefined ? '' : `, about $${cost.toFixed(4)} (prices of ${asOf})`;
}

/** Answers and transcription together; nothing where a price is missing: a part of a sum is not the sum. */
function sessionCost(
  { model, wishes, prices }: BridgeOptions,
  usage: Usage,
  transcribed: TranscriptionUsage,
): { sessionCostUsd?: number } {
  const answers = prices && costOf(usage, model, prices);
  const writing = prices && transcriptionCost(transcribed, wishes.transcriptionModel, prices.transcription);
  return answers === undefined || writing === undefined ? {} : { sessionCostUsd: answers + writing };
}
