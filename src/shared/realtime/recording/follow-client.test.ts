import { expect, test } from 'vitest';
import type { RecordedClientEvent } from './bot-recording.ts';
import {
  AT_THE_BEGINNING,
  type Following,
  followClient,
  type Parting,
  partingText,
  passOver,
} from './follow-client.ts';

const recorded = (...events: ({ type: string } & Record<string, unknown>)[]): RecordedClientEvent[] =>
  events.map((event, at) => ({ n: 10 * (at + 1), type: event.type, event, gapMs: 0 }));

/** What is told of these events, one after another. */
function partings(script: RecordedClientEvent[], ...events: ({ type: string } & Record<string, unknown>)[]) {
  let following: Following = AT_THE_BEGINNING;
  const told: Parting[] = [];
  for (const event of events) {
    const followed = followClient(script, following, event);
    following = followed.following;
    told.push(...followed.partings);
  }
  return { told, following };
}

const CUT = { type: 'conversation.item.truncate', item_id: 'i1', content_index: 0, audio_end_ms: 1200 };
const CANCEL = { type: 'response.cancel', response_id: 'r1' };
const CREATE = { type: 'response.create' };

test('the same events in the same order part nowhere, whatever their ids and a little more or less heard', () => {
  const script = recorded({ ...CUT, event_id: 'old_1' }, { ...CREATE, event_id: 'old_2' });
  const { told, following } = partings(
    script,
    { ...CUT, event_id: 'new_1', audio_end_ms: 1350 },
    { ...CREATE, event_id: 'new_2' },
  );
  expect(told).toEqual([]);
  expect(following.at).toBe(2);
  expect(following.eventIds.get('old_2')).toBe('new_2');
});

test('an event that was not recorded, one that does not come, and one with other content are told with their place', () => {
  const script = recorded(CREATE, CUT, CANCEL);
  expect(partings(script, CREATE, { type: 'input_audio_buffer.clear' }).told).toEqual([
    { type: 'extra', sent: 'input_audio_buffer.clear', afterN: 10 },
  ]);
  expect(partings(script, CREATE, CANCEL).told).toEqual([{ type: 'missing', recorded: CUT.type, n: 20 }]);
  expect(partings(script, CREATE, { ...CUT, audio_end_ms: 2000, item_id: 'i2' }).told).toEqual([
    { type: 'differs', sent: CUT.type, n: 20, paths: ['item_id', 'audio_end_ms'] },
  ]);
  expect(passOver(script, { ...AT_THE_BEGINNING, at: 1 }, 3)).toMatchObject({
    following: { at: 3 },
    partings: [{ n: 20 }, { n: 30 }],
  });
});

test('what was taken out of a redacted capture makes no difference, wherever it stood', () => {
  const item = (text: string) => ({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
  const create = (text: string) => ({ type: 'conversation.item.create', item: item(text) });
  const script = recorded(create('«redacted:transcript»'), create('[DTMF] 1#'));
  expect(partings(script, create('[DTMF] 42#'), create('[DTMF] 2#')).told).toEqual([
    { type: 'differs', sent: 'conversation.item.create', n: 20, paths: ['item.content[0].text'] },
  ]);
});

test('settings differ by path, and what was masked in the capture does not', () => {
  const session = { audio: { output: { voice: 'marin' } }, instructions: 'The key is «secret:CRM_TOKEN».' };
  const script = recorded({ type: 'session.update', session });
  const now = { audio: { output: { voice: 'cedar', speed: 1.1 } }, instructions: 'The key is abc.' };
  expect(partings(script, { type: 'session.update', session: now }).told).toEqual([
    {
      type: 'differs',
      sent: 'session.update',
      n: 10,
      paths: ['session.audio.output.voice', 'session.audio.output.speed'],
    },
  ]);
});

test('each parting is a sentence with its place', () => {
  const texts = (
    [
      { type: 'extra', sent: 'response.cancel', afterN: 10 },
      { type: 'extra', sent: 'response.cancel', afterN: undefined },
      { type: 'missing', recorded: 'response.create', n: 20 },
      { type: 'differs', sent: 'session.update', n: 30, paths: ['session.speed'] },
      { type: 'connection', recorded: 1 },
    ] as const
  ).map(partingText);
  expect(texts).toEqual([
    'The bridge sent response.cancel, which the recording does not hold after event 10.',
    'The bridge sent response.cancel, which the recording does not hold at its beginning.',
    'The bridge did not send response.create, which is event 20 of the recording.',
    'The bridge sent another session.update than event 30 of the recording: session.speed.',
    'The bridge connected once more than in the recording, which holds 1.',
  ]);
});
