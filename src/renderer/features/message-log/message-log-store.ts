/**
 * The events of one session and the rows folded from them, outside React: a version counts the changes, at most once a
 * frame, however many batches arrive. After a lost connection it goes on where it stopped.
 */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { Failure } from '../../../shared/lib/result.ts';
import { AudioPosition } from '../../../shared/projections/audio-position.ts';
import { foldMessageRows, type MessageRows, noMessageRows, rowAt } from '../../../shared/projections/message-rows.ts';
import { nextFrame } from '../../ui/next-frame.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { createEventIntake } from './event-intake.ts';

/** A long session is drawn so often while it is being read, ms. */
const READING_PERIOD_MS = 250;

export type MessageLogView = {
  readonly rows: MessageRows;
  /** The stored events are all here, and no more will come. */
  readonly ended: boolean;
  readonly failure: Failure | undefined;
  /** Sound was among the events so far. */
  readonly hasAudio: boolean;
};

/** Whether events of a session that is over are still on their way. */
export function isReading({ ended, failure }: MessageLogView, session: Pick<SessionSummary, 'state'>): boolean {
  return session.state !== 'live' && !ended && failure === undefined;
}

export type MessageLogStore = ReadableStore<MessageLogView> & {
  /** The event with number `n`, if it has arrived. */
  event(n: number): SessionEvent | undefined;
  /** One more than the last number that has arrived. */
  count(): number;
  /** How far the caller's audio had come at event `n`, ms. */
  positionAt(n: number): number;
  /** Names of the messages so far, the most frequent first. */
  types(): readonly string[];
  /** Reads from `client` until the returned function is called. */
  attach(client: ConsoleClient): () => void;
};

export function createMessageLogStore(session: Pick<SessionSummary, 'id' | 'state'>): MessageLogStore {
  const sessionId = session.id;
  const store = createStore<MessageLogView>({
    rows: noMessageRows,
    ended: false,
    failure: undefined,
    hasAudio: false,
  });
  const events: SessionEvent[] = [];
  const position = new AudioPosition();
  let rows = noMessageRows;
  let hasAudio = false;
  let scheduled = false;
  /** Where the next piece of a session that is over begins; undefined once all are here. */
  let storedAt: number | undefined = 0;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let ended = false;
  let failure: Failure | undefined;

  const tell = () => {
    scheduled = false;
    toldAtMs = performance.now();
    store.set({ rows, ended, failure, hasAudio });
  };
  const changed = () => {
    // While there is more to read, drawing each piece would take longer than reading it.
    if (scheduled || (intake.behind() && performance.now() - toldAtMs < READING_PERIOD_MS)) return;
    scheduled = true;
    nextFrame(tell);
  };
  const take = (batch: readonly SessionEvent[]) => {
    // Numbers are the places in the list. What is already here came twice; a hole is a line that was damaged.
    const fresh = batch.filter(event => event.n >= events.length);
    for (const event of fresh) {
      events[event.n] = event;
      position.add(event);
      hasAudio ||= event.type === 'audio' && event.bytes > 0;
    }
    rows = foldMessageRows(rows, fresh);
    changed();
  };
  let caughtUp = changed;
  const intake = createEventIntake(take, () => caughtUp());
  type End = (why?: Failure) => void;
  const follow = (client: ConsoleClient, end: End) =>
    client.sessionEvents({ sessionId, fromN: events.length }, { item: ({ lines }) => intake.add(lines), end });
  const readStored = (client: ConsoleClient, end: End) => {
    let wanted = true;
    const read = async () => {
      for (let at: number | undefined = storedAt; at !== undefined && wanted; at = storedAt) {
        const piece = await client.storedEvents({ sessionId, at });
        if (!wanted) return;
        if (!piece.ok) return end(piece.error);
        intake.add(piece.value.lines);
        storedAt = piece.value.next;
        await intake.room();
      }
      if (wanted) end();
    };
    void read();
    return () => {
      wanted = false;
      // What was fetched and not read yet is fetched again.
      storedAt = 0;
    };
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    event: n => events[n],
    count: () => events.length,
    positionAt: n => position.at(n),
    types: () => frequentTypes(store.get().rows),
    attach: client => {
      if (ended) return () => undefined;
      failure = undefined;
      const end = (why?: Failure) => {
        if (why?.code === 'disconnected') return;
        caughtUp = () => {
          ended = why === undefined;
          failure = why;
          changed();
        };
        if (!intake.behind()) caughtUp();
      };
      const stop = session.state === 'live' ? follow(client, end) : readStored(client, end);
      return () => {
        stop();
        intake.clear();
        caughtUp = changed;
      };
    },
  };
}

function frequentTypes(rows: MessageRows): readonly string[] {
  const counts = new Map<string, number>();
  for (let index = 0; index < rows.count; index += 1) {
    const type = rowAt(rows, index)?.type ?? '';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([type]) => type);
}
