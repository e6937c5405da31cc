/**
 * Silence that should not be: after a turn of the caller no response is created or no audio comes, or the caller's
 * side sends nothing at all. Each is a note, once, and the call goes on. RT-18 to RT-20.
 */
import { note } from './bridge-effects.ts';
import type { BridgeEffect, BridgeStep, ReadyState } from './bridge-state.ts';

export interface Watch {
  /** A response should be created. */
  readonly response: boolean;
  /** Audio should come. */
  readonly answer: boolean;
  /** Caller audio since the timer was last started, in chunks. */
  readonly callerChunks: number;
  readonly callerQuiet: boolean;
}

export const NOTHING_AWAITED: Watch = { response: false, answer: false, callerChunks: 0, callerQuiet: false };

/** The caller's turn was committed, or a response was asked for. */
export function awaitResponse(state: ReadyState, effects: BridgeEffect[]): ReadyState {
  const { noResponseMs, noAnswerMs } = state.options.silence;
  effects.push({ type: 'start-timer', name: 'response', afterMs: noResponseMs });
  effects.push({ type: 'start-timer', name: 'answer', afterMs: noAnswerMs });
  return { ...state, watch: { ...state.watch, response: true, answer: true } };
}

/** What was awaited has come, or will not come any more. */
export function settle(state: ReadyState, effects: BridgeEffect[], ...names: ('response' | 'answer')[]): ReadyState {
  let { watch } = state;
  for (const name of names) {
    if (!watch[name]) continue;
    effects.push({ type: 'stop-timer', name });
    watch = { ...watch, [name]: false };
  }
  return watch === state.watch ? state : { ...state, watch };
}

export function watchCaller(state: ReadyState): BridgeEffect {
  return { type: 'start-timer', name: 'caller', afterMs: state.options.silence.noCallerAudioMs };
}

export function sawCallerAudio(state: ReadyState): ReadyState {
  return { ...state, watch: { ...state.watch, callerChunks: state.watch.callerChunks + 1, callerQuiet: false } };
}

export function silenceTimer(state: ReadyState, name: 'response' | 'answer' | 'caller'): BridgeStep {
  const { silence } = state.options;
  const { watch } = state;
  switch (name) {
    case 'response': {
      const text = `No response was created within ${silence.noResponseMs} ms: the caller waits.`;
      return { state: { ...state, watch: { ...watch, response: false } }, effects: [note('RT-20', 'warning', text)] };
    }
    case 'answer': {
      const text = `The model sent no audio within ${silence.noAnswerMs} ms: the caller hears nothing.`;
      return { state: { ...state, watch: { ...watch, answer: false } }, effects: [note('RT-18', 'warning', text)] };
    }
    case 'caller': {
      const isQuiet = watch.callerChunks === 0;
      const text = `No audio came from the caller's side for ${silence.noCallerAudioMs} ms or more, not even silence.`;
      const notes = isQuiet && !watch.callerQuiet ? [note('RT-19', 'warning', text)] : [];
      const next = { ...state, watch: { ...watch, callerChunks: 0, callerQuiet: isQuiet } };
      return { state: next, effects: [...notes, watchCaller(next)] };
    }
  }
}
