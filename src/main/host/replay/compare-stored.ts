/** Two captured sessions beside each other, wherever they lie. */
import { type Comparison, compareSessions, type Side } from '../../../shared/compare/compare-sessions.ts';
import type { Asked } from '../../../shared/compare/steps.ts';
import { LatencyFold } from '../../../shared/latency/latency-fold.ts';
import { NOTHING_HEARD } from '../../../shared/latency/spans.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { replaySpeed } from '../../../shared/replay/replay-speed.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { diagnoseEvents } from '../diagnosis/diagnose-session.ts';
import type { SessionHearing } from './session-hearing.ts';

export type CompareDeps = { store: SessionStore; hearing: SessionHearing };

type Unreadable = 'no-such-session' | 'unreadable';

export async function compareStored(
  a: ReadableSession,
  b: ReadableSession,
  deps: CompareDeps,
  asked: Asked,
): Promise<Result<Comparison, Unreadable>> {
  const sideA = await sideOf(a, deps);
  if (!sideA.ok) return sideA;
  const sideB = await sideOf(b, deps);
  return sideB.ok ? ok(compareSessions(sideA.value, sideB.value, asked)) : sideB;
}

async function sideOf(session: ReadableSession, { store, hearing }: CompareDeps): Promise<Result<Side, Unreadable>> {
  const { summary } = session;
  const events = await session.events();
  if (!events.ok) return events;
  const latency = new LatencyFold();
  for (const event of events.value) latency.add(event);
  // A session of elsewhere (a bundle) is compared by its events alone.
  const heard = await hearing.heardSpans(summary.id);
  const { turns } = latency.report(heard.ok ? heard.value : NOTHING_HEARD);
  const turnsMs = turns.filter(({ asked }) => asked).map(({ totalMs }) => totalMs);
  const { findings } = await diagnoseEvents(events.value, session.audio);
  return ok({ summary, events: events.value, turnsMs, findings, speed: replaySpeed(summary, store.list()) });
}
