import { expect, test } from 'vitest';
import { orderPcmu } from '../../../../e2e/audio/sounds.ts';
import { decodeMuLaw, encodeMuLaw } from '../../audio/mulaw.ts';
import type { SessionEvent } from '../../events/session-event.ts';
import { ANSWER_LEDGER } from '../../realtime/answer-report.ts';
import { Diagnosis } from '../diagnosis.ts';
import { findingOf } from '../testing/findings-of.ts';

/** An answer of 1.4 s that was interrupted when `heardMs` of it had been heard. */
const interrupted = (heardMs: number): SessionEvent => ({
  n: 0,
  atMs: 5_000,
  leg: 'bot',
  type: 'note',
  code: ANSWER_LEDGER,
  level: 'info',
  text: 'Answer interrupted.',
  data: { ended: 'interrupted', heardMs, cutMs: 1_400 - heardMs },
});
const title = (heardMs: number) => findingOf('answer-interrupted', [interrupted(heardMs)])?.title;

test('an answer that was interrupted says how much of it was heard, and nothing where it was nothing', () => {
  expect(title(400)).toBe('The caller interrupted an answer: 400 ms of 1.4 s were heard');
  expect(title(0)).toBe('The caller interrupted an answer: nothing of 1.4 s was heard');
  expect(title(1_400)).toBeUndefined();
});

const FRAME_BYTES = 1600;
/** One frame of the caller each 200 ms; the bot's two seconds come at 3 s, and a barge_in 1 s later. */
function interruptedBy(caller: (frame: number) => Uint8Array | undefined, bargeIns = [4_001]) {
  const diagnosis = new Diagnosis();
  const offsets = { caller: 0, bot: 0 };
  const say = (atMs: number, direction: 'in' | 'out', type: string, parameters = {}) => {
    const text = JSON.stringify({ version: '2', type, id: 'one', seq: 1, parameters });
    diagnosis.add({ n: atMs, atMs, leg: 'genesys', type: 'message', direction, text, bytes: text.length });
  };
  const sound = (atMs: number, track: 'caller' | 'bot', audio: Uint8Array | undefined) => {
    const bytes = audio?.length ?? FRAME_BYTES;
    const range = { track, offset: offsets[track], bytes };
    offsets[track] += bytes;
    const direction = track === 'bot' ? 'in' : 'out';
    diagnosis.add({ n: atMs, atMs, leg: 'genesys', type: 'audio', direction, ...range }, audio);
  };
  diagnosis.add({ n: 0, atMs: 0, leg: 'genesys', type: 'connection', phase: 'upgrade', direction: 'out', target: '/' });
  say(1, 'out', 'open', { conversationId: 'one', participant: {}, media: [] });
  say(2, 'in', 'opened', { media: [] });
  for (let frame = 1; frame <= 30; frame += 1) {
    if (frame === 15) sound(2_999, 'bot', orderPcmu().subarray(0, 16_000));
    sound(frame * 200, 'caller', caller(frame));
    if (frame === 15) say(3_001, 'out', 'playback_started');
    if (frame !== 20) continue;
    for (const atMs of bargeIns) say(atMs, 'in', 'event', { entities: [{ type: 'barge_in', data: {} }] });
  }
  return diagnosis
    .findings()
    .filter(({ id }) => ['answer-interrupted', 'server-cuts-itself'].includes(id))
    .map(({ id, evidence }) => `${id}: ${evidence[0]?.text}`);
}

test('without a ledger it is the server that cuts its answer, unless the caller speaks, or begins to within a second', () => {
  const quiet = new Uint8Array(FRAME_BYTES).fill(0xff);
  const speaksFrom = (first: number) => (frame: number) =>
    frame < first ? quiet : orderPcmu().subarray((frame - first) * FRAME_BYTES, (frame - first + 1) * FRAME_BYTES);
  const words = '1.0 s of 2.0 s were heard';
  const own = `server-cuts-itself: barge_in: ${words}; the caller had been silent for 4.0 s`;
  const theirs = `answer-interrupted: ${words}; 1.0 s were cut`;
  expect(interruptedBy(() => quiet)).toEqual([own]);
  for (const first of [16, 22]) expect(interruptedBy(speaksFrom(first))).toEqual([theirs]);
  // A server may say it twice, when speech begins and when the answer is cancelled.
  expect(interruptedBy(speaksFrom(22), [4_001, 4_040])).toEqual([theirs]);
  // Of a voice that is 20 dB softer than ordinary speech, and one whose sound nobody has, it is not said.
  const soft = (frame: number) => encodeMuLaw(decodeMuLaw(speaksFrom(14)(frame)).map(sample => sample / 10));
  expect(interruptedBy(soft)).toEqual([theirs]);
  expect(interruptedBy(frame => (frame < 5 ? quiet : undefined))).toEqual([theirs]);
});
