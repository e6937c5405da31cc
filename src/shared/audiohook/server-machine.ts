/**
 * Server side of one AudioHook session as a pure step: no socket, clock, log or counter of its own messages in here.
 * The shell appends what came, takes the step, and carries the effects out in order; the writer numbers messages.
 * Rules: docs/rules/audiohook.md.
 */
import { assertNever } from '../lib/assert-never.ts';
import { parseDurationMs } from './duration.ts';
import { type Media, pickMedia } from './media.ts';
import { blockBytes } from './media-stream.ts';
import {
  type ClientMessage,
  type ClientMessageType,
  NULL_UUID,
  type OpenParameters,
  type ServerBody,
} from './messages.ts';
import type { Breach } from './parse.ts';
import type { RuleId } from './rules.ts';

/** What is known of the session from its upgrade, and how it is to be opened. */
export type Upgrade = { readonly sessionId: string; readonly organizationId: string; readonly opening?: Opening };

/** How `open` is answered. */
export type Opening = {
  /** Why this call is not taken; a connection probe is taken all the same. */
  readonly refusal?: string | undefined;
  readonly startPaused?: boolean;
  /** A position: what the client buffered before it is not wanted. */
  readonly discardTo?: string | undefined;
  /** Told to a client that asks. */
  readonly supportedLanguages?: readonly string[];
};

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
  /** A type that nobody knows, with a good envelope. */
  | { type: 'unknown-message'; messageType: string; envelope: Envelope; sentSeq: number }
  | { type: 'breach'; breach: Breach }
  | { type: 'audio'; bytes: number }
  | { type: 'disconnect'; parameters: Disconnect }
  /** The TCP connection is gone. */
  | { type: 'gone' };

export type ServerEffect =
  | { type: 'send'; body: ServerBody }
  | { type: 'report'; rule: RuleId; level: 'info' | 'warning' | 'problem'; detail: string }
  | { type: 'opened'; open: OpenParameters; media: Media | undefined; probe: boolean }
  | { type: 'hear' }
  | { type: 'digit'; digit: string }
  | { type: 'playback'; what: 'started' | 'completed' }
  | { type: 'hold'; held: boolean }
  /** The caller's timeline moves on by this much without audio. */
  | { type: 'skip'; ms: number }
  | { type: 'language'; language: string }
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
      const next = { ...state, clientSeq: Math.max(state.clientSeq, input.envelope.seq) };
      const broken = isEnding(state) ? undefined : brokenEnvelope(state, input.envelope, input.sentSeq);
      if (broken) return violate(next, broken.rule, broken.detail);
      return { state: next, effects: [report('AH-11', 'warning', `unknown message type "${input.messageType}"`)] };
    }
    case 'breach':
      return violate(state, input.breach.rule, input.breach.detail);
    case 'audio':
      return onAudio(state, input.bytes);
    case 'disconnect':
      return disconnect(state, input.parameters);
    case 'gone': {
      const { upgrade, clientSeq } = state;
      return { state: { phase: 'closed', upgrade, clientSeq }, effects: [] };
    }
    default:
      return assertNever(input, 'input of the AudioHook server');
  }
}

function onMessage(before: ServerState, message: ClientMessage, sentSeq: number): ServerStep {
  const state: ServerState = { ...before, clientSeq: Math.max(before.clientSeq, message.seq) };
  const broken = isEnding(before) ? undefined : brokenEnvelope(before, message, sentSeq);
  if (broken && message.type !== 'close') return violate(state, broken.rule, broken.detail);
  if (!LEGAL[state.phase].includes(message.type)) {
    const rule = message.type === 'open' || state.phase === 'awaiting-open' ? 'AH-07' : 'AH-08';
    return violate(state, rule, `${message.type} in state ${state.phase}`);
  }
  switch (message.type) {
    case 'open':
      return onOpen(state, message.parameters, message.position);
    case 'ping':
      return { state, effects: [send({ type: 'pong', parameters: {} })] };
    case 'paused':
      return state.phase === 'open'
        ? { state: { ...state, paused: true }, effects: [{ type: 'hold', held: true }] }
        : { state, effects: [] };
    case 'resumed':
      return state.phase === 'open'
        ? {
            state: { ...state, paused: false },
            effects: [skip(message.parameters.discarded), { type: 'hold', held: false }],
          }
        : { state, effects: [] };
    case 'discarded':
      return { state, effects: state.phase === 'open' ? [skip(message.parameters.discarded)] : [] };
    case 'update':
      if (state.phase !== 'open') return { state, effects: [] };
      return {
        state,
        effects: [
          send({ type: 'updated', parameters: {} }),
          { type: 'language', language: message.parameters.language },
        ],
      };
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
      // A close is answered whatever is wrong with it: a client that gets no closed waits 10 s for nothing.
      const wrong = broken ? [report(broken.rule, 'problem', broken.detail)] : [];
      return { state: next, effects: [...wrong, { type: 'ended', why }, send({ type: 'closed', parameters: {} })] };
    }
    default:
      return assertNever(message, 'client message');
  }
}

/** What every client message carries, of whatever type. */
export type Envelope = Pick<ClientMessage, 'id' | 'seq' | 'serverseq'>;

/** Once the end was said, what was under way is no fault of the client's. */
function isEnding({ phase }: ServerState): boolean {
  return phase === 'disconnecting' || phase === 'closed';
}

/** @param sentSeq the highest seq that the server has written @returns undefined where nothing is wrong with it */
export function brokenEnvelope(
  { upgrade, clientSeq }: Pick<ServerState, 'upgrade' | 'clientSeq'>,
  { id, seq, serverseq }: Envelope,
  sentSeq: number,
): Breach | undefined {
  if (id !== upgrade.sessionId) return { rule: 'AH-03', detail: 'id is not the session id of the upgrade' };
  if (seq !== clientSeq + 1) return { rule: 'AH-04', detail: `seq ${seq}, expected ${clientSeq + 1}` };
  if (serverseq > sentSeq) return { rule: 'AH-05', detail: `serverseq ${serverseq}, but only ${sentSeq} were sent` };
  return undefined;
}

/** The connection probe has the null UUID in both places (PROTOCOL section 12). */
function isProbe(open: OpenParameters): boolean {
  return open.conversationId === NULL_UUID && open.participant.id === NULL_UUID;
}

function onOpen(state: ServerState, open: OpenParameters, position: string): ServerStep {
  if (open.organizationId !== state.upgrade.organizationId) {
    return violate(state, 'AH-26', 'organizationId is not that of the upgrade');
  }
  const probe = isProbe(open);
  const opening: Opening = state.upgrade.opening ?? {};
  if (opening.refusal !== undefined && !probe) {
    const refused = disconnect(state, { reason: 'error', info: opening.refusal });
    return { state: refused.state, effects: [report('AH-28', 'problem', opening.refusal), ...refused.effects] };
  }
  const media = probe ? undefined : pickMedia(open.media);
  if (!probe && open.media.length > 0 && !media) {
    return violate(state, 'AH-12', 'none of the offered media is PCMU or L16 at 8000 Hz');
  }
  const { upgrade, clientSeq } = state;
  const paused = !probe && opening.startPaused === true;
  return {
    state: { phase: 'open', upgrade, clientSeq, media, paused },
    effects: [
      send({ type: 'opened', parameters: openedParameters(open, position, media, opening, paused) }),
      ...(paused ? [{ type: 'hold', held: true } as const] : []),
      { type: 'opened', open, media, probe },
    ],
  };
}

function openedParameters(
  open: OpenParameters,
  position: string,
  media: Media | undefined,
  opening: Opening,
  paused: boolean,
): Extract<ServerBody, { type: 'opened' }>['parameters'] {
  const { discardTo, supportedLanguages } = opening;
  // Only meaningful where it is later than the position (PROTOCOL section 5).
  const skips = discardTo !== undefined && (parseDurationMs(discardTo) ?? 0) > (parseDurationMs(position) ?? 0);
  return {
    media: media ? [media] : [],
    ...(paused ? { startPaused: true } : {}),
    ...(skips ? { discardTo } : {}),
    ...(open.supportedLanguages && supportedLanguages ? { supportedLanguages: [...supportedLanguages] } : {}),
  };
}

function onAudio(state: ServerState, bytes: number): ServerStep {
  switch (state.phase) {
    case 'awaiting-open':
      return violate(state, 'AH-10', `${bytes} bytes of audio before open`);
    case 'open':
      if (!state.media) return violate(state, 'AH-10', `${bytes} bytes of audio, but no media was selected`);
      if (bytes % blockBytes(state.media) !== 0) {
        return violate(state, 'AH-27', `${bytes} bytes of audio are no whole number of samples`);
      }
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

function skip(duration: string): ServerEffect {
  return { type: 'skip', ms: parseDurationMs(duration) ?? 0 };
}

function send(body: ServerBody): ServerEffect {
  return { type: 'send', body };
}

function report(rule: RuleId, level: 'info' | 'warning' | 'problem', detail: string): ServerEffect {
  return { type: 'report', rule, level, detail };
}
