import { useEffect } from 'react';
import type { CallRequest } from '../features/call/call-controller.ts';
import { CallFailure } from '../features/call/call-failure.tsx';
import { CallOutcomeStrip } from '../features/call/call-outcome.tsx';
import { rowOf } from '../features/sessions/session-rows.ts';
import { useStore } from '../ui/store.ts';
import { useConnected, useParts } from './parts.ts';

/** Why the last call failed. */
export function LastCallFailure({ onPlace }: { onPlace(request: CallRequest): void }) {
  const { call } = useParts();
  const state = useStore(call.state);
  const connected = useConnected();
  const last = state.phase === 'idle' ? state.last : undefined;
  const failed = last?.failed === true;
  // The lost connection has its own sentence, and ended the call: two would say the same.
  useEffect(() => {
    if (failed && !connected) call.dismiss();
  }, [failed, connected, call]);
  if (!last || !failed || !connected) return null;
  return <CallFailure last={last} onPlace={onPlace} onDismiss={call.dismiss} />;
}

/**
 * How the last call ended: what Architect would get. It stands above the call's own session alone; the list of sessions,
 * where one is chosen after the other, does not move for it.
 */
export function LastCallOutcome() {
  const { call, sessions, view } = useParts();
  const state = useStore(call.state);
  const isSession = useStore(view) === 'session';
  const { rows, selection } = useStore(sessions);
  if (state.phase !== 'idle' || !state.last?.outcome) return null;
  const { outcome, sessionId } = state.last;
  const open = isSession ? rowOf(rows, selection.id) : undefined;
  if (!open || open !== rowOf(rows, sessionId)) return null;
  return <CallOutcomeStrip outcome={outcome} onDismiss={call.dismiss} />;
}
