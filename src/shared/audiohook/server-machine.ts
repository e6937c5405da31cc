/**
 * Server side of one AudioHook session as a pure step: no socket, clock, log or counter of its own messages in here.
 * The shell appends what came, takes the step, and carries the effects out in order; the writer numbers messages.
 * Rules: docs/rules/audiohook.md.
 */
import { assertNever } from '../lib/assert-never.ts';
import { type Media, pickMedia } from './media.ts';
import {
  type ClientMessage,
  type ClientMessageType,
  NULL_UUID,
  type OpenParameters,
  type ServerBody,
} from './messages.ts';
import type { Breach } from './parse.ts';
import type { RuleId } from './rules.ts';

/** What is known of the session from its upgrade. */
export type Upgrade = { readonly sessionId: string; readonly organizationId: string };

export type ServerPhase = 'awaiting-open' | 'open' | 'disconnecting' | 'closed';

export type ServerState = { readonly upgrade: Upgrade; readonly clientSeq: number } & (
  | { readonly phase: 'awaiting-open' }
  | { readonly phase: 'open'; readonly media: Media | undefined; readonly paused: boolean }
  /** `disconnect` was sent: pings are answered, audio is ignored, until the client's `close`. */
  | { readonly phase: 'disconnecting' }
  /** `closed` was sent: the client closes TCP. */
  | { readonly phase: 'closed' }
);

export type Disconnect = Extract<ServerBody, { type: 'disconnect' }>['parameters'];

export type ServerInput =
  /** `sentSeq`: the highest seq that the server has written. */
  | { type: 'message'; message: ClientMessage; sentSeq: number }
  | { type: 'unknown-message'; messageType: string; seq: number }
  | { type: 'breach'; breach: Breach }
  | { type: 'audio'; bytes: number }
  | { type: 'disconnect'; parameters: Disconnect };

export type ServerEffect =
  | { type: 'send'; body: ServerBody }
  | { type: 'report'; rule: RuleId; level: 'info' | 'warning' | 'problem'; detail: string }
  | { type: 'opened'; open: OpenParameters; media: Media | undefined; probe: boolean }
  | { type: 'hear' }
  | { type: 'digit'; digit: string }
  | { type: 'playback'; what: 'started' | 'completed' }
  | { type: 'hold'; held: boolean }
  /** The call is over for the bot; `why` in words. */
  | { type: 'ended'; why: string };

export type ServerStep = { readonly state: ServerState; readonly effects: readonly ServerEffect[] };

export function startServer(upgrade: Upgrade): ServerState {
  return { phase: 'awaiting-open', upgrade, clientSeq: 0 };
}

const ALWAYS: readonly ClientMessageType[] = ['error', 'close'];
/** Which client messages are legal in which state (PROTOCOL section 4.1). What is not listed breaks AH-08. */
export const LEGAL: Readonly<Record<ServerPhase, readonly ClientMessageType[]>> = {
  'awaiting-open': ['open', ...ALWAYS],
  open: [
    'ping',
    'paused',
    'resumed',
    'discarded',
    'update',
    'dtmf',
    'playback_started',
    'playback_completed',
    ...ALWAYS,
  ],
  // What was under way when the server decided to end the call is no fault of the client's.
  disconnecting: [
    'ping',
    'paused',
    'resumed',
    'discarded',
    'update',
    'dtmf',
    'playback_started',
    'playback_completed',
    ...ALWAYS,
  ],
  closed: ['error'],
};

export function stepServer(state: ServerState, input: ServerInput): ServerStep {
  switch (input.type) {
    case 'message':
      return onMessage(state, input.message, input.sentSeq);
    case 'unknown-message': {
      const next = { ...state, clientSeq: Math.max(state.clientSeq, input.seq) };
      return { state: next, effects: [report('AH-11', 'warning', `unknown message type "${input.messageType}"`)] };
    }
    case 'breach':
      return violate(state, input.breach.rule, input.breach.detail);
    case 'audio':
      return onAudio(state, input.bytes);
    case 'disconnect':
      return disconnect(state, input.parameters);
    default:
      return assertNever(input, 'input of the AudioHook server');
  }
}

function onMessage(before: ServerState, message: ClientMessage, sentSeq: number): ServerStep {
  const { id, seq, serverseq } = message;
  const expected = before.clientSeq + 1;
  const state: ServerState = { ...before, clientSeq: Math.max(before.clientSeq, seq) };
  const ending = state.phase === 'disconnecting' || state.phase === 'closed';
  if (!ending) {
    if (id !== state.upgrade.sessionId) return violate(state, 'AH-03', `id is not the session id of the upgrade`);
    if (seq !== expected) return violate(state, 'AH-04', `seq ${seq}, expected ${expected}`);
    if (serverseq > sentSeq) return violate(state, 'AH-05', `serverseq ${serverseq}, but only ${sentSeq} were sent`);
  }
  if (!LEGAL[state.phase].includes(message.type)) {
    const rule = message.type === 'open' || state.phase === 'awaiting-open' ? 'AH-07' : 'AH-08';
    return violate(state, rule, `${message.type} in state ${state.phase}`);
  }
  switch (message.type) {
    case 'open':
      return onOpen(state, message.parameters);
    case 'ping':
      return { state, effects: [send({ type: 'pong', parameters: {} })] };
    case 'paused':
      return state.phase === 'open'
        ? { state: { ...state, paused: true }, effects: [{ type: 'hold', held: true }] }
        : { state, effects: [] };
    case 'resumed':
      return state.phase === 'open'
        ? { state: { ...state, paused: false }, effects: [{ type: 'hold', held: false }] }
        : { state, effects: [] };
    case 'discarded':
      return { state, effects: [] };
    case 'update':
      return { state, effects: state.phase === 'open' ? [send({ type: 'updated', parameters: {} })] : [] };
    case 'dtmf':
      return { state, effects: state.phase === 'open' ? [{ type: 'digit', digit: message.parameters.digit }] : [] };
    case 'playback_started':
      return { state, effects: [{ type: 'playback', what: 'started' }] };
    case 'playback_completed':
      return { state, effects: [{ type: 'playback', what: 'completed' }] };
    case 'error': {
      const { code, message: text } = message.parameters;
      return { state, effects: [report('AH-08', 'problem', `Genesys Cloud reports error ${code}: ${text}`)] };
    }
    case 'close': {
      const next: ServerState = { phase: 'closed', upgrade: state.upgrade, clientSeq: state.clientSeq };
      const why = `closed by Genesys Cloud, reason ${message.parameters.reason}`;
      return { state: next, effects: [{ type: 'ended', why }, send({ type: 'closed', parameters: {} })] };
    }
    default:
      return assertNever(message, 'client message');
  }
}

/** The connection probe has the null UUID in both places (PROTOCOL section 12). */
function isProbe(open: OpenParameters): boolean {
  return open.conversationId === NULL_UUID && open.participant.id === NULL_UUID;
}

function onOpen(state: ServerState, open: OpenParameters): ServerStep {
  if (open.organizationId !== state.upgrade.organizationId) {
    return violate(state, 'AH-26', 'organizationId is not that of the upgrade');
  }
  const probe = isProbe(open);
  const media = probe ? undefined : pickMedia(open.media);
  if (!probe && open.media.length > 0 && !media) {
    return violate(state, 'AH-12', 'no offer of PCMU, 8000 Hz, the external channel alone');
  }
  const { upgrade, clientSeq } = state;
  return {
    state: { phase: 'open', upgrade, clientSeq, media, paused: false },
    effects: [
      send({ type: 'opened', parameters: { media: media ? [media] : [] } }),
      { type: 'opened', open, media, probe },
    ],
  };
}

function onAudio(state: ServerState, bytes: number): ServerStep {
  switch (state.phase) {
    case 'awaiting-open':
      return violate(state, 'AH-10', `${bytes} bytes of audio before open`);
    case 'open':
      if (!state.media) return violate(state, 'AH-10', `${bytes} bytes of audio, but no media was selected`);
      if (state.paused) {
        return { state, effects: [report('AH-10', 'warning', 'audio in a pause'), { type: 'hear' }] };
      }
      return { state, effects: [{ type: 'hear' }] };
    case 'disconnecting':
      // Genesys sends on until it has read the disconnect: kept, but nobody listens.
      return { state, effects: [] };
    case 'closed':
      return { state, effects: [report('AH-10', 'warning', `${bytes} bytes of audio after close`)] };
    default:
      return assertNever(state, 'state of the AudioHook server');
  }
}

function disconnect(state: ServerState, parameters: Disconnect): ServerStep {
  if (state.phase === 'disconnecting' || state.phase === 'closed') return { state, effects: [] };
  const { upgrade, clientSeq } = state;
  const why = `disconnected by the server, reason ${parameters.reason}${parameters.info ? `: ${parameters.info}` : ''}`;
  return {
    state: { phase: 'disconnecting', upgrade, clientSeq },
    effects: [{ type: 'ended', why }, send({ type: 'disconnect', parameters })],
  };
}

/** What breaks a rule is reported, and ends the session unless it is ending already. There is no server `error`. */
function violate(state: ServerState, rule: RuleId, detail: string): ServerStep {
  const ended = disconnect(state, { reason: 'error', info: `Client Error: ${detail} (${rule})` });
  return { state: ended.state, effects: [report(rule, 'problem', detail), ...ended.effects] };
}

function send(body: ServerBody): ServerEffect {
  return { type: 'send', body };
}

function report(rule: RuleId, level: 'info' | 'warning' | 'problem', detail: string): ServerEffect {
  return { type: 'report', rule, level, detail };
}
