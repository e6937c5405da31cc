/**
 * Where to look on the other side: what Genesys Cloud itself shows of a failed call. The user answers, each answer is an
 * event of the session (a note `other-side`), and chains and findings use it. Only places that are known are named here;
 * Architect's `errorType` values are not fully documented, and none is invented.
 */
import { z } from 'zod';
import type { SessionEvent } from '../events/session-event.ts';

export const placeSchema = z.enum([
  'integration-active',
  'operational-events',
  'failure-path',
  'recording-bot',
  'recording-caller',
]);
export type Place = z.infer<typeof placeSchema>;

/** The code of the note that an answer is. */
export const OTHER_SIDE = 'other-side';

export const PLACES: Readonly<Record<Place, { readonly where: string; readonly question: string }>> = {
  'integration-active': {
    where: 'Admin, Integrations: status of the Audio Connector integration',
    question: 'Is it Active?',
  },
  'operational-events': {
    where: 'Operational Console: events of AudioHook at the time of the call (AUDIOHOOK-…)',
    question: 'Is there one?',
  },
  'failure-path': {
    where: "The flow's execution history: the Call Audio Connector action",
    question: 'Did it take the failure path?',
  },
  'recording-bot': { where: 'The recording of the interaction', question: 'Is the bot heard in it?' },
  'recording-caller': { where: 'The recording of the interaction', question: 'Is the caller heard in it?' },
};

/** The note that keeps an answer; `seen` undefined takes it back. */
export function answerNote(place: Place, seen: boolean | undefined) {
  const { where, question } = PLACES[place];
  const answer = seen === undefined ? 'not looked' : seen ? 'yes' : 'no';
  return {
    leg: 'console',
    type: 'note',
    code: OTHER_SIDE,
    level: 'info',
    text: `${where}. ${question} ${answer}.`,
    data: { place, ...(seen === undefined ? {} : { seen }) },
  } as const;
}

/** The answers that a session holds; the last one of a place counts. */
export function answersIn(events: readonly SessionEvent[]): ReadonlyMap<Place, boolean> {
  const answers = new Map<Place, boolean>();
  for (const event of events) {
    if (event.type !== 'note' || event.code !== OTHER_SIDE) continue;
    const place = placeSchema.safeParse(event.data?.place);
    if (!place.success) continue;
    if (typeof event.data?.seen === 'boolean') answers.set(place.data, event.data.seen);
    else answers.delete(place.data);
  }
  return answers;
}
