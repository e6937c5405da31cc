/** How a call went: what the command line prints last, and what Architect would get. */
import type { CallOutcome } from '../../../shared/audiohook/call-options.ts';
import type { ClientOutcome } from '../../../shared/audiohook/client-state.ts';
import { asItShould, type FaultId, faultOf } from '../../../shared/audiohook/faults.ts';
import type { ServerMessageType } from '../../../shared/audiohook/messages.ts';

/** How a call went; the last line of `call --json`. */
export type CallSummary = {
  opened: boolean;
  /** The close transaction was completed: `close` was answered with `closed`. */
  closed: boolean;
  sentMs: number;
  receivedMs: number;
  heardMs: number;
  /** Server messages by type. */
  messages: Record<string, number>;
  /** Connections that were tried, the first included. */
  tries: number;
  /** Median round trip of ping and pong, ms. */
  rttMs: number | null;
  /** Why the server ended the call, as Architect would learn it, and its variables. */
  disconnectReason: string | null;
  outputVariables: Record<string, string> | null;
  error: string | null;
  /** As Architect would get it. */
  outcome: CallOutcome;
};

/** What a call counts while it runs. */
export type CallCounts = {
  opened: boolean;
  sentMs: number;
  receivedMs: number;
  heardMs: number;
  messages: Readonly<Partial<Record<ServerMessageType, number>>>;
  tries: number;
  rttsMs: readonly number[];
  status: number | undefined;
};

/** @param failure why there was no connection at all, in a sentence for the user */
export function summaryOf(
  counts: CallCounts,
  outcome: ClientOutcome,
  failure: string | undefined,
  fault: FaultId | undefined,
): CallSummary {
  const { opened, sentMs, receivedMs, heardMs, messages, tries } = counts;
  const closed = (messages.closed ?? 0) > 0;
  const error = failure ?? outcome.error ?? null;
  const variables = outcome.outputVariables ? { ...outcome.outputVariables } : null;
  const rtts = [...counts.rttsMs].sort((a, b) => a - b);
  const median = rtts[Math.floor(rtts.length / 2)];
  return {
    opened,
    closed,
    sentMs: Math.round(sentMs),
    receivedMs: Math.round(receivedMs),
    heardMs: Math.round(heardMs),
    messages,
    tries,
    rttMs: median === undefined ? null : Math.round(median * 1000) / 1000,
    disconnectReason: outcome.disconnectReason ?? null,
    outputVariables: variables,
    error,
    outcome: {
      // Architect assigns variables on the success path; any other end is its failure path (PROTOCOL section 10).
      path: opened && error === null ? 'success' : 'failure',
      disconnectReason: outcome.disconnectReason ?? null,
      info: outcome.info ?? null,
      outputVariables: variables,
      error,
      fault:
        fault === undefined
          ? null
          : {
              id: fault,
              should: faultOf(fault).should,
              asItShould: asItShould(faultOf(fault).end, {
                status: counts.status,
                opened,
                closed,
                disconnectReason: outcome.disconnectReason,
                error: error ?? undefined,
              }),
            },
    },
  };
}
