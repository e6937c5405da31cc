/**
 * Keys reach the model as text, whole inputs at a time: there is no audio of them, and the API's own DTMF event exists
 * on SIP only. An input ends by a terminator, by its length, or when no key follows for a while.
 */
import { andThen, pump, send } from './bridge-effects.ts';
import type { BridgeEffect, BridgeStep, Playback, ReadyState } from './bridge-state.ts';
import { cutAnswers } from './interruption.ts';

export function pressDigit(state: ReadyState, digit: string, playback: Playback): BridgeStep {
  const { dtmf } = state.options;
  // A text does not interrupt the model by itself: the first key of an input does it as the caller's voice would.
  const isFirst = state.digits === '' && dtmf.interrupts;
  const cut = isFirst ? cutAnswers(state, playback, true) : { state, effects: [] };
  const digits = cut.state.digits + digit;
  const next = { ...cut.state, digits };
  const isWhole = dtmf.timeoutMs === 0 || dtmf.terminators.includes(digit) || digits.length >= dtmf.maxDigits;
  if (isWhole) return andThen(cut.effects, giveDigits(next));
  const timer: BridgeEffect = { type: 'start-timer', name: 'digits', afterMs: dtmf.timeoutMs };
  return { state: next, effects: [...cut.effects, timer] };
}

/** Gives what was collected, and asks for an answer to it. */
export function giveDigits(state: ReadyState): BridgeStep {
  if (state.digits === '' || state.leaving) return { state: { ...state, digits: '' }, effects: [] };
  const effects: BridgeEffect[] = [];
  if (state.options.dtmf.timeoutMs > 0) effects.push({ type: 'stop-timer', name: 'digits' });
  const next = send({ ...state, digits: '' }, effects, {
    type: 'conversation.item.create',
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: `[DTMF] ${state.digits}` }] },
  });
  return andThen(effects, pump({ ...next, wanted: Math.max(next.wanted, 1) }));
}
