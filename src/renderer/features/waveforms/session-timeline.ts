/** Where a session's sound lies and what happened beside it, folded in the page from the log's own events. */
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { EventLanes } from '../../../shared/projections/event-lanes.ts';
import { SendingRate } from '../../../shared/projections/sending-rate.ts';
import { Timeline } from '../../../shared/projections/timeline.ts';
import { createSteps } from '../../ui/steps.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

/** The lanes are drawn again so often at most. */
const PERIOD_MS = 100;
/** Between two looks at the clock. */
const EVENTS_A_LOOK = 500;

/** The folds are the same objects throughout; each change is told by a new view around them. */
export type SessionTimelineView = {
  readonly sound: Timeline;
  readonly lanes: EventLanes;
  readonly rate: SendingRate;
  /** Events of a session that is over are still on their way: up to here they are drawn, ms. */
  readonly readUntilMs: number | undefined;
};

/** Events by their number, as the log keeps them. */
export type EventsSource = {
  /** One more than the last number that has arrived. */
  count(): number;
  event(n: number): SessionEvent | undefined;
  /** More of a session that is over are on their way. */
  reading(): boolean;
  subscribe(listener: () => void): () => void;
};

export type SessionTimeline = ReadableStore<SessionTimelineView> & {
  /** Folds what arrives until the returned function is called. */
  follow(): () => void;
};

export function createSessionTimeline(source: EventsSource): SessionTimeline {
  const folds = { sound: new Timeline(), lanes: new EventLanes(), rate: new SendingRate() };
  let next = 0;
  let readMs = 0;
  const view = (): SessionTimelineView => ({ ...folds, readUntilMs: source.reading() ? readMs : undefined });
  const store = createStore(view());
  const steps = createSteps(() => {
    const until = Math.min(source.count(), next + EVENTS_A_LOOK);
    if (next >= until) {
      // The last events are here, and now it is known that they are the last.
      if (store.get().readUntilMs !== undefined && !source.reading()) store.set(view());
      return false;
    }
    for (; next < until; next += 1) {
      const event = source.event(next);
      // A number that a damaged capture lacks has no event.
      if (event) for (const fold of Object.values(folds)) fold.add(event);
      readMs = event?.atMs ?? readMs;
    }
    const more = next < source.count();
    if (!more) store.set(view());
    return more;
  });
  return {
    get: store.get,
    subscribe: store.subscribe,
    follow: () => {
      let ranAtMs = performance.now();
      let timer: ReturnType<typeof setTimeout> | undefined;
      steps.run();
      const run = () => {
        timer = undefined;
        ranAtMs = performance.now();
        steps.run();
      };
      const stop = source.subscribe(() => {
        timer ??= setTimeout(run, Math.max(0, ranAtMs + PERIOD_MS - performance.now()));
      });
      return () => {
        stop();
        steps.stop();
        clearTimeout(timer);
      };
    },
  };
}
