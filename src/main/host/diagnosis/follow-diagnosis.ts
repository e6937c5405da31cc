/** The diagnosis of one session as it stands, and again whenever it changes: live, past, and when the user answers. */
import { Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import type { DiagnosisResult } from '../../../shared/diagnosis/finding.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { batches } from '../batches.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { TrackBytes } from './track-bytes.ts';

export type DiagnosisListener = {
  changed(result: DiagnosisResult): void;
  /** The session cannot be read; nothing more comes. */
  failed(why: string): void;
};

/** @returns ends it */
export function followDiagnosis(
  { store, clock }: { store: SessionStore; clock: Clock },
  sessionId: string,
  listener: DiagnosisListener,
): () => void {
  const diagnosis = new Diagnosis();
  const bytes = new TrackBytes((track, offset, length) => store.audio(sessionId, track, offset, length));
  let waiting: SessionEvent[] = [];
  let working = false;
  let stopped = false;
  let told = '';
  const work = async () => {
    if (working) return;
    working = true;
    try {
      while (waiting.length > 0 && !stopped) {
        const events = waiting;
        waiting = [];
        for (const event of events) diagnosis.add(event, await bytes.of(event));
      }
      if (!stopped) tell();
    } catch (error) {
      if (!stopped) listener.failed(`The session's audio cannot be read: ${(error as Error).message}.`);
    } finally {
      working = false;
    }
  };
  const tell = () => {
    const result = diagnosis.result();
    const text = JSON.stringify(result);
    if (text === told) return;
    told = text;
    listener.changed(result);
  };
  const batch = batches(clock, () => void work());
  const take = (events: readonly SessionEvent[]) => {
    waiting = waiting.length === 0 ? [...events] : [...waiting, ...events];
    batch.due();
  };
  const stops = [
    store.subscribe(sessionId, 0, {
      events: take,
      end: failure => {
        if (failure !== undefined) listener.failed(failure);
        else batch.due();
      },
    }),
    store.annotated.on(({ id, event }) => {
      if (id === sessionId) take([event]);
    }),
  ];
  return () => {
    stopped = true;
    batch.cancel();
    for (const stop of stops) stop();
  };
}
