/** Two captured sessions beside each other, wherever they lie. */
import { type Comparison, compareSessions, type Side } from '../../../shared/compare/compare-sessions.ts';
import type { Asked } from '../../../shared/compare/steps.ts';
import type { CompareStep } from '../../../shared/contract/compare-contract.ts';
import { LatencyFold } from '../../../shared/latency/latency-fold.ts';
import { NOTHING_HEARD } from '../../../shared/latency/spans.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { replaySpeed } from '../../../shared/replay/replay-speed.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { diagnoseEvents } from '../diagnosis/diagnose-session.ts';
import type { SessionHearing } from './session-hearing.ts';

export type CompareDeps = {
  store: SessionStore;
  hearing: SessionHearing;
  /** Gives up what is not done yet. */
  signal?: AbortSignal;
  onStep?(step: CompareStep): void;
};

type Failed = 'no-such-session' | 'unreadable' | 'cancelled';

export async function compareStored(
  a: ReadableSession,
  b: ReadableSession,
  deps: CompareDeps,
  asked: Asked,
): Promise<Result<Comparison, Failed>> {
  deps.onStep?.('read-a');
  const sideA = await sideOf(a, deps);
  if (!sideA.ok) return sideA;
  deps.onStep?.('read-b');
  const sideB = await sideOf(b, deps);
  if (!sideB.ok) return sideB;
  deps.onStep?.('compare');
  return ok(compareSessions(sideA.value, sideB.value, asked));
}

async function sideOf(session: ReadableSession, deps: CompareDeps): Promise<Result<Side, Failed>> {
  const { store, hearing, signal } = deps;
  const { summary } = session;
  const events = await session.events();
  if (!events.ok) return events;
  const latency = new LatencyFold();
  for (const event of events.value) latency.add(event);
  // A session of elsewhere (a bundle) is compared by its events alone.
  const heard = await hearing.heardSpans(summary.id, signal);
  const { turns } = latency.report(heard.ok ? heard.value : NOTHING_HEARD);
  const turnsMs = turns.filter(({ asked }) => asked).map(({ totalMs }) => totalMs);
  const { findings } = await diagnoseEvents(events.value, session.audio, signal);
  if (signal?.aborted) return fail('cancelled', 'The comparison was cancelled.');
  return ok({ summary, events: events.value, turnsMs, findings, speed: replaySpeed(summary, store.list()) });
}
