/** Where a session's sound lies and what happened beside it, folded in the page from the log's own events. */
import { EventLanes } from '../../../shared/projections/event-lanes.ts';
import { SendingRate } from '../../../shared/projections/sending-rate.ts';
import { Timeline } from '../../../shared/projections/timeline.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { type EventsSource, followEvents } from '../message-log/follow-events.ts';

/** The lanes are drawn again so often at most. */
const PERIOD_MS = 100;

/** The folds are the same objects throughout; each change is told by a new view around them. */
export type SessionTimelineView = {
  readonly sound: Timeline;
  readonly lanes: EventLanes;
  readonly rate: SendingRate;
  /** Events of a session that is over are still on their way: up to here they are drawn, ms. */
  readonly readUntilMs: number | undefined;
};

/** The events of a log that tells whether more of a session that is over are on their way. */
export type TimelineSource = EventsSource & { reading(): boolean };

export type SessionTimeline = ReadableStore<SessionTimelineView> & {
  /** Folds what arrives until the returned function is called. */
  follow(): () => void;
};

export function createSessionTimeline(source: TimelineSource): SessionTimeline {
  const folds = { sound: new Timeline(), lanes: new EventLanes(), rate: new SendingRate() };
  const each = Object.values(folds);
  let readMs = 0;
  const view = (): SessionTimelineView => ({ ...folds, readUntilMs: source.reading() ? readMs : undefined });
  const store = createStore(view());
  const follow = followEvents(source, {
    add: event => {
      for (const fold of each) fold.add(event);
      readMs = event.atMs;
    },
    told: () => store.set(view()),
    periodMs: PERIOD_MS,
  });
  return { get: store.get, subscribe: store.subscribe, follow };
}
