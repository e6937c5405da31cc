/**
 * Client side of one AudioHook session, as Genesys Cloud behaves, as a pure step: no socket, clock or counters of its
 * own messages in here. The shell numbers what it writes, runs the named timers, and plays what it hears.
 * Rules: docs/rules/audiohook.md. Timers: PROTOCOL sections 7 and 13.
 */
import { assertNever } from '../lib/assert-never.ts';
import { CLOSE_TIMEOUT_MS, FIRST_PING_MS, OPEN_TIMEOUT_MS, PING_INTERVAL_MS } from './limits.ts';
import { type Media, sameMedia } from './media.ts';
import type { ClientBody, CloseReason, OpenParameters, ServerMessage } from './messages.ts';
import type { Breach } from './parse.ts';
import type { RuleId } from './rules.ts';

export type ClientPhase = 'connecting' | 'opening' | 'open' | 'closing' | 'closed';

export type ClientState = {
  readonly sessionId: string;
  readonly open: OpenParameters;
  /** Highest seq received from the server. */
  readonly serverSeq: number;
} & (
  | { readonly phase: 'connecting' }
  | { readonly phase: 'opening' }
  | {
      readonly phase: 'open';
      readonly media: Media | undefined;
      readonly paused: boolean;
      /** The ping that waits for its pong: its seq, and when it was written. */
      readonly ping: { readonly seq: number; readonly atMs: number } | undefined;
      readonly pongs: number;
      readonly rttMs: number | undefined;
    }
  | { readonly phase: 'closing'; readonly outcome: ClientOutcome }
  | { readonly phase: 'closed'; readonly outcome: ClientOutcome }
);

/** How the call ended, as Architect would learn it. */
export type ClientOutcome = {
  /** In words. */
  readonly why: string;
  /** Absent when the call went as it should. */
  readonly error: string | undefined;
  readonly disconnectReason: string | undefined;
  readonly outputVariables: Readonly<Record<string, string>> | undefined;
};

export type ClientTimer = 'open' | 'close' | 'ping' | 'pong';

export type ClientInput =
  | { type: 'connected' }
  /** `sentSeq`: the highest seq that the client has written; `nowMs`: its clock. */
  | { type: 'message'; message: ServerMessage; sentSeq: number; nowMs: number }
  | { type: 'breach'; breach: Breach; seq: number | undefined }
  | { type: 'audio'; bytes: number }
  | { type: 'timer'; timer: ClientTimer }
  /** The shell has written a ping with this seq. */
  | { type: 'ping-written'; seq: number; nowMs: number }
  | { type: 'hang-up'; reason: CloseReason; why: string }
  | { type: 'digit'; digit: string }
  | { type: 'playback'; what: 'started' | 'completed' }
  /** The TCP connection is gone; `how` in words. */
  | { type: 'gone'; how: string };

export type ClientEffect =
  | { type: 'send'; body: ClientBody }
  | { type: 'report'; rule: RuleId; level: 'info' | 'warning' | 'problem'; detail: string }
  | { type: 'timer'; timer: ClientTimer; afterMs: number }
  | { type: 'cancel-timer'; timer: ClientTimer }
  /** The media is open: the caller's audio starts. */
  | { type: 'speak'; media: Media }
  | { type: 'stop-speaking' }
  | { type: 'hear' }
  /** `barge_in`: forget what is not yet played. */
  | { type: 'flush' }
  | { type: 'round-trip'; rttMs: number }
  /** The client closes TCP, as it always is the one to do. */
  | { type: 'close-socket' };

export type ClientStep = { readonly state: ClientState; readonly effects: readonly ClientEffect[] };

export function startClient(sessionId: string, open: OpenParameters): ClientState {
  return { phase: 'connecting', sessionId, open, serverSeq: 0 };
}

export function stepClient(state: ClientState, input: ClientInput): ClientStep {
  switch (input.type) {
    case 'connected':
      if (state.phase !== 'connecting') return same(state);
      return {
        state: { ...base(state), phase: 'opening' },
        effects: [
          { type: 'send', body: { type: 'open', parameters: state.open } },
          { type: 'timer', timer: 'open', afterMs: OPEN_TIMEOUT_MS },
        ],
      };
    case 'message':
      return onMessage(state, input.message, input.sentSeq, input.nowMs);
    case 'breach': {
      const known = { ...state, serverSeq: Math.max(state.serverSeq, input.seq ?? 0) };
      return fault(known, 400, input.breach.rule, input.breach.detail);
    }
    case 'audio':
      return onAudio(state, input.bytes);
    case 'timer':
      return onTimer(state, input.timer);
    case 'ping-written':
      return state.phase === 'open'
        ? { state: { ...state, ping: { seq: input.seq, atMs: input.nowMs } }, effects: [] }
        : same(state);
    case 'hang-up':
      return close(state, input.reason, { why: input.why });
    case 'digit':
      return whenOpen(state, { type: 'dtmf', parameters: { digit: input.digit } });
    case 'playback': {
      const type = input.what === 'started' ? 'playback_started' : 'playback_completed';
      return whenOpen(state, { type, parameters: {} });
    }
    case 'gone':
      return onGone(state, input.how);
    default:
      return assertNever(input, 'input of the AudioHook client');
  }
}

function onMessage(before: ClientState, message: ServerMessage, sentSeq: number, nowMs: number): ClientStep {
  const expected = before.serverSeq + 1;
  const state: ClientState = { ...before, serverSeq: Math.max(before.serverSeq, message.seq) };
  if (state.phase === 'connecting' || state.phase === 'closed') return same(state);
  if (message.id !== state.sessionId) return fault(state, 400, 'AH-03', `${message.type}: id is not the session id`);
  if (message.seq !== expected) {
    return fault(state, 400, 'AH-04', `expected sequence ${expected} but received sequence ${message.seq}`);
  }
  if (message.clientseq > sentSeq) {
    return fault(state, 400, 'AH-05', `${message.type}: clientseq ${message.clientseq}, but only ${sentSeq} were sent`);
  }
  if (state.phase === 'opening' && !['opened', 'disconnect', 'closed'].includes(message.type)) {
    return fault(state, 409, 'AH-13', `${message.type} before opened`);
  }
  switch (message.type) {
    case 'opened':
      return onOpened(state, message.parameters.media, message.parameters.startPaused ?? false);
    case 'pong':
      return onPong(state, message.clientseq, nowMs);
    case 'pause':
      return onPause(state, true);
    case 'resume':
      return onPause(state, false);
    case 'event': {
      const interrupts = message.parameters.entities.some(entity => entity.type === 'barge_in');
      return { state, effects: interrupts ? [{ type: 'flush' }] : [] };
    }
    case 'updated':
      return same(state);
    case 'reconnect':
      return { state, effects: [report('AH-08', 'info', 'reconnect asked for; Audio Connector does not do it')] };
    case 'disconnect': {
      const { reason, info, outputVariables } = message.parameters;
      const text = `disconnected by the server, reason ${reason}${info ? `: ${info}` : ''}`;
      return close(state, 'disconnect', {
        why: text,
        error: reason === 'completed' ? undefined : text,
        disconnectReason: reason,
        outputVariables,
      });
    }
    case 'closed':
      return onClosed(state);
    default:
      return assertNever(message, 'server message');
  }
}

function onOpened(state: ClientState, media: readonly Media[], startPaused: boolean): ClientStep {
  if (state.phase !== 'opening') return fault(state, 409, 'AH-08', `opened in state ${state.phase}`);
  if (media.length > 1) return fault(state, 400, 'AH-12', 'more than one media selected');
  const [selected] = media;
  if (selected && !state.open.media.some(offer => sameMedia(offer, selected))) {
    return fault(state, 400, 'AH-12', 'the selected media is not one of the offered, unchanged');
  }
  const effects: ClientEffect[] = [
    { type: 'cancel-timer', timer: 'open' },
    { type: 'timer', timer: 'ping', afterMs: FIRST_PING_MS },
  ];
  if (startPaused) effects.push({ type: 'send', body: { type: 'paused', parameters: {} } });
  if (selected) effects.push({ type: 'speak', media: selected });
  return {
    state: {
      ...base(state),
      phase: 'open',
      media: selected,
      paused: startPaused,
      ping: undefined,
      pongs: 0,
      rttMs: undefined,
    },
    effects,
  };
}

function onPong(state: ClientState, clientseq: number, nowMs: number): ClientStep {
  if (state.phase !== 'open') return same(state);
  const { ping } = state;
  if (!ping) return { state, effects: [report('AH-15', 'warning', 'pong without a ping')] };
  if (ping.seq !== clientseq) {
    // As the reference client: reported without closing; the ping stays outstanding.
    return { state, effects: [report('AH-15', 'problem', `pong for seq ${clientseq}, the ping had ${ping.seq}`)] };
  }
  const rttMs = nowMs - ping.atMs;
  return {
    state: { ...state, ping: undefined, pongs: state.pongs + 1, rttMs },
    effects: [
      { type: 'cancel-timer', timer: 'pong' },
      { type: 'round-trip', rttMs },
      // A second ping right after the first pong makes an rtt available early.
      { type: 'timer', timer: 'ping', afterMs: state.pongs === 0 ? 0 : PING_INTERVAL_MS },
    ],
  };
}

function onPause(state: ClientState, paused: boolean): ClientStep {
  if (state.phase !== 'open') return same(state);
  if (paused)
    return { state: { ...state, paused }, effects: [{ type: 'send', body: { type: 'paused', parameters: {} } }] };
  if (!state.paused) return same(state);
  return { state: { ...state, paused }, effects: [{ type: 'send', body: RESUMED }] };
}

/** The shell fills in `start` and `discarded` from its sample count. */
const RESUMED: ClientBody = { type: 'resumed', parameters: { start: 'PT0.0S', discarded: 'PT0.0S' } };

function onClosed(state: ClientState): ClientStep {
  if (state.phase !== 'closing') return fault(state, 409, 'AH-08', 'closed without close');
  return {
    state: { ...base(state), phase: 'closed', outcome: state.outcome },
    effects: [{ type: 'cancel-timer', timer: 'close' }, { type: 'close-socket' }],
  };
}

function onAudio(state: ClientState, bytes: number): ClientStep {
  switch (state.phase) {
    case 'open':
      if (!state.media) return fault(state, 415, 'AH-10', `${bytes} bytes of audio, but no media was selected`);
      if (state.paused) {
        return { state, effects: [report('AH-10', 'warning', `${bytes} bytes of audio in a pause`), { type: 'hear' }] };
      }
      return { state, effects: [{ type: 'hear' }] };
    case 'closing':
      return { state, effects: [report('AH-10', 'warning', `${bytes} bytes of audio after the end: not played`)] };
    case 'connecting':
    case 'opening':
      return { state, effects: [report('AH-10', 'problem', `${bytes} bytes of audio before opened: not played`)] };
    case 'closed':
      return same(state);
    default:
      return assertNever(state, 'state of the AudioHook client');
  }
}

function onTimer(state: ClientState, timer: ClientTimer): ClientStep {
  switch (timer) {
    case 'open':
      if (state.phase !== 'opening') return same(state);
      return fault(state, 408, 'AH-13', 'Timed out waiting for opened response');
    case 'close': {
      if (state.phase !== 'closing') return same(state);
      const why = 'Close transaction timeout: no closed within 10 s';
      const outcome = { ...state.outcome, error: state.outcome.error ?? why };
      return {
        state: { ...base(state), phase: 'closed', outcome },
        effects: [
          report('AH-14', 'problem', why),
          { type: 'send', body: { type: 'error', parameters: { code: 408, message: 'Close transaction timeout' } } },
          { type: 'close-socket' },
        ],
      };
    }
    case 'ping': {
      if (state.phase !== 'open') return same(state);
      const parameters = state.rttMs === undefined ? {} : { rtt: `PT${(state.rttMs / 1000).toFixed(6)}S` };
      return {
        state,
        effects: [
          { type: 'send', body: { type: 'ping', parameters } },
          { type: 'timer', timer: 'pong', afterMs: PING_INTERVAL_MS },
        ],
      };
    }
    case 'pong':
      if (state.phase !== 'open') return same(state);
      return fault(state, 408, 'AH-15', 'Timeout waiting for pong');
    default:
      return assertNever(timer, 'timer');
  }
}

function onGone(state: ClientState, how: string): ClientStep {
  if (state.phase === 'closed') return same(state);
  const early = state.phase === 'closing' ? ' before closed' : '';
  const why = `the server's connection ended${early}: ${how}`;
  const known = state.phase === 'closing' ? state.outcome : undefined;
  return {
    state: {
      ...base(state),
      phase: 'closed',
      outcome: {
        why: known?.why ?? why,
        error: known?.error ?? why,
        disconnectReason: known?.disconnectReason,
        outputVariables: known?.outputVariables,
      },
    },
    effects: [
      ...(state.phase === 'connecting' ? [] : [report('AH-16', 'problem', why)]),
      ...ALL_TIMERS.map(timer => ({ type: 'cancel-timer', timer }) as const),
      { type: 'stop-speaking' },
    ],
  };
}

const ALL_TIMERS: readonly ClientTimer[] = ['open', 'close', 'ping', 'pong'];

/** Genesys reports what is wrong with `error` and then closes with reason `error` (PROTOCOL section 11). */
function fault(state: ClientState, code: number, rule: RuleId, detail: string): ClientStep {
  const noted = report(rule, 'problem', detail);
  if (state.phase === 'closing' || state.phase === 'closed') return { state, effects: [noted] };
  const error: ClientEffect = { type: 'send', body: { type: 'error', parameters: { code, message: detail } } };
  const text = `${detail} (${rule})`;
  const closed = close(state, 'error', { why: text, error: text });
  return { state: closed.state, effects: [noted, error, ...closed.effects] };
}

function close(state: ClientState, reason: CloseReason, outcome: Partial<ClientOutcome> & { why: string }): ClientStep {
  if (state.phase === 'closing' || state.phase === 'closed') return same(state);
  const whole: ClientOutcome = {
    why: outcome.why,
    error: outcome.error,
    disconnectReason: outcome.disconnectReason,
    outputVariables: outcome.outputVariables,
  };
  const stop: ClientEffect[] = [
    ...(['open', 'ping', 'pong'] as const).map(timer => ({ type: 'cancel-timer', timer }) as const),
    { type: 'stop-speaking' },
  ];
  if (state.phase === 'connecting') {
    return { state: { ...base(state), phase: 'closed', outcome: whole }, effects: [...stop, { type: 'close-socket' }] };
  }
  return {
    state: { ...base(state), phase: 'closing', outcome: whole },
    effects: [
      ...stop,
      { type: 'send', body: { type: 'close', parameters: { reason } } },
      { type: 'timer', timer: 'close', afterMs: CLOSE_TIMEOUT_MS },
    ],
  };
}

function whenOpen(state: ClientState, body: ClientBody): ClientStep {
  return { state, effects: state.phase === 'open' ? [{ type: 'send', body }] : [] };
}

function base(state: ClientState): Pick<ClientState, 'sessionId' | 'open' | 'serverSeq'> {
  return { sessionId: state.sessionId, open: state.open, serverSeq: state.serverSeq };
}

function same(state: ClientState): ClientStep {
  return { state, effects: [] };
}

function report(rule: RuleId, level: 'info' | 'warning' | 'problem', detail: string): ClientEffect {
  return { type: 'report', rule, level, detail };
}
