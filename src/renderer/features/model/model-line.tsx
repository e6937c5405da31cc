import { useState } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { type ModelSession, ModelSessionFold } from '../../../shared/projections/model-session.ts';
import { duration, grouped } from '../../ui/format.ts';
import { useStore } from '../../ui/store.ts';
import type { MessageLogStore } from '../message-log/message-log-store.ts';

/** From here on somebody should know that the session ends soon, ms before its end. */
const SOON_MS = 5 * 60_000;

/** How old the model's session is against its end, and what the call has cost so far, or would have: `simulated`. */
export function ModelLine({ model, simulated }: { model: ModelSession; simulated: boolean }) {
  const { ageMs, endsAtMs, costUsd } = model;
  const isOld = endsAtMs - ageMs < SOON_MS;
  return (
    <span className={`quiet ${isOld ? 'problem' : ''}`} title={allOf(model, simulated)} data-testid="model-session">
      {/* In little room the age gives way, until it matters. */}
      <span className={isOld ? undefined : 'model-age'}>
        {isOld && '▲ '}
        model {duration(ageMs)} of {duration(endsAtMs)}
        {costUsd !== undefined && ' · '}
      </span>
      {costUsd !== undefined && `${simulated ? 'would cost ' : ''}$${costUsd.toFixed(4)}`}
    </span>
  );
}

/** The session with a model that a log tells of, as far as it has come. */
export function useModelSession(log: MessageLogStore, session: SessionSummary): ModelSession | undefined {
  const [fold] = useState(() => ({ model: new ModelSessionFold(Date.parse(session.startedAt)), nextN: 0 }));
  useStore(log);
  for (; fold.nextN < log.count(); fold.nextN += 1) {
    const event = log.event(fold.nextN);
    if (event) fold.model.add(event);
  }
  return fold.model.value;
}

function allOf({ model, sessions, tokens, costUsd, pricesAsOf, limits }: ModelSession, simulated: boolean) {
  const lines = [
    `${model}: age of its session against its end${sessions > 1 ? `; session ${sessions} of this call` : ''}`,
    `${grouped(tokens)} tokens in this call`,
    costUsd === undefined ? 'no price for this model' : `about $${costUsd.toFixed(4)} by the prices of ${pricesAsOf}`,
    ...(simulated ? ['The simulator costs nothing: this is what OpenAI would charge.'] : []),
    ...limits.map(({ name, remaining, limit }) => `${name}: ${grouped(remaining)} of ${grouped(limit)} left`),
  ];
  return lines.join('\n');
}
