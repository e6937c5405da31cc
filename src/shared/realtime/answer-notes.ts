/** What the end of an answer says of it: failed, cut off by the model, or empty. RT-07, RT-14, RT-29. */
import { note } from './bridge-effects.ts';
import type { BridgeEffect } from './bridge-state.ts';
import { fieldAt, textAt } from './parse.ts';
import { adviceFor } from './server-errors.ts';

/** Of a `response.done` of status `failed`. */
export function failureOf(event: unknown): { readonly code: string; readonly text: string } {
  const code = textAt(event, 'response', 'status_details', 'error', 'code');
  const why = textAt(event, 'response', 'status_details', 'error', 'message') || code || 'no reason given';
  return { code, text: `The model failed to answer${code && ` (${code})`}: ${why}${adviceFor(code)}` };
}

/** Of any other `response.done`. */
export function shortAnswerNotes(event: unknown, status: string): Extract<BridgeEffect, { type: 'note' }>[] {
  if (status === 'incomplete') {
    const reason = textAt(event, 'response', 'status_details', 'reason') || 'no reason given';
    const meaning =
      { content_filter: ' (the content filter stopped it)', max_output_tokens: ' (maxOutputTokens is too low)' }[
        reason
      ] ?? '';
    return [note('RT-14', 'warning', `The model's answer is incomplete: ${reason}${meaning}.`, { reason })];
  }
  const output = fieldAt(event, 'response', 'output');
  const isEmpty = status === 'completed' && Array.isArray(output) && output.length === 0;
  return isEmpty ? [note('RT-29', 'warning', 'The model answered with nothing: the caller hears silence.')] : [];
}
