import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { MessageLogStore } from './message-log-store.ts';

/** All events that have arrived, in order. */
export function allEvents(log: Pick<MessageLogStore, 'event'>): SessionEvent[] {
  const events: SessionEvent[] = [];
  for (let n = 0; ; n += 1) {
    const event = log.event(n);
    if (!event) return events;
    events.push(event);
  }
}
