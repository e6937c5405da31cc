/**
 * Client side of one AudioHook session, as Genesys Cloud behaves, as a pure step: no socket, clock or counters of its
 * own messages in here. The shell numbers what it writes, runs the named timers, and plays what it hears.
 * Rules: docs/rules/audiohook.md. Timers: PROTOCOL sections 7 and 13.
 */
import { assertNever } from '../lib/assert-never.ts';
import { onAudio } from './client-audio.ts';
import { LENIENT_OPEN_TIMEOUT_MS } from './client-limits.ts';
import { hold, onOpened } from './client-open.ts';
import { andThen, base, close, complain, LIMITS, limited, refuse, report, same, unsure } from './client-refusal.ts';
import type {
  ClientConfig,
  ClientEffect,
  ClientInput,
  ClientState,
  ClientStep,
  ClientTimer,
  OpenState,
} from './client-state.ts';
import { OPEN_TIMEOUT_MS, PING_INTERVAL_MS } from './limits.ts';
import type { ClientBody, OpenParameters, ServerMessage } from './messages.ts';
import { fullBucket } from './token-bucket.ts';

/** Pings whose pong may come late: those of the last five minutes. */
const MOST_GIVEN_UP = 60;

const STRICT: ClientConfig = { lenient: false, listensOnly: false };

export function startClient(sessionId: string, open: OpenParameters, config: ClientConfig = STRICT): ClientState {
  const buckets = {
    text: fullBucket(LIMITS.text),
    binary: fullBucket(LIMITS.binary),
    pause: fullBucket(LIMITS.pause),
    resume: fullBucket(LIMITS.resume),
  };
  return { phase: 'connecting', sessionId, open, config, serverSeq: 0, buckets, complaint: undefined };
}

export function stepClient(state: ClientState, input: ClientInput): ClientStep {
  switch (input.type) {
    case 'connected':
      if (state.phase !== 'connecting') return same(state);
      return {
        state: { ...base(state), phase: 'opening' },
        effects: [
          { type: 'send', body: { type: 'open', parameters: state.open } },
          {
            type: 'timer',
            timer: 'open',
            afterMs: state.config.lenient ? LENIENT_OPEN_TIMEOUT_MS : OPEN_TIMEOUT_MS,
          },
        ],
      };
    case 'message':
      return onMessage(state, input);
    case 'breach': {
      const known = { ...state, serverSeq: Math.max(state.serverSeq, input.seq ?? 0) };
      const { repaired } = input;
      return refuse(known, input.code ?? 400, input.breach.rule, input.breach.detail, next =>
        repaired && next.phase !== 'connecting' && next.phase !== 'closed' ? dispatch(next, repaired, 0) : same(next),
      );
    }
    case 'audio':
      return onAudio(state, input.bytes, input.nowMs);
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
    case 'language':
      return whenOpen(state, { type: 'update', parameters: { language: input.language } });
    case 'hold':
      return state.phase === 'open' ? hold(state, { ...state.held, client: input.held }, 'unasked') : same(state);
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

type MessageInput = Extract<ClientInput, { type: 'message' }>;

function onMessage(before: ClientState, input: MessageInput): ClientStep {
  const { message, nowMs, warnings = [] } = input;
  if (before.phase === 'connecting' || before.phase === 'closed') return same(before);
  const known: ClientState = { ...before, serverSeq: Math.max(before.serverSeq, message.seq) };
  const warned: ClientStep = { state: known, effects: warnings.map(unsure) };
  return andThen(warned, state => {
    const breach = envelopeBreach(before, input);
    if (!breach) return withinLimits(state, message, nowMs);
    return refuse(state, breach.code, breach.rule, breach.detail, next => withinLimits(next, message, nowMs));
  });
}

function envelopeBreach(before: ClientState, { message, sentSeq }: MessageInput) {
  const expected = before.serverSeq + 1;
  const { type, id, seq, clientseq } = message;
  if (id !== before.sessionId)
    return { code: 400, rule: 'AH-03', detail: `${type}: id is not the session id` } as const;
  if (seq !== expected) {
    return { code: 400, rule: 'AH-04', detail: `expected sequence ${expected} but received sequence ${seq}` } as const;
  }
  if (clientseq > sentSeq) {
    const detail = `${type}: clientseq ${clientseq}, but only ${sentSeq} were sent`;
    return { code: 400, rule: 'AH-05', detail } as const;
  }
  if (before.phase === 'opening' && !['opened', 'disconnect', 'closed'].includes(type)) {
    return { code: 409, rule: 'AH-13', detail: `${type} before opened` } as const;
  }
  return undefined;
}

/** Over a limit Genesys says 429; whether it drops the message is not known, so it counts. */
function withinLimits(state: ClientState, message: ServerMessage, nowMs: number): ClientStep {
  return andThen(limited(state, 'text', nowMs), next => {
    if (message.type !== 'pause' && message.type !== 'resume') return dispatch(next, message, nowMs);
    return andThen(limited(next, message.type, nowMs), last => dispatch(last, message, nowMs));
  });
}

function dispatch(state: ClientState, message: ServerMessage, nowMs: number): ClientStep {
  switch (message.type) {
    case 'opened':
      return onOpened(state, message.parameters);
    case 'pong':
      return onPong(state, message.clientseq, nowMs);
    case 'pause':
      return state.phase === 'open' ? hold(state, { ...state.held, server: true }, 'asked') : same(state);
    case 'resume':
      return state.phase === 'open' ? hold(state, { ...state.held, server: false }, 'asked') : same(state);
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
        info,
        outputVariables,
        retryable: reason === 'error' && state.phase === 'opening',
      });
    }
    case 'closed':
      return onClosed(state);
    default:
      return assertNever(message, 'server message');
  }
}

function onPong(state: ClientState, clientseq: number, nowMs: number): ClientStep {
  if (state.phase !== 'open') return same(state);
  const { ping, givenUp } = state;
  // That it is late has been said.
  if (ping?.seq !== clientseq && givenUp.includes(clientseq))
    return same({ ...state, givenUp: givenUp.filter(seq => seq !== clientseq) });
  // As the reference client: reported without closing; the ping stays outstanding.
  if (!ping) return complain(state, 409, 'AH-15', 'pong without a ping');
  if (ping.seq !== clientseq)
    return complain(state, 400, 'AH-15', `pong for seq ${clientseq}, the ping had ${ping.seq}`);
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

function onClosed(state: ClientState): ClientStep {
  if (state.phase !== 'closing') return refuse(state, 409, 'AH-08', 'closed without close');
  return {
    state: { ...base(state), phase: 'closed', outcome: state.outcome },
    effects: [{ type: 'cancel-timer', timer: 'close' }, { type: 'close-socket' }],
  };
}

function onTimer(state: ClientState, timer: ClientTimer): ClientStep {
  switch (timer) {
    case 'open': {
      if (state.phase !== 'opening') return same(state);
      const text = 'Timed out waiting for opened response';
      const error: ClientEffect = { type: 'send', body: { type: 'error', parameters: { code: 408, message: text } } };
      const closed = close(state, 'error', { why: `${text} (AH-13)`, error: `${text} (AH-13)`, retryable: true });
      return { state: closed.state, effects: [report('AH-13', 'problem', text, 408), error, ...closed.effects] };
    }
    case 'close': {
      if (state.phase !== 'closing') return same(state);
      const why = 'Close transaction timeout: no closed within 10 s';
      const outcome = { ...state.outcome, error: state.outcome.error ?? why };
      return {
        state: { ...base(state), phase: 'closed', outcome },
        effects: [
          report('AH-14', 'problem', why, 408),
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
      // A lenient caller asks again at once, as if the pong had come.
      return refuse(state, 408, 'AH-15', 'Timeout waiting for pong', next => ({
        state: next.phase === 'open' ? giveUpPing(next) : next,
        effects: [{ type: 'timer', timer: 'ping', afterMs: 0 }],
      }));
    default:
      return assertNever(timer, 'timer');
  }
}

/** Its pong may still come. Of a server that answers none, the last are remembered. */
function giveUpPing(state: OpenState): OpenState {
  const givenUp = state.ping ? [...state.givenUp, state.ping.seq].slice(-MOST_GIVEN_UP) : state.givenUp;
  return { ...state, ping: undefined, givenUp };
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
        info: known?.info,
        outputVariables: known?.outputVariables,
        retryable: known?.retryable ?? state.phase !== 'open',
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

function whenOpen(state: ClientState, body: ClientBody): ClientStep {
  return { state, effects: state.phase === 'open' ? [{ type: 'send', body }] : [] };
}
