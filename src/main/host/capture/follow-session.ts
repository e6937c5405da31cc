/** Follows the events of one session: those that are there, then those that come, in order, until its end. */
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { FileRecorder } from './file-recorder.ts';
import { FOREIGN_POLL_MS } from './folder-watch.ts';
import type { PastEvents } from './past-events.ts';

export type EventsListener = {
  events(events: SessionEvent[]): void;
  /** Once, when no more will come; with a sentence when the session could not be read. */
  end(failure?: string): void;
};

/** A session that this process records. @returns stops it */
export function followRecorder(recorder: FileRecorder, fromN: number, listener: EventsListener): () => void {
  listener.events(recorder.events.slice(fromN));
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
