/**
 * The bridge between one call and one Realtime session as a pure step: no socket, clock or log in here.
 * Source: OpenAI Realtime API (GA); the RT-nn rules are in docs/rules/realtime.md.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { assertNever } from '../lib/assert-never.ts';
import { ending, fatal, MAX_FAILURES, note, pump, send, sendDigits } from './bridge-effects.ts';
import type {
  BridgeEffect,
  BridgeInput,
  BridgeState,
  BridgeStep,
  CallerChunk,
  Playback,
  ReadyState,
  Waiting,
} from './bridge-state.ts';
import { fieldAt, textAt } from './parse.ts';
import { addAudio, completeResponse, corrections } from './playback-ledger.ts';
import { buildSessionUpdate, echoedFormats } from './session-update.ts';

export function step(state: BridgeState, input: BridgeInput): BridgeStep {
  if (state.phase === 'ended') return { state, effects: [] };
  switch (input.type) {
    case 'received':
      return received(state, input);
    case 'caller-audio':
      return callerAudio(state, input.chunk);
    case 'digit':
      if (state.phase === 'ready') return sendDigits(state, input.digit);
      return {
        state: { ...state, waiting: { ...state.waiting, digits: state.waiting.digits + input.digit } },
        effects: [],
      };
    case 'closed':
      return closed(state, input.code, input.reason);
    case 'connect-failed':
      return fatal(state, 'RT-05', input.why);
    case 'setup-timeout': {
      if (state.phase === 'ready') return { state, effects: [] };
      const missing = state.phase === 'connecting' ? 'session.created' : 'session.updated';
      return fatal(state, 'RT-06', `The model sent no ${missing} within ${input.afterMs} ms.`);
    }
    case 'call-ended':
      return ending(state, 'the call ended', [{ type: 'close-socket' }]);
    default:
      return assertNever(input, 'bridge input');
  }
}

type Live = Exclude<BridgeState, { phase: 'ended' }>;

/** Before the session is ready the caller's audio waits; sent later, in order, it loses nothing: the API has no clock. */
function callerAudio(state: Live, chunk: CallerChunk): BridgeStep {
  if (state.phase === 'ready') {
    const eventId = `${state.options.eventPrefix}${state.sent + 1}`;
    return { state: { ...state, sent: state.sent + 1 }, effects: [{ type: 'append', eventId, chunk }] };
  }
  const chunks = [...state.waiting.chunks, chunk];
  let bytes = state.waiting.bytes + chunk.audio.length;
  const limitBytes = state.options.waitingLimitMs * PCMU_BYTES_PER_MS;
  let cutBytes = 0;
  while (bytes > limitBytes && chunks.length > 1) {
    const oldest = chunks.shift()?.audio.length ?? 0;
    bytes -= oldest;
    cutBytes += oldest;
  }
  const waiting: Waiting = { ...state.waiting, chunks, bytes, cut: state.waiting.cut || cutBytes > 0 };
  const effects: BridgeEffect[] = [];
  if (waiting.cut && !state.waiting.cut) {
    const text = `The session was not ready for ${state.options.waitingLimitMs} ms; the oldest caller audio is dropped.`;
    effects.push(note('RT-10', 'warning', text));
  }
  return { state: { ...state, waiting }, effects };
}

function closed(state: Live, code: number, reason: string): BridgeStep {
  const said = reason === '' ? `code ${code}` : `code ${code}, ${reason}`;
  if (state.lastError) {
    const { code: errorCode, message } = state.lastError;
    return fatal(state, 'RT-03', `The model ended the session: ${message} (${errorCode}; ${said})`);
  }
  return fatal(state, 'RT-04', `The connection to the model closed in the call (${said}).`);
}

type Received = Extract<BridgeInput, { type: 'received' }>;

function received(state: Live, input: Received): BridgeStep {
  const { parsed } = input;
  if (parsed.kind === 'malformed') {
    return { state, effects: [note('RT-12', 'warning', `The model sent what is no event: ${parsed.why}.`)] };
  }
  if (parsed.type === 'error') return serverError(state, parsed.event);
  const calm = state.lastError ? { ...state, lastError: undefined } : state;
  switch (calm.phase) {
    case 'connecting':
      return parsed.type === 'session.created' ? configure(calm) : { state: calm, effects: [] };
    case 'configuring':
      return parsed.type === 'session.updated' ? becomeReady(calm, parsed.event) : { state: calm, effects: [] };
    case 'ready':
      return whileReady(calm, parsed.type, parsed.event, input);
    default:
      return assertNever(calm, 'bridge state');
  }
}

function configure(state: Extract<BridgeState, { phase: 'connecting' }>): BridgeStep {
  const updateId = `${state.options.eventPrefix}${state.sent + 1}`;
  const { options, lastError, waiting } = state;
  return {
    state: { phase: 'configuring', options, lastError, waiting, updateId, sent: state.sent + 1 },
    effects: [
      { type: 'state', from: 'connecting', to: 'configuring', why: 'session.created' },
      { type: 'send', event: buildSessionUpdate(updateId, options.wishes) },
    ],
  };
}

/** Audio in any other format than asked for would be noise to one of the two: never forward it. */
function becomeReady(state: Extract<BridgeState, { phase: 'configuring' }>, event: unknown): BridgeStep {
  const echoed = echoedFormats(event);
  if (echoed.input !== 'audio/pcmu' || echoed.output !== 'audio/pcmu') {
    const text = `The model did not take audio/pcmu: it hears ${echoed.input} and speaks ${echoed.output}.`;
    return fatal(state, 'RT-02', text);
  }
  const { options, sent, lastError, waiting } = state;
  let ready: ReadyState = {
    phase: 'ready',
    options,
    sent,
    lastError,
    turn: { phase: 'idle' },
    wanted: options.greet ? 1 : 0,
    ledger: [],
    failures: 0,
  };
  const effects: BridgeEffect[] = [{ type: 'state', from: 'configuring', to: 'ready', why: 'session.updated' }];
  for (const chunk of waiting.chunks) {
    ready = { ...ready, sent: ready.sent + 1 };
    effects.push({ type: 'append', eventId: `${options.eventPrefix}${ready.sent}`, chunk });
  }
  const after = waiting.digits === '' ? pump(ready) : sendDigits(ready, waiting.digits);
  return { state: after.state, effects: [...effects, ...after.effects] };
}

function whileReady(state: ReadyState, type: string, event: unknown, input: Received): BridgeStep {
  switch (type) {
    case 'response.created':
      return responseCreated(state, textAt(event, 'response', 'id'));
    case 'response.output_audio.delta':
      return audioDelta(state, event, input);
    case 'response.done':
      return responseDone(state, event);
    case 'input_audio_buffer.speech_started':
      return speechStarted(state, input.playback);
    default:
      return { state, effects: [] };
  }
}

function responseCreated(state: ReadyState, responseId: string): BridgeStep {
  const createId = state.turn.phase === 'requested' ? state.turn.createId : '';
  const turn = { phase: 'active', responseId, createId, cancelled: false, lateNoted: false } as const;
  return { state: { ...state, turn }, effects: [] };
}

function audioDelta(state: ReadyState, event: unknown, { audio }: Received): BridgeStep {
  if (!audio) return { state, effects: [note('RT-16', 'warning', 'The model sent audio that is not base64.')] };
  const responseId = textAt(event, 'response_id');
  const { turn } = state;
  if (turn.phase === 'active' && turn.responseId === responseId && turn.cancelled) {
    if (turn.lateNoted) return { state, effects: [] };
    const text = 'Audio of an interrupted response arrived late; it is kept in the track and not played.';
    return {
      state: { ...state, turn: { ...turn, lateNoted: true } },
      effects: [note('RT-11', 'info', text, { response_id: responseId })],
    };
  }
  const contentIndex = fieldAt(event, 'content_index');
  const key = {
    responseId,
    itemId: textAt(event, 'item_id'),
    contentIndex: typeof contentIndex === 'number' ? contentIndex : 0,
  };
  return { state: { ...state, ledger: addAudio(state.ledger, key, audio) }, effects: [{ type: 'play', range: audio }] };
}

function responseDone(state: ReadyState, event: unknown): BridgeStep {
  const responseId = textAt(event, 'response', 'id');
  const status = textAt(event, 'response', 'status');
  const isOurs = state.turn.phase !== 'active' || state.turn.responseId === responseId;
  // A response that failed at once may be announced by its end only, so an open request is settled by any end.
  const settled: ReadyState = {
    ...state,
    turn: isOurs ? { phase: 'idle' } : state.turn,
    ledger: completeResponse(state.ledger, responseId),
    failures: status === 'failed' ? state.failures + 1 : status === 'completed' ? 0 : state.failures,
  };
  const effects: BridgeEffect[] = [];
  if (status === 'failed') {
    const code = textAt(event, 'response', 'status_details', 'error', 'code');
    const why = textAt(event, 'response', 'status_details', 'error', 'message') || code || 'no reason given';
    const text = `The model failed to answer: ${why}`;
    if (code === 'insufficient_quota' || settled.failures >= MAX_FAILURES) return fatal(settled, 'RT-07', text);
    effects.push(note('RT-07', 'problem', text, { code }));
  } else if (status === 'incomplete') {
    const reason = textAt(event, 'response', 'status_details', 'reason') || 'no reason given';
    effects.push(note('RT-14', 'warning', `The model's answer is incomplete: ${reason}.`));
  }
  const pumped = pump(settled);
  return { state: pumped.state, effects: [...effects, ...pumped.effects] };
}

/** The caller speaks: what they still hear stops, and the model learns how much of it was heard. RT-15. */
function speechStarted(state: ReadyState, playback: Playback): BridgeStep {
  const effects: BridgeEffect[] = [];
  let next: ReadyState = state;
  if (playback.playing) effects.push({ type: 'interrupt' });
  const { turn } = state;
  if (turn.phase === 'active' && !turn.cancelled) {
    next = { ...next, turn: { ...turn, cancelled: true } };
    if (!state.options.wishes.turnDetection.interruptResponse) {
      next = send(next, effects, { type: 'response.cancel', response_id: turn.responseId });
    }
  }
  for (const correction of corrections(state.ledger, playback.heardBytes)) {
    next =
      correction.type === 'delete'
        ? send(next, effects, { type: 'conversation.item.delete', item_id: correction.itemId })
        : send(next, effects, {
            type: 'conversation.item.truncate',
            item_id: correction.itemId,
            content_index: correction.contentIndex,
            audio_end_ms: correction.audioEndMs,
          });
  }
  return { state: { ...next, ledger: [] }, effects };
}

/** An error is not the end of a session, unless a close follows at once or it refuses our settings. RT-01, RT-08. */
function serverError(state: Live, event: unknown): BridgeStep {
  const code = textAt(event, 'error', 'code') || textAt(event, 'error', 'type') || 'no code';
  const message = textAt(event, 'error', 'message') || 'no message';
  const about = textAt(event, 'error', 'event_id');
  const param = textAt(event, 'error', 'param');
  const data = { code, ...(param && { param }), ...(about && { event_id: about }) };
  const marked = { ...state, lastError: { code, message } };
  if (marked.phase === 'connecting') return { state: marked, effects: [] };
  if (marked.phase === 'configuring') {
    if (about !== '' && about !== marked.updateId) {
      return { state: marked, effects: [note('RT-08', 'warning', `The model reports: ${message}`, data)] };
    }
    return fatal(marked, 'RT-01', `The model refused the session's settings: ${message}`, data);
  }
  if (code === 'conversation_already_has_active_response') return requeue(marked, about, data);
  const { turn } = marked;
  const freed: ReadyState =
    turn.phase === 'requested' && about === turn.createId ? { ...marked, turn: { phase: 'idle' } } : marked;
  // A cancel that came too late is the ordinary end of a race.
  const level = code === 'response_cancel_not_active' ? 'info' : 'warning';
  const pumped = pump(freed);
  return {
    state: pumped.state,
    effects: [note('RT-08', level, `The model reports: ${message}`, data), ...pumped.effects],
  };
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
  if (turn.phase === 'idle') return joinNote(pump({ ...state, wanted: state.wanted + 1 }), effects);
  return { state, effects };
}

function joinNote(after: BridgeStep, effects: readonly BridgeEffect[]): BridgeStep {
  return { state: after.state, effects: [...effects, ...after.effects] };
}
