/** Lines of events.ndjson on their way to the log: read in short steps, however many come at once. */
import { decodeEvent } from '../../../shared/events/event-log.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { createSteps } from '../../ui/steps.ts';

/** Between two looks at the clock. */
const LINES_A_LOOK = 100;

export type EventIntake = {
  /** Lines parted by line feeds. Those that are no events are passed over: the host has named them. */
  add(lines: string): void;
  /** Lines were added that have not been read yet. */
  behind(): boolean;
  /** Resolves once there is little left to read: a piece is read while the next is fetched. */
  room(): Promise<void>;
  /** Lines that were not read yet are forgotten. */
  clear(): void;
};

/**
 * @param take gets the events in order, many at once
 * @param caughtUp called when nothing is left to read
 */
export function createEventIntake(take: (events: readonly SessionEvent[]) => void, caughtUp: () => void): EventIntake {
  let waiting: string[] = [];
  /** Where the first of these is read on. */
  let at = 0;
  let roomWanted: (() => void)[] = [];
  const hasRoom = () => waiting.length < 2;
  const tellRoom = () => {
    const told = roomWanted;
    roomWanted = [];
    for (const one of told) one();
  };
  const steps = createSteps(() => {
    const text = waiting[0];
    if (text === undefined) return false;
    const events: SessionEvent[] = [];
    for (let left = LINES_A_LOOK; left > 0 && at < text.length; left -= 1) {
      const end = text.indexOf('\n', at);
      const event = decodeEvent(text.slice(at, end === -1 ? text.length : end));
      if (event.ok) events.push(event.value);
      at = end === -1 ? text.length : end + 1;
    }
    if (at >= text.length) {
      waiting.shift();
      at = 0;
      tellRoom();
    }
    if (events.length > 0) take(events);
    if (waiting.length === 0) caughtUp();
    return waiting.length > 0;
  });
  return {
    add: lines => {
      waiting.push(lines);
      steps.wake();
    },
    behind: () => waiting.length > 0,
    room: () => (hasRoom() ? Promise.resolve() : new Promise(resolve => void roomWanted.push(resolve))),
    clear: () => {
      steps.stop();
      waiting = [];
      at = 0;
      tellRoom();
    },
  };
}
