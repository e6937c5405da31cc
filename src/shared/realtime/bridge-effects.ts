/** Small moves that several steps of the bridge share. */
import type { NoteLevel } from '../events/session-event.ts';
import type { BridgeEffect, BridgeState, BridgeStep, ReadyState } from './bridge-state.ts';
import type { RealtimeClientEvent } from './events.ts';
import { awaitResponse } from './watch.ts';

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

type CreateParameters = NonNullable<Extract<RealtimeClientEvent, { type: 'response.create' }>['response']>;

/** Asks for the next wanted response, if none is under way: a second one at a time is an error. */
export function pump(state: ReadyState, response?: CreateParameters): BridgeStep<ReadyState> {
  if (state.wanted === 0 || state.turn.phase !== 'idle' || state.leaving?.phase === 'hung-up') {
    return { state, effects: [] };
  }
  const effects: BridgeEffect[] = [];
  const next = send(state, effects, { type: 'response.create', ...(response && { response }) });
  const createId = `${next.options.eventPrefix}${next.sent}`;
  const asked = awaitResponse(next, effects);
  return { state: { ...asked, wanted: next.wanted - 1, turn: { phase: 'requested', createId } }, effects };
}

/** One step behind another. */
export function andThen(
  effects: readonly BridgeEffect[],
  after: { readonly state: BridgeState; readonly effects: readonly BridgeEffect[] },
): BridgeStep {
  return { state: after.state, effects: [...effects, ...after.effects] };
}

export function ending(state: BridgeState, why: string, effects: readonly BridgeEffect[]): BridgeStep {
  const { options, sent, lastError, memory, usage, transcribed } = state;
  return {
    state: { phase: 'ended', options, sent, lastError, memory, ledger: [], usage, transcribed },
    effects: [...effects, { type: 'state', from: state.phase, to: 'ended', why }],
  };
}

/** The bot cannot go on: say why, end the call, let go of the socket. */
export function fatal(state: BridgeState, rule: string, text: string, data?: Record<string, unknown>): BridgeStep {
  return ending(state, rule, [
    note(rule, 'problem', text, data),
    { type: 'hang-up', reason: 'error', info: text },
    { type: 'close-socket' },
  ]);
}
