import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { MessageLogStore } from './message-log-store.ts';

/** All events that have arrived, in order. A damaged capture may lack some numbers. */
export function allEvents(log: Pick<MessageLogStore, 'event' | 'count'>): SessionEvent[] {
  return Array.from({ length: log.count() }, (_, n) => log.event(n)).filter(event => event !== undefined);
}
