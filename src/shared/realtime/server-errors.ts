/** What the API's `error` events mean for a call. RT-01, RT-03, RT-08, RT-09. */
import { andThen, fatal, note, pump } from './bridge-effects.ts';
import type { BridgeStep, LiveState, ReadyState } from './bridge-state.ts';
import { textAt } from './parse.ts';

/** What a code means for the call, and what to do about it. */
const ADVICE: Readonly<Record<string, string>> = {
  invalid_api_key: 'Check the key (OPENAI_API_KEY, or the variable that the profile names).',
  invalid_model: 'Check the model name of the profile, and that the key may use it.',
  model_not_found: 'Check the model name of the profile, and that the key may use it.',
  missing_model: 'The URL names no model; check the base URL.',
  insufficient_quota: 'The account has no quota left: check plan and billing.',
  rate_limit_exceeded: 'Too many tokens or requests in a minute: wait, or raise the limit.',
  session_expired: 'A session lasts 60 minutes at most.',
  beta_api_shape_disabled: 'The client speaks the retired beta protocol.',
  cannot_update_voice: 'The voice is fixed once the model has spoken.',
  unknown_parameter: 'This model, or this server, does not know that setting: leave it out of the profile.',
  integer_below_min_value: 'A number in the profile is too low for this model.',
  integer_above_max_value: 'A number in the profile is too high for this model.',
  input_audio_buffer_commit_empty: 'There was less than 100 ms of caller audio to answer; the call goes on.',
  response_cancel_not_active: 'The answer was over before it could be cancelled: nothing to do.',
  item_not_found: 'The conversation no longer holds that item; the call goes on.',
  server_error: 'A fault at the other end: if it comes again, look at its status page.',
};

export function adviceFor(code: string): string {
  const advice = ADVICE[code];
  return advice ? ` ${advice}` : '';
}

/** Errors that no new connection can cure. */
export const FINAL_CODES: ReadonlySet<string> = new Set([
  'invalid_api_key',
  'invalid_model',
  'model_not_found',
  'missing_model',
  'insufficient_quota',
  'beta_api_shape_disabled',
]);

/** An error is not the end of a session, unless a close follows at once or it refuses our settings. */
export function serverError(state: LiveState, event: unknown): BridgeStep {
  const code = textAt(event, 'error', 'code') || textAt(event, 'error', 'type') || 'no code';
  const message = textAt(event, 'error', 'message') || 'no message';
  const about = textAt(event, 'error', 'event_id');
  const param = textAt(event, 'error', 'param');
  const data = { code, ...(param && { param }), ...(about && { event_id: about }) };
  const marked = { ...state, lastError: { code, message } };
  const told = `The model reports ${code}: ${message}${adviceFor(code)}`;
  if (marked.phase === 'connecting' || marked.phase === 'waiting') return { state: marked, effects: [] };
  if (marked.phase === 'configuring') {
    // Not about our settings: the close that follows is the session's end.
    if (FINAL_CODES.has(code)) return { state: marked, effects: [] };
    if (about !== '' && about !== marked.updateId) {
      return { state: marked, effects: [note('RT-08', 'warning', told, data)] };
    }
    return fatal(
      marked,
      'RT-01',
      `The model refused the session's settings (${code}): ${message}${adviceFor(code)}`,
      data,
    );
  }
  if (code === 'conversation_already_has_active_response') return requeue(marked, about, data);
  const { turn } = marked;
  const freed: ReadyState =
    turn.phase === 'requested' && about === turn.createId ? { ...marked, turn: { phase: 'idle' } } : marked;
  // A cancel that came too late is the ordinary end of a race.
  const level = code === 'response_cancel_not_active' ? 'info' : 'warning';
  return andThen([note('RT-08', level, told, data)], pump(freed));
}

function requeue(state: ReadyState, about: string, data: Record<string, unknown>): BridgeStep {
  const { turn } = state;
  const text = 'A response was asked for while another was active; it is asked for again when that one is done.';
  const effects = [note('RT-09', 'info', text, data)];
  if (turn.phase === 'requested' && (about === '' || about === turn.createId)) {
    return { state: { ...state, turn: { phase: 'blocked' }, wanted: state.wanted + 1 }, effects };
  }
  if (turn.phase === 'active' && turn.createId !== '' && about === turn.createId) {
    return { state: { ...state, turn: { ...turn, createId: '' }, wanted: state.wanted + 1 }, effects };
  }
  // The response that blocked us has ended meanwhile, and what we asked for is still wanted.
  if (turn.phase === 'idle') return andThen(effects, pump({ ...state, wanted: state.wanted + 1 }));
  return { state, effects };
}
