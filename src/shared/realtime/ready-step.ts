/** What the model's events mean while a session is ready: answers, turns of the caller, usage. */
import { failureOf, shortAnswerNotes } from './answer-notes.ts';
import { andThen, fatal, note, pump, send } from './bridge-effects.ts';
import type { BridgeEffect, BridgeInput, BridgeStep, ReadyState } from './bridge-state.ts';
import { remember } from './conversation-memory.ts';
import { countTranscription, countUsage } from './count-usage.ts';
import { closeAnswers, cutAnswers } from './interruption.ts';
import { fieldAt, textAt } from './parse.ts';
import { addAudio, addLateAudio, addTranscript, completeResponse, type RowKey } from './playback-ledger.ts';
import { hangUp, noticeCall, pumpAfterCalls, runCalls } from './tool-calls.ts';
import { awaitResponse, settle } from './watch.ts';

/** One failed answer can be chance; after two in a row the caller sits in silence. */
const MAX_FAILURES = 2;

type Received = Extract<BridgeInput, { type: 'received' }>;

export function whileReady(before: ReadyState, type: string, event: unknown, input: Received): BridgeStep {
  const state = { ...before, memory: remember(before.memory, type, event) };
  switch (type) {
    case 'response.created':
      return responseCreated(state, textAt(event, 'response', 'id'));
    case 'response.output_audio.delta':
      return audioDelta(state, event, input);
    case 'response.output_audio_transcript.delta':
      return transcriptDelta(state, event);
    case 'response.output_item.done':
      return noticeCall(state, event);
    case 'response.done':
      return responseDone(state, event, input);
    case 'input_audio_buffer.speech_started':
      return speechStarted(state, input);
    case 'input_audio_buffer.committed':
      return committed(state);
    case 'conversation.item.input_audio_transcription.completed':
      return countTranscription(state, event);
    case 'rate_limits.updated':
      return rateLimits(state, event);
    default:
      return { state, effects: [] };
  }
}

function responseCreated(state: ReadyState, responseId: string): BridgeStep {
  const effects: BridgeEffect[] = [];
  const before = state.turn;
  if (before.phase === 'active' && before.responseId !== responseId) {
    const text = 'A second response began while one was active; both are played, one behind the other.';
    effects.push(note('RT-28', 'warning', text, { active: before.responseId, second: responseId }));
  }
  const createId = before.phase === 'requested' ? before.createId : '';
  const settled = settle(state, effects, 'response');
  // After the farewell nobody hears an answer any more; one to the caller's own goodbye would only cost.
  const cancelled = state.leaving?.phase === 'hung-up';
  const next = {
    ...settled,
    turn: { phase: 'active', responseId, createId, cancelled, lateNoted: cancelled } as const,
  };
  if (!cancelled) return { state: next, effects };
  return { state: send(next, effects, { type: 'response.cancel', response_id: responseId }), effects };
}

function rowOf(event: unknown): RowKey {
  const index = fieldAt(event, 'content_index');
  return {
    responseId: textAt(event, 'response_id'),
    itemId: textAt(event, 'item_id'),
    contentIndex: typeof index === 'number' ? index : 0,
  };
}

/** Nothing of this response is to be heard any more. */
function isDiscarded({ turn, ledger }: ReadyState, responseId: string): boolean {
  if (turn.phase === 'active' && turn.responseId === responseId && turn.cancelled) return true;
  return ledger.some(row => row.responseId === responseId && row.cut);
}

function audioDelta(state: ReadyState, event: unknown, { audio }: Received): BridgeStep {
  if (!audio) return { state, effects: [note('RT-16', 'warning', 'The model sent audio that is not base64.')] };
  const key = rowOf(event);
  const { turn } = state;
  if (isDiscarded(state, key.responseId)) {
    const late = { ...state, ledger: addLateAudio(state.ledger, key, audio.bytes) };
    if (turn.phase !== 'active' || turn.lateNoted) return { state: late, effects: [] };
    const text = 'Audio of an interrupted response arrived late; it is kept in the track and not played.';
    return {
      state: { ...late, turn: { ...turn, lateNoted: true } },
      effects: [note('RT-11', 'info', text, { response_id: key.responseId })],
    };
  }
  const effects: BridgeEffect[] = [{ type: 'play', range: audio }];
  const settled = settle(state, effects, 'response', 'answer');
  return { state: { ...settled, ledger: addAudio(state.ledger, key, audio) }, effects };
}

/** The words run ahead of the audio, so they may be the first that is known of an item. */
function transcriptDelta(state: ReadyState, event: unknown): BridgeStep {
  const key = rowOf(event);
  let ledger = addTranscript(state.ledger, key, textAt(event, 'delta'));
  if (isDiscarded(state, key.responseId)) ledger = addLateAudio(ledger, key, 0);
  return { state: { ...state, ledger }, effects: [] };
}

function responseDone(state: ReadyState, event: unknown, { playback }: Received): BridgeStep {
  const responseId = textAt(event, 'response', 'id');
  const status = textAt(event, 'response', 'status');
  const isOurs = state.turn.phase !== 'active' || state.turn.responseId === responseId;
  const hadAudio = state.ledger.some(row => row.responseId === responseId && row.bytes > 0 && !row.cut);
  const effects: BridgeEffect[] = [];
  let next: ReadyState = {
    ...state,
    // A response that failed at once may be announced by its end only, so an open request is settled by any end.
    turn: isOurs ? { phase: 'idle' } : state.turn,
    failures: status === 'failed' ? state.failures + 1 : status === 'completed' ? 0 : state.failures,
    memory: status === 'completed' ? { ...state.memory, attempts: 0 } : state.memory,
  };
  next = settle(next, effects, 'response', 'answer');
  next = countUsage(next, effects, event);
  const closed = closeAnswers({ ...next, ledger: completeResponse(next.ledger, responseId) }, playback.extents);
  next = closed.state;
  effects.push(...closed.effects);
  if (status === 'failed') {
    const { code, text } = failureOf(event);
    if (code === 'insufficient_quota' || next.failures >= MAX_FAILURES) {
      return andThen(effects, fatal(next, 'RT-07', text));
    }
    effects.push(note('RT-07', 'problem', text, { code }));
  } else effects.push(...shortAnswerNotes(event, status));
  const ran = runCalls(next, event, hadAudio);
  const said = state.leaving?.phase === 'farewell' && hadAudio ? hangUp(ran.state) : { state: ran.state, effects: [] };
  return andThen([...effects, ...ran.effects, ...said.effects], pumpAfterCalls(said.state));
}

/** The caller speaks: what they still hear stops. A farewell is heard to its end. */
function speechStarted(state: ReadyState, { playback }: Received): BridgeStep {
  if (state.leaving?.phase === 'hung-up') return { state, effects: [] };
  return cutAnswers(state, playback, !state.options.wishes.turnDetection.interruptResponse);
}

/** The caller's turn is over. Where the API does not answer by itself, it is asked to: never both. */
function committed(state: ReadyState): BridgeStep {
  if (state.leaving) return { state, effects: [] };
  if (!state.options.wishes.turnDetection.createResponse) {
    return pump({ ...state, wanted: Math.max(state.wanted, 1) });
  }
  const effects: BridgeEffect[] = [];
  return { state: awaitResponse(state, effects), effects };
}

function rateLimits(state: ReadyState, event: unknown): BridgeStep {
  const limits = fieldAt(event, 'rate_limits');
  if (!Array.isArray(limits)) return { state, effects: [] };
  const texts = limits.map(
    limit => `${textAt(limit, 'name')} ${fieldAt(limit, 'remaining')} of ${fieldAt(limit, 'limit')}`,
  );
  const text = `Rate limits: ${texts.join(', ')} left.`;
  return { state, effects: [note('rate-limits', 'info', text, { limits })] };
}
