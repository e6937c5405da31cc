/** How the fake Genesys Cloud refuses: `error`, then `close` with reason `error`; how it closes; and what it only notes. */
import { groundsOf } from './client-grounds.ts';
import { PAUSE_BURST, PAUSE_RATE_PER_SECOND, RATE_OVERDRAFT } from './client-limits.ts';
import type {
  ClientBase,
  ClientEffect,
  ClientOutcome,
  ClientState,
  ClientStep,
  LimitedKind,
  NoteLevel,
} from './client-state.ts';
import { durationOfMs } from './duration.ts';
import { CLOSE_TIMEOUT_MS, RATE_BURST, RATE_PER_SECOND } from './limits.ts';
import type { CloseReason } from './messages.ts';
import type { Breach } from './parse.ts';
import type { RuleId } from './rules.ts';
import { type RateLimit, takeToken } from './token-bucket.ts';

const FRAMES: RateLimit = { perSecond: RATE_PER_SECOND, burst: RATE_BURST, overdraft: RATE_OVERDRAFT };
const PAUSES: RateLimit = { perSecond: PAUSE_RATE_PER_SECOND, burst: PAUSE_BURST, overdraft: RATE_OVERDRAFT };
export const LIMITS: Readonly<Record<LimitedKind, RateLimit>> = {
  text: FRAMES,
  binary: FRAMES,
  pause: PAUSES,
  resume: PAUSES,
};

export function report(rule: RuleId, level: NoteLevel, detail: string, code?: number): ClientEffect {
  return { type: 'report', rule, level, detail, data: { ...groundsOf(rule), ...(code === undefined ? {} : { code }) } };
}

/** What nobody knows Genesys to refuse: said, and the call goes on. */
export function unsure({ rule, detail }: Breach): ClientEffect {
  const data = {
    source: 'PROTOCOL section 17: the reaction of Genesys Cloud is not known',
    certainty: 'unknown',
  } as const;
  return { type: 'report', rule, level: 'warning', detail, data };
}

/**
 * Genesys reports what is wrong with `error` and then closes with reason `error` (PROTOCOL section 11).
 * @param lenientStep what a lenient caller does instead; it only warns
 */
export function refuse(
  state: ClientState,
  code: number,
  rule: RuleId,
  detail: string,
  lenientStep: (state: ClientState) => ClientStep = same,
): ClientStep {
  if (state.config.lenient) {
    const next = lenientStep(state);
    return { state: next.state, effects: [report(rule, 'warning', detail, code), ...next.effects] };
  }
  const noted = report(rule, 'problem', detail, code);
  const text = `${detail} (${rule})`;
  if (state.phase === 'closed') return { state, effects: [noted] };
  if (state.phase === 'closing') {
    // It ends already: what can be made of the message is made of it, but the call is no success.
    const blamed = { ...state, outcome: { ...state.outcome, error: state.outcome.error ?? text } };
    const next = lenientStep(blamed);
    return { state: next.state, effects: [noted, ...next.effects] };
  }
  const error: ClientEffect = { type: 'send', body: { type: 'error', parameters: { code, message: detail } } };
  const closed = close(state, 'error', { why: text, error: text });
  return { state: closed.state, effects: [noted, error, ...closed.effects] };
}

/** An `error` that does not end the session; the call counts as failed all the same. */
export function complain(
  state: ClientState,
  code: number,
  rule: RuleId,
  detail: string,
  retryAfterMs?: number,
): ClientStep {
  if (state.config.lenient) return { state, effects: [report(rule, 'warning', detail, code)] };
  const noted = report(rule, 'problem', detail, code);
  if (state.phase === 'closed') return { state, effects: [noted] };
  const retryAfter = retryAfterMs === undefined ? {} : { retryAfter: durationOfMs(retryAfterMs) };
  return {
    state: { ...state, complaint: state.complaint ?? `${code}: ${detail} (${rule})` },
    effects: [noted, { type: 'send', body: { type: 'error', parameters: { code, message: detail, ...retryAfter } } }],
  };
}

/** Takes a token for a frame; over the limit it complains with 429, and says so. */
export function limited(state: ClientState, kind: LimitedKind, nowMs: number): ClientStep & { over: boolean } {
  const limit = LIMITS[kind];
  const { bucket, waitMs } = takeToken(state.buckets[kind], limit, nowMs);
  const next: ClientState = { ...state, buckets: { ...state.buckets, [kind]: bucket } };
  if (waitMs === undefined) return { ...same(next), over: false };
  const rule = kind === 'pause' || kind === 'resume' ? 'AH-33' : 'AH-18';
  const detail = `rate limit exceeded: ${kind}, more than ${limit.perSecond}/s average and ${limit.burst} burst`;
  return { ...complain(next, 429, rule, detail, waitMs), over: true };
}

export function close(
  state: ClientState,
  reason: CloseReason,
  outcome: Partial<ClientOutcome> & { why: string },
): ClientStep {
  if (state.phase === 'closing' || state.phase === 'closed') return same(state);
  const whole: ClientOutcome = {
    why: outcome.why,
    error: outcome.error ?? state.complaint,
    disconnectReason: outcome.disconnectReason,
    info: outcome.info,
    outputVariables: outcome.outputVariables,
    retryable: outcome.retryable ?? false,
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

export function base({ sessionId, open, config, serverSeq, buckets, complaint }: ClientState): ClientBase {
  return { sessionId, open, config, serverSeq, buckets, complaint };
}

export function same(state: ClientState): ClientStep {
  return { state, effects: [] };
}

/** One step after another. */
export function andThen(step: ClientStep, next: (state: ClientState) => ClientStep): ClientStep {
  const after = next(step.state);
  return { state: after.state, effects: [...step.effects, ...after.effects] };
}
