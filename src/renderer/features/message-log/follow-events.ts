/** Folds over the events of a log: in short steps, however many there are, and as new ones arrive. */
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { createSteps } from '../../ui/steps.ts';

/** Between two looks at the clock. */
const EVENTS_A_LOOK = 200;

/** Events by their number, as the log keeps them. */
export type EventsSource = {
  /** One more than the last number that has arrived. */
  count(): number;
  event(n: number): SessionEvent | undefined;
  subscribe(listener: () => void): () => void;
};

export type EventFold = {
  readonly add: (event: SessionEvent) => void;
  /** The log has changed, and all that have arrived were added. */
  readonly told: () => void;
  /** The time from one look for new events to the next, at least, ms. */
  readonly periodMs: number;
};

/** Gives each event to `add`, in order and once, whenever somebody follows; the returned function begins to. */
export function followEvents(source: EventsSource, { add, told, periodMs }: EventFold): () => () => void {
  let next = 0;
  const steps = createSteps(() => {
    const until = Math.min(source.count(), next + EVENTS_A_LOOK);
    for (; next < until; next += 1) {
      const event = source.event(next);
      // A number that a damaged capture lacks has no event.
      if (event) add(event);
    }
    const more = next < source.count();
    if (!more) told();
    return more;
  });
  return () => {
    let ranAtMs = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    steps.run();
    const run = () => {
      timer = undefined;
      ranAtMs = performance.now();
      steps.run();
    };
    const stop = source.subscribe(() => {
      timer ??= setTimeout(run, Math.max(0, ranAtMs + periodMs - performance.now()));
    });
    return () => {
      stop();
      steps.stop();
      clearTimeout(timer);
    };
  };
}
