/** What the page asks of the sessions. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { sessionsContract } from '../../../shared/contract/sessions-contract.ts';
import { encodeEvent } from '../../../shared/events/event-log.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { fail } from '../../../shared/lib/result.ts';
import { batches } from '../batches.ts';
import type { SessionStore } from './session-store.ts';
import { storedLines } from './stored-lines.ts';

/** Most events in one batch: a long session arrives in pieces, between which the page can draw. */
const MOST_IN_BATCH = 2000;

export function sessionHandlers({
  store,
  clock,
}: {
  store: SessionStore;
  clock: Clock;
}): HandlersOf<typeof sessionsContract> {
  return {
    sessions: (_input, sink) => {
      sink.send({ type: 'all', sessions: store.list() });
      const waiting = new Map<string, SessionSummary>();
      const batch = batches(clock, () => {
        for (const session of waiting.values()) sink.send({ type: 'changed', session });
        waiting.clear();
      });
      const stop = store.changed.on(session => {
        waiting.set(session.id, session);
        batch.due();
      });
      const stopRemoved = store.removed.on(sessionId => {
        waiting.delete(sessionId);
        sink.send({ type: 'removed', sessionId });
      });
      sink.onCancel(() => {
        stop();
        stopRemoved();
        batch.cancel();
      });
    },
    storedEvents: async ({ sessionId, at }) => {
      if (!store.get(sessionId)) return fail('no-such-session', `There is no session ${sessionId}.`);
      return storedLines(store.folder(sessionId), at);
    },
    sessionEvents: ({ sessionId, fromN }, sink) => {
      if (!store.get(sessionId)) {
        sink.end({ code: 'no-such-session', message: `There is no session ${sessionId}.` });
        return;
      }
      let waiting: SessionEvent[] = [];
      const flush = () => {
        for (let at = 0; at < waiting.length; at += MOST_IN_BATCH) {
          sink.send({
            lines: waiting
              .slice(at, at + MOST_IN_BATCH)
              .map(encodeEvent)
              .join(''),
          });
        }
        waiting = [];
      };
      const batch = batches(clock, flush);
      let isFirst = true;
      const stop = store.subscribe(sessionId, fromN, {
        events: events => {
          waiting = waiting.length === 0 ? events : [...waiting, ...events];
          // What is there already is shown at once; what is said live is gathered.
          if (isFirst || waiting.length >= MOST_IN_BATCH) flush();
          else batch.due();
          isFirst = false;
        },
        end: failure => {
          batch.cancel();
          flush();
          sink.end(failure === undefined ? undefined : { code: 'unreadable', message: failure });
        },
      });
      sink.onCancel(() => {
        stop();
        batch.cancel();
      });
    },
  };
}
