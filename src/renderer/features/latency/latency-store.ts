/**
 * What an open session tells of time: folded from the events of its log, with what the host measured on the audio.
 * The host is asked again after new events, at most once a second.
 */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { type Latency, LatencyFold } from '../../../shared/latency/latency-fold.ts';
import { type HeardSpans, NOTHING_HEARD } from '../../../shared/latency/spans.ts';
import { ErrorFold } from '../../../shared/latency/watchpoints.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { type EventsSource, followEvents } from '../message-log/follow-events.ts';

/** The host is asked so often at most. */
const PERIOD_MS = 1000;
const EVENTS_PERIOD_MS = 100;

export type LatencyView = Latency & {
  readonly heard: HeardSpans;
  readonly errors: ErrorFold;
  /** When the last event happened, ms. */
  readonly untilMs: number;
};

export type LatencyStore = ReadableStore<LatencyView> & { attach(client: ConsoleClient): () => void };

export function createLatencyStore(sessionId: string, log: EventsSource): LatencyStore {
  const fold = new LatencyFold();
  let heard: HeardSpans = NOTHING_HEARD;
  const errors = new ErrorFold();
  let untilMs = 0;
  const view = (): LatencyView => ({ ...fold.report(heard), heard, errors, untilMs });
  const store = createStore(view());

  let touch: () => void = () => undefined;
  const follow = followEvents(log, {
    add: event => {
      fold.add(event);
      errors.add(event);
      untilMs = event.atMs;
    },
    told: () => touch(),
    periodMs: EVENTS_PERIOD_MS,
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    attach: client => {
      let attached = true;
      let busy = false;
      let dirty = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const ask = async () => {
        if (busy || !dirty || !attached) return;
        busy = true;
        dirty = false;
        const answer = await client.heardSpans({ sessionId });
        if (!attached) return;
        // What cannot be read is told where the sound is drawn; the times of the events stand without it.
        if (answer.ok) heard = answer.value;
        store.set(view());
        timer = setTimeout(() => {
          busy = false;
          void ask();
        }, PERIOD_MS);
      };
      touch = () => {
        dirty = true;
        void ask();
      };
      const stop = follow();
      touch();
      return () => {
        attached = false;
        stop();
        clearTimeout(timer);
      };
    },
  };
}
