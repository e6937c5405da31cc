/** Small moves that several steps of the bridge share. */
import type { NoteLevel } from '../events/session-event.ts';
import type { BridgeEffect, BridgeState, BridgeStep, ReadyState } from './bridge-state.ts';
import type { RealtimeClientEvent } from './events.ts';

/** One failed answer can be chance; after two in a row the caller sits in silence. */
export const MAX_FAILURES = 2;

export function note(
  rule: string,
  level: NoteLevel,
  text: string,
  data?: Record<string, unknown>,
): Extract<BridgeEffect, { type: 'note' }> {
  return { type: 'note', rule, level, text, ...(data && { data }) };
}

/** Sends with an event_id of its own, which the server's errors name. */
export function send(state: ReadyState, effects: BridgeEffect[], event: RealtimeClientEvent): ReadyState {
  const sent = state.sent + 1;
  effects.push({ type: 'send', event: { ...event, event_id: `${state.options.eventPrefix}${sent}` } });
  return { ...state, sent };
}

/** Asks for the next wanted response, if none is under way: a second one at a time is an error. */
export function pump(state: ReadyState): BridgeStep {
  if (state.wanted === 0 || state.turn.phase !== 'idle') return { state, effects: [] };
  const effects: BridgeEffect[] = [];
  const next = send(state, effects, { type: 'response.create' });
  const createId = `${next.options.eventPrefix}${next.sent}`;
  return { state: { ...next, wanted: next.wanted - 1, turn: { phase: 'requested', createId } }, effects };
}

/** Keys reach the model as text: there is no audio of them, and the API's own DTMF event exists on SIP only. */
export function sendDigits(state: ReadyState, digits: string): BridgeStep {
  const effects: BridgeEffect[] = [];
  const next = send(state, effects, {
    type: 'conversation.item.create',
    item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: `[DTMF] ${digits}` }] },
  });
  const pumped = pump({ ...next, wanted: Math.max(next.wanted, 1) });
  return { state: pumped.state, effects: [...effects, ...pumped.effects] };
}

export function ending(state: BridgeState, why: string, effects: readonly BridgeEffect[]): BridgeStep {
  const { options, sent, lastError } = state;
  return {
    state: { phase: 'ended', options, sent, lastError },
    effects: [...effects, { type: 'state', from: state.phase, to: 'ended', why }],
  };
}

/** The bot cannot go on: say why, end the call, let go of the socket. */
export function fatal(state: BridgeState, rule: string, text: string, data?: Record<string, unknown>): BridgeStep {
  return ending(state, rule, [
    note(rule, 'problem', text, data),
    { type: 'hang-up', info: text },
    { type: 'close-socket' },
  ]);
}
