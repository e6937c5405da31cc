/** One call at a time from this page: microphone in, heard audio out, and its state for the page to draw. */
import { EchoWatch } from '../../../shared/audio/echo-watch.ts';
import { PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import type { CallOptions, CallOutcome } from '../../../shared/audiohook/call-options.ts';
import type { CloseReason } from '../../../shared/audiohook/messages.ts';
import type { CallItem, CallSource } from '../../../shared/contract/calls-contract.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { Failure } from '../../../shared/lib/result.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { createHeardPlayer, type HeardPlayer } from './heard-player.ts';
import { type Microphone, openMicrophone } from './microphone.ts';

export type CallRequest = {
  /** `undefined`: this console's own server. */
  readonly target: string | undefined;
  readonly connectorId: string;
  readonly credentials: { apiKey: string; clientSecret: string } | undefined;
  readonly source: Exclude<CallSource, { type: 'microphone' }> | { type: 'microphone'; deviceId: string | undefined };
  readonly options: CallOptions;
  /** The output device that plays what the caller hears; empty: the system's. */
  readonly outputId: string;
};

/** The script that is played unless another is chosen: one that ships. */
export const FIRST_SCRIPT = 'greet, ask, interrupt, say goodbye';

/** The call that anybody gets who just presses Call: the microphone, to this console. */
export const DEFAULT_CALL: CallRequest = {
  target: undefined,
  connectorId: 'demo-bot',
  credentials: undefined,
  source: { type: 'microphone', deviceId: undefined },
  options: {},
  outputId: '',
};

type WireState = Extract<CallItem, { type: 'state' }>['state'];

/** How the last call ended. `outcome` is there when it got as far as a call. */
export type LastCall = {
  readonly words: string;
  readonly failed: boolean;
  readonly outcome: CallOutcome | undefined;
  /** The session that records it; undefined where it did not get so far. */
  readonly sessionId: string | undefined;
  /** It failed for want of a microphone: without one it can be made. */
  readonly withoutMicrophone?: CallRequest | undefined;
};

export type CallState =
  | { readonly phase: 'idle'; readonly last: LastCall | undefined }
  | { readonly phase: 'starting'; readonly words: string }
  | {
      readonly phase: 'active';
      readonly state: WireState;
      readonly words: string;
      /** When the call opened, on the page's clock (`performance.now()`). */
      readonly openedAtMs: number | undefined;
      readonly muted: boolean;
      /** The caller's own pause. */
      readonly paused: boolean;
    };

export type CallController = {
  readonly state: ReadableStore<CallState>;
  readonly callerDbfs: ReadableStore<number>;
  readonly botDbfs: ReadableStore<number>;
  /** What is wrong with the sound on this machine, in words; undefined: nothing. */
  readonly soundProblem: ReadableStore<string | undefined>;
  place(client: ConsoleClient, request: CallRequest): Promise<void>;
  hangUp(reason?: CloseReason): void;
  /** Forgets how the last call ended. */
  dismiss(): void;
  setMuted(muted: boolean): void;
  pressDigit(digit: string): void;
  setPaused(paused: boolean): void;
  updateLanguage(language: string): void;
  /** The next `ms` of what is said are lost. */
  discard(ms: number): void;
};

const SILENCE_DBFS = -100;

/** What lives and dies with one call. `callId` is known once the host has taken the call. */
type Running = {
  readonly client: ConsoleClient;
  readonly heard: HeardPlayer;
  microphone: Microphone | undefined;
  callId: string | undefined;
  sessionId: string | undefined;
  cancelled: boolean;
  outcome: CallOutcome | undefined;
  stopWatching(): void;
};

/** How often the microphone is compared with what is played, and how often in a row makes an echo. */
const ECHO_LOOK_MS = 1000;
const ECHO_TIMES = 2;
const ECHO_WORDS =
  'The microphone hears the bot, so the bot will interrupt itself: take headphones, or turn the loudspeaker down.';
const OUTPUT_WORDS = 'The chosen output cannot be had: the system’s own plays.';

/** A call may be over before its progress is asked for; then only its session knows why. */
function endWords(failure: Failure | undefined): string {
  if (!failure) return 'The call has ended.';
  if (failure.code !== 'no-such-call') return failure.message;
  return 'The call ended at once. Its session, newest in the list, says why.';
}

/** `onPlaced` hears which session records the new call. */
export function createCallController(onPlaced: (sessionId: string) => void): CallController {
  const state = createStore<CallState>({ phase: 'idle', last: undefined });
  const callerDbfs = createStore(SILENCE_DBFS);
  const botDbfs = createStore(SILENCE_DBFS);
  const soundProblem = createStore<string | undefined>(undefined);
  let running: Running | undefined;

  const finish = (words: string, failed: boolean, withoutMicrophone?: CallRequest) => {
    const { outcome, sessionId } = running ?? {};
    running?.microphone?.stop();
    running?.heard.dispose();
    running?.stopWatching();
    soundProblem.set(undefined);
    running = undefined;
    callerDbfs.set(SILENCE_DBFS);
    botDbfs.set(SILENCE_DBFS);
    // A call that was made to fail, and failed as it should, is no news of trouble: its result says so.
    const troubled = failed && outcome?.fault?.asItShould !== true;
    state.set({ phase: 'idle', last: { words, failed: troubled, outcome, sessionId, withoutMicrophone } });
  };

  const onItem = (call: Running, item: CallItem) => {
    switch (item.type) {
      case 'state': {
        if (item.state === 'closed') {
          if (running === call) finish(item.why, item.failed);
          return;
        }
        const before = state.get();
        const openedAtMs = before.phase === 'active' ? before.openedAtMs : undefined;
        state.set({
          phase: 'active',
          state: item.state,
          words: item.why,
          openedAtMs: openedAtMs ?? (item.state === 'open' ? performance.now() : undefined),
          muted: before.phase === 'active' && before.muted,
          paused: before.phase === 'active' && before.paused,
        });
        return;
      }
      case 'outcome':
        call.outcome = item.outcome;
        return;
      case 'paused': {
        const now = state.get();
        if (now.phase === 'active') state.set({ ...now, paused: item.paused });
        return;
      }
      case 'heard':
        call.heard.play(item.audio);
        return;
      case 'flush':
        call.heard.flush();
        return;
      case 'level':
        callerDbfs.set(item.callerDbfs);
        botDbfs.set(item.botDbfs);
        return;
      default:
        assertNever(item, 'call item');
    }
  };

  const place = async (client: ConsoleClient, request: CallRequest) => {
    if (running) return;
    const echo = new EchoWatch();
    let times = 0;
    const looking = setInterval(() => {
      times = echo.hears(performance.now()) ? times + 1 : 0;
      if (times >= ECHO_TIMES) soundProblem.set(ECHO_WORDS);
    }, ECHO_LOOK_MS);
    const heard = createHeardPlayer({
      outputId: request.outputId,
      onPlay: (startMs, samples) => echo.play(startMs, samples),
      onNoOutput: () => soundProblem.set(OUTPUT_WORDS),
    });
    const call: Running = {
      client,
      heard,
      stopWatching: () => clearInterval(looking),
      microphone: undefined,
      callId: undefined,
      sessionId: undefined,
      cancelled: false,
      outcome: undefined,
    };
    running = call;
    const { source } = request;
    if (source.type === 'microphone') {
      state.set({ phase: 'starting', words: 'Waiting for the microphone: allow it when you are asked.' });
      const opened = await openMicrophone(source.deviceId);
      if (!opened.ok) {
        finish(opened.error.message, true, { ...request, source: { type: 'script', name: FIRST_SCRIPT } });
        return;
      }
      call.microphone = opened.value;
      if (call.cancelled) {
        finish('Given up before the call was placed.', false);
        return;
      }
    }
    state.set({ phase: 'starting', words: 'Placing the call…' });
    // What is said from now on belongs to the call, also what comes before its id does.
    let early: Int16Array<ArrayBuffer>[] = [];
    const speak = (callId: string, samples: Int16Array<ArrayBuffer>) =>
      // Pieces that come after the end are refused, as they should be; the call's own stream tells why it ended.
      void client.speak({ callId, samples: new Uint8Array(samples.buffer) });
    call.microphone?.onPiece(samples => {
      echo.capture(performance.now() - (1000 * samples.length) / PCMU_RATE_HZ, samples);
      if (call.callId === undefined) early.push(samples);
      else speak(call.callId, samples);
    });
    const placed = await client.placeCall({
      connectorId: request.connectorId,
      source: source.type === 'microphone' ? { type: 'microphone' } : source,
      options: request.options,
      ...(request.target === undefined ? {} : { target: request.target }),
      ...(request.credentials === undefined ? {} : { credentials: request.credentials }),
    });
    if (!placed.ok) {
      finish(placed.error.message, true);
      return;
    }
    const { callId, sessionId, url } = placed.value;
    call.callId = callId;
    call.sessionId = sessionId;
    for (const samples of early) speak(callId, samples);
    early = [];
    const words = `calling ${url}`;
    state.set({ phase: 'active', state: 'connecting', words, openedAtMs: undefined, muted: false, paused: false });
    onPlaced(sessionId);
    client.callProgress(
      { callId },
      {
        item: item => {
          if (running === call) onItem(call, item);
        },
        end: failure => {
          if (running === call) finish(endWords(failure), failure !== undefined);
        },
      },
    );
    if (call.cancelled) void client.hangUp({ callId });
  };

  return {
    state,
    callerDbfs,
    botDbfs,
    soundProblem,
    place,
    hangUp: (reason = 'end') => {
      if (!running) return;
      running.cancelled = true;
      running.microphone?.stop();
      if (running.callId !== undefined) void running.client.hangUp({ callId: running.callId, reason });
    },
    dismiss: () => {
      if (!running) state.set({ phase: 'idle', last: undefined });
    },
    setMuted: muted => {
      const now = state.get();
      if (running?.callId === undefined || now.phase !== 'active') return;
      void running.client.mute({ callId: running.callId, muted });
      state.set({ ...now, muted });
    },
    pressDigit: digit => {
      if (running?.callId !== undefined) void running.client.pressDigit({ callId: running.callId, digit });
    },
    setPaused: held => {
      if (running?.callId !== undefined) void running.client.holdCall({ callId: running.callId, held });
    },
    updateLanguage: language => {
      if (running?.callId !== undefined) void running.client.updateLanguage({ callId: running.callId, language });
    },
    discard: ms => {
      if (running?.callId !== undefined) void running.client.discardAudio({ callId: running.callId, ms });
    },
  };
}
