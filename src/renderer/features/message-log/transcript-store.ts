/** Who said what in an open session, folded from the events of its log while somebody reads it. */
import { Transcript, type TranscriptTurn } from '../../../shared/projections/transcript.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { type EventsSource, followEvents } from './follow-events.ts';

/** Words do not come faster than they can be read. */
const PERIOD_MS = 100;

/** The turns so far; undefined until the events that are there have been read. */
export type TranscriptStore = ReadableStore<readonly TranscriptTurn[] | undefined> & {
  /** Reads on until the returned function is called. */
  follow(): () => void;
};

export function createTranscriptStore(log: EventsSource): TranscriptStore {
  const transcript = new Transcript();
  const store = createStore<readonly TranscriptTurn[] | undefined>(undefined);
  const follow = followEvents(log, {
    add: event => transcript.add(event),
    told: () => store.set(transcript.turns()),
    periodMs: PERIOD_MS,
  });
  return { get: store.get, subscribe: store.subscribe, follow };
}
