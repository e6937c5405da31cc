/**
 * The bridge between one call and one Realtime session as a pure step: no socket, clock or log in here. This file
 * brings a session up and lets it go; what happens in between is in ready-step.ts.
 * Source: OpenAI Realtime API (GA); the RT-nn rules are in docs/rules/realtime.md.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { assertNever } from '../lib/assert-never.ts';
import { andThen, ending, fatal, note, pump, send } from './bridge-effects.ts';
import {
  type BridgeEffect,
  type BridgeInput,
  type BridgeState,
  type BridgeStep,
  type CallerChunk,
  type LiveState,
  type Playback,
  type ReadyState,
  readyFrom,
  type TimerName,
  type Waiting,
} from './bridge-state.ts';
import { giveDigits, pressDigit } from './digits.ts';
import { closeAnswers, settleAnswers } from './interruption.ts';
import { fieldAt, textAt } from './parse.ts';
import { whileReady } from './ready-step.ts';
import { closed, lost, retell, tryAgain } from './reconnect.ts';
import { serverError } from './server-errors.ts';
import { buildLanguageUpdate, buildSessionUpdate, echoDifferences, echoedFormats } from './session-update.ts';
import { hangUp, toolResult } from './tool-calls.ts';
import { sawCallerAudio, silenceTimer, watchCaller } from './watch.ts';

/** A session lasts 60 minutes; this long before its end somebody should know, ms. */
const OLD_SESSION_MS = 55 * 60_000;

export function step(state: BridgeState, input: BridgeInput): BridgeStep {
  if (state.phase === 'ended') return { state, effects: [] };
  switch (input.type) {
    case 'received':
      return received(state, input);
    case 'caller-audio':
      return callerAudio(state, input.chunk);
    case 'digit':
      if (state.phase === 'ready') return pressDigit(state, input.digit, input.playback);
      return {
        state: { ...state, waiting: { ...state.waiting, digits: state.waiting.digits + input.digit } },
        effects: [],
      };
    case 'language-changed':
      return changeLanguage(state, input.language);
    case 'playback-completed':
      return closeAnswers(state, input.playback.extents);
    case 'timer':
      return timer(state, input.name, input.playback);
    case 'tool-result':
      return toolResult(state, input.callId, input.output);
    case 'closed':
      return closed(state, input.code, input.reason);
    case 'connect-failed':
      return lost(state, 'RT-05', input.why);
    case 'setup-timeout': {
      if (state.phase === 'ready' || state.phase === 'waiting') return { state, effects: [] };
      const missing = state.phase === 'connecting' ? 'session.created' : 'session.updated';
      return lost(state, 'RT-06', `The model sent no ${missing} within ${input.afterMs} ms.`);
    }
    case 'call-ended': {
      const settled = settleAnswers(state, input.playback.extents, 'call ended');
      return andThen(settled.effects, ending(settled.state, 'the call ended', [{ type: 'close-socket' }]));
    }
    default:
      return assertNever(input, 'bridge input');
  }
}

/** What is said to the caller is the instructions' affair; the transcription needs to know. */
function changeLanguage(before: LiveState, language: string): BridgeStep {
  const wishes = { ...before.options.wishes, language };
  const state = { ...before, options: { ...before.options, wishes } };
  const update = state.phase === 'ready' ? buildLanguageUpdate(wishes) : undefined;
  if (state.phase !== 'ready' || !update) return { state, effects: [] };
  const effects: BridgeEffect[] = [];
  return { state: send(state, effects, update), effects };
}

function timer(state: LiveState, name: TimerName, playback: Playback): BridgeStep {
  if (name === 'reconnect') return state.phase === 'waiting' ? tryAgain(state) : { state, effects: [] };
  if (state.phase !== 'ready') return { state, effects: [] };
  switch (name) {
    case 'digits':
      return giveDigits(state);
    case 'farewell':
      return hangUp(state);
    case 'session-age': {
      const text = 'The session is 55 minutes old; OpenAI ends it after 60.';
      return { state, effects: [note('RT-25', 'warning', text, { playing: playback.playing })] };
    }
    default:
      return silenceTimer(state, name);
  }
}

/** Before the session is ready the caller's audio waits; sent later, in order, it loses nothing: the API has no clock. */
function callerAudio(state: LiveState, chunk: CallerChunk): BridgeStep {
  if (state.phase === 'ready') {
    const eventId = `${state.options.eventPrefix}${state.sent + 1}`;
    return { state: sawCallerAudio({ ...state, sent: state.sent + 1 }), effects: [{ type: 'append', eventId, chunk }] };
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

type Received = Extract<BridgeInput, { type: 'received' }>;

function received(state: LiveState, input: Received): BridgeStep {
  const { parsed } = input;
  if (parsed.kind === 'malformed') {
    return { state, effects: [note('RT-12', 'warning', `The model sent what is no event: ${parsed.why}.`)] };
  }
  if (parsed.type === 'error') return serverError(state, parsed.event);
  const calm = state.lastError ? { ...state, lastError: undefined } : state;
  switch (calm.phase) {
    case 'connecting':
      return parsed.type === 'session.created' ? configure(calm, parsed.event) : { state: calm, effects: [] };
    case 'configuring':
      return parsed.type === 'session.updated' ? becomeReady(calm, parsed.event) : { state: calm, effects: [] };
    case 'ready':
      return whileReady(calm, parsed.type, parsed.event, input);
    case 'waiting':
      return { state: calm, effects: [] };
    default:
      return assertNever(calm, 'bridge state');
  }
}

function configure(state: Extract<BridgeState, { phase: 'connecting' }>, event: unknown): BridgeStep {
  const updateId = `${state.options.eventPrefix}${state.sent + 1}`;
  const update = buildSessionUpdate(updateId, state.options.wishes);
  // Seconds since the Unix epoch, as the API gives it.
  const expiresAt = fieldAt(event, 'session', 'expires_at');
  const data = { session_id: textAt(event, 'session', 'id'), model: state.options.model, expires_at: expiresAt };
  return {
    state: { ...state, phase: 'configuring', updateId, update, sent: state.sent + 1 },
    effects: [
      { type: 'state', from: 'connecting', to: 'configuring', why: 'session.created' },
      ...(typeof expiresAt === 'number' ? [note('session-began', 'info', 'A session of the model began.', data)] : []),
      { type: 'send', event: update },
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
  const { options, waiting, memory } = state;
  const effects: BridgeEffect[] = [
    { type: 'state', from: 'configuring', to: 'ready', why: 'session.updated' },
    ...echoNotes(state, event),
  ];
  let ready = readyFrom(state);
  if (memory.wasReady) ready = retell(ready, effects);
  else ready = { ...ready, wanted: options.greet ? 1 : 0, memory: { ...memory, wasReady: true } };
  for (const chunk of waiting.chunks) {
    ready = { ...ready, sent: ready.sent + 1 };
    effects.push({ type: 'append', eventId: `${options.eventPrefix}${ready.sent}`, chunk });
  }
  effects.push(watchCaller(ready), { type: 'start-timer', name: 'session-age', afterMs: OLD_SESSION_MS });
  return andThen(effects, firstAnswer(ready, waiting.digits));
}

function firstAnswer(ready: ReadyState, digits: string): BridgeStep {
  if (digits !== '') return giveDigits({ ...ready, digits });
  const { greeting } = ready.options;
  const isGreeting = ready.memory.reconnects === 0 && greeting !== '';
  return isGreeting ? pump(ready, { instructions: greeting }) : pump(ready);
}

function echoNotes(state: Extract<BridgeState, { phase: 'configuring' }>, event: unknown): BridgeEffect[] {
  const found = echoDifferences(state.update, event);
  if (found.length === 0) return [];
  const paths = found.map(({ path }) => path).join(', ');
  const text = `The session is not as it was asked for: ${paths}.`;
  return [note('RT-21', 'warning', text, { differences: found })];
}
