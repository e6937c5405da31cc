/** Follows the events of one session: those that are there, then those that come, in order, until its end. */
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { EventsReader } from './events-reader.ts';
import type { FileRecorder } from './file-recorder.ts';
import { FOREIGN_POLL_MS } from './folder-watch.ts';
import type { PastEvents } from './past-events.ts';

export type EventsListener = {
  events(events: SessionEvent[]): void;
  /** Once, when no more will come; with a sentence when the session could not be read. */
  end(failure?: string): void;
};

/** A session that this process records. Older events of a long one come from its file first. @returns stops it */
export function followRecorder(recorder: FileRecorder, fromN: number, listener: EventsListener): () => void {
  if (fromN >= recorder.firstN) return followNewest(recorder, fromN, listener);
  let stop: () => void = () => undefined;
  let stopped = false;
  const older = async () => {
    const reader = new EventsReader(recorder.folder);
    let next = fromN;
    // What is in memory goes to the file in time, and then out of memory: read on until the two meet.
    for (let before = -1; next < recorder.firstN && before !== next && !stopped; ) {
      before = next;
      const read = await reader.readOn(false);
      const news = reader.events.splice(0).filter(({ n }) => n >= next);
      next = (news.at(-1)?.n ?? next - 1) + 1;
      if (news.length > 0 && !stopped) listener.events(news);
      if (!read.ok && !stopped && recorder.missingFrom(next).length === 0) {
        stopped = true;
        listener.end(read.error.message);
      }
    }
    const missing = recorder.missingFrom(next);
    if (missing.length > 0 && !stopped) listener.events(missing);
    if (!stopped) stop = followNewest(recorder, next, listener);
  };
  void older();
  return () => {
    stopped = true;
    stop();
  };
}

function followNewest(recorder: FileRecorder, fromN: number, listener: EventsListener): () => void {
  listener.events(recorder.events.filter(({ n }) => n >= fromN));
  if (recorder.summary.state !== 'live') {
    listener.end();
    return () => undefined;
  }
  const stops = [
    recorder.appended.on(event => {
      if (event.n >= fromN) listener.events([event]);
    }),
    recorder.changed.on(summary => {
      if (summary.state === 'live') return;
      stop();
      listener.end();
    }),
  ];
  const stop = () => {
    for (const one of stops) one();
  };
  return stop;
}

/** All events so far of a session that this process records. */
export async function eventsRecorded(recorder: FileRecorder): Promise<Result<readonly SessionEvent[], 'unreadable'>> {
  try {
    return ok(await recorder.allEvents());
  } catch (error) {
    return fail('unreadable', (error as Error).message);
  }
}

export type FollowedFiles = {
  clock: Clock;
  past: PastEvents;
  /** Its writer still adds to it. */
  isLive(): boolean;
  onWarning(text: string): void;
};

/** A session of another process, or a past one: read from its files, again each second while it is live. @returns stops it */
export function followFiles(id: string, fromN: number, listener: EventsListener, files: FollowedFiles): () => void {
  let told = 0;
  let stopped = false;
  let cancelTimer: () => void = () => undefined;
  const read = async () => {
    const isLive = files.isLive();
    const { past, reading } = files.past.of(id, isLive);
    const tell = () => {
      const news = past.events.slice(told).filter(event => event.n >= fromN);
      // Read anew, it is shorter than what was told for a while.
      told = Math.max(told, past.events.length);
      if (news.length > 0 && !stopped) listener.events(news);
    };
    tell();
    const stopTelling = past.grown.on(tell);
    const result = await reading;
    stopTelling();
    tell();
    if (stopped) return;
    for (const text of past.damage) files.onWarning(`Session ${id}: ${text}`);
    if (!result.ok) listener.end(result.error.message);
    else if (isLive) cancelTimer = files.clock.after(FOREIGN_POLL_MS, () => void read());
    else listener.end();
  };
  void read();
  return () => {
    stopped = true;
    cancelTimer();
  };
}
