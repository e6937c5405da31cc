/**
 * The events of one session and the rows folded from them, outside React: a version counts the changes, at most once a
 * frame, however many batches arrive. After a lost connection it goes on where it stopped.
 */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { Failure } from '../../../shared/lib/result.ts';
import { AudioPosition } from '../../../shared/projections/audio-position.ts';
import { foldMessageRows, type MessageRows, noMessageRows, rowAt } from '../../../shared/projections/message-rows.ts';
import { nextFrame } from '../../ui/next-frame.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type MessageLogView = {
  readonly rows: MessageRows;
  /** The stored events are all here, and no more will come. */
  readonly ended: boolean;
  readonly failure: Failure | undefined;
  /** Sound was among the events so far. */
  readonly hasAudio: boolean;
};

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

export function createMessageLogStore(sessionId: string): MessageLogStore {
  const store = createStore<MessageLogView>({
    rows: noMessageRows,
    ended: false,
    failure: undefined,
    hasAudio: false,
  });
  const events: SessionEvent[] = [];
  const position = new AudioPosition();
  let waiting: SessionEvent[] = [];
  let scheduled = false;
  let ended = false;
  let failure: Failure | undefined;

  const flush = () => {
    scheduled = false;
    const batch = waiting;
    waiting = [];
    const { rows, hasAudio } = store.get();
    store.set({
      rows: foldMessageRows(rows, batch),
      ended,
      failure,
      hasAudio: hasAudio || batch.some(event => event.type === 'audio' && event.bytes > 0),
    });
  };
  const changed = () => {
    if (!scheduled) nextFrame(flush);
    scheduled = true;
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
      return client.sessionEvents(
        { sessionId, fromN: events.length },
        {
          item: batch => {
            // Numbers are the places in the list. What is already here came twice; a hole would be the host's bug, and
            // is seen as one in the log's numbers.
            const fresh = batch.filter(event => event.n >= events.length);
            for (const event of fresh) {
              events[event.n] = event;
              position.add(event);
            }
            waiting.push(...fresh);
            changed();
          },
          end: why => {
            if (why?.code === 'disconnected') return;
            ended = why === undefined;
            failure = why;
            changed();
          },
        },
      );
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
