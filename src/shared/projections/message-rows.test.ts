import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionEvent } from '../events/session-event.ts';
import {
  foldMessageRows,
  type MessageRow,
  type MessageRows,
  MOST_MEMBERS,
  noMessageRows,
  rowAt,
} from './message-rows.ts';

const all = (rows: MessageRows): MessageRow[] =>
  Array.from({ length: rows.count }, (_, index) => rowAt(rows, index) as MessageRow);

type Body<E> = E extends SessionEvent ? Omit<E, 'n' | 'atMs'> : never;
const numbered = (bodies: Body<SessionEvent>[]): SessionEvent[] =>
  bodies.map((body, n) => ({ ...body, n, atMs: n * 10 }) as SessionEvent);

const audio = (direction: 'in' | 'out', track: string, bytes = 1600): Body<SessionEvent> => ({
  leg: 'genesys',
  type: 'audio',
  direction,
  track,
  offset: 0,
  bytes,
});
const message = (leg: 'genesys' | 'bot', direction: 'in' | 'out', value: object): Body<SessionEvent> => {
  const text = JSON.stringify(value);
  return { leg, type: 'message', direction, text, bytes: text.length };
};
const append = () =>
  message('bot', 'out', {
    type: 'input_audio_buffer.append',
    audio: { $audio: { track: 'caller', offset: 0, bytes: 1600 } },
  });
const delta = () =>
  message('bot', 'in', {
    type: 'response.output_audio.delta',
    delta: { $audio: { track: 'bot', offset: 0, bytes: 800 } },
  });
const transcript = (piece: string) =>
  message('bot', 'in', { type: 'response.output_audio_transcript.delta', item_id: 'item_1', delta: piece });
const ping = (seq: number) => message('genesys', 'in', { version: '2', type: 'ping', seq, parameters: {} });

const digit = (seq: number) => message('genesys', 'in', { type: 'dtmf', seq, parameters: { digit: '5' } });

const anyBody: fc.Arbitrary<Body<SessionEvent>> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(audio('in', 'caller'), audio('out', 'bot'), append(), delta(), transcript('word ')),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 99 }).map(ping) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Body<SessionEvent>>(
      { leg: 'genesys', type: 'state', from: 'opening', to: 'open', why: 'opened sent' },
      { leg: 'console', type: 'note', code: 'AH-12', level: 'warning', text: 'late' },
      { leg: 'bot', type: 'message', direction: 'in', text: '{broken', bytes: 7 },
    ),
  },
);

test('rows do not depend on how events were batched', () => {
  fc.assert(
    fc.property(fc.array(anyBody, { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 9 })), (bodies, sizes) => {
      const events = numbered(bodies);
      let rows = noMessageRows;
      let at = 0;
      for (const size of [...sizes, events.length]) {
        rows = foldMessageRows(rows, events.slice(at, at + size));
        at += size;
      }
      expect(all(rows)).toEqual(all(foldMessageRows(noMessageRows, events)));
    }),
  );
});

test('an older view stays as it was, and can be folded again another way', () => {
  fc.assert(
    fc.property(
      fc.array(anyBody, { maxLength: 20 }),
      fc.array(anyBody, { maxLength: 20 }),
      fc.array(anyBody, { maxLength: 20 }),
      (first, left, right) => {
        const before = numbered(first);
        const base = foldMessageRows(noMessageRows, before);
        const kept = all(base);
        const after = (bodies: Body<SessionEvent>[]) => numbered([...first, ...bodies]).slice(first.length);
        const a = foldMessageRows(base, after(left));
        const b = foldMessageRows(base, after(right));
        expect(all(base)).toEqual(kept);
        expect(all(a)).toEqual(all(foldMessageRows(noMessageRows, [...before, ...after(left)])));
        expect(all(b)).toEqual(all(foldMessageRows(noMessageRows, [...before, ...after(right)])));
      },
    ),
  );
});

test('no event is lost: the members of all rows are the events, each once', () => {
  fc.assert(
    fc.property(fc.array(anyBody, { maxLength: 60 }), bodies => {
      const members = all(foldMessageRows(noMessageRows, numbered(bodies))).flatMap(row => row.members);
      expect(members.toSorted((a, b) => a - b)).toEqual(bodies.map((_, n) => n));
    }),
  );
});

test('interleaved audio folds to one row a stream, until a message is said', () => {
  const events = numbered([
    audio('in', 'caller'),
    append(),
    audio('in', 'caller'),
    append(),
    delta(),
    ping(3),
    digit(4),
    audio('in', 'caller'),
  ]);
  const rows = all(foldMessageRows(noMessageRows, events));
  expect(rows.map(row => [row.type, row.members, row.audioMs])).toEqual([
    ['audio', [0, 2], 400],
    ['input_audio_buffer.append', [1, 3], 400],
    ['response.output_audio.delta', [4], 100],
    ['ping', [5], 0],
    ['dtmf', [6], 0],
    ['audio', [7], 200],
  ]);
  expect(rows[0]).toMatchObject({ bytes: 3200, atMs: 0, lastAtMs: 20, direction: 'in' });
});

test('pings and pongs fold too, and keep all of their numbers', () => {
  const pong = message('genesys', 'out', { type: 'pong', seq: 2, parameters: {} });
  const rows = all(foldMessageRows(noMessageRows, numbered([ping(2), pong, audio('in', 'caller'), ping(3)])));
  expect(rows.map(row => [row.type, row.members, row.seq, row.lastSeq])).toEqual([
    ['ping', [0, 3], 2, 3],
    ['pong', [1], 2, 2],
    ['audio', [2], undefined, undefined],
  ]);
});

test('text in pieces folds beside the audio, and reads as far as it has come', () => {
  const rows = all(foldMessageRows(noMessageRows, numbered([transcript('You '), delta(), transcript('said')])));
  expect(rows.map(row => [row.type, row.members, row.summary])).toEqual([
    ['response.output_audio_transcript.delta', [0, 2], '“You said”'],
    ['response.output_audio.delta', [1], 'bot'],
  ]);
});

test('an empty batch gives the same view back', () => {
  const rows = foldMessageRows(noMessageRows, numbered([ping(1)]));
  expect(foldMessageRows(rows, [])).toBe(rows);
});

test('a very long run of audio starts a new row', () => {
  const bodies = Array.from({ length: MOST_MEMBERS + 1 }, () => audio('in', 'caller', 160));
  expect(all(foldMessageRows(noMessageRows, numbered(bodies))).map(row => row.members.length)).toEqual([
    MOST_MEMBERS,
    1,
  ]);
});

test('what a message says is told in words', () => {
  const events = numbered([
    message('genesys', 'in', {
      type: 'open',
      seq: 1,
      parameters: {
        participant: { ani: 'tel:+15550100001' },
        media: [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 }],
        language: 'en-us',
      },
    }),
    message('genesys', 'out', {
      type: 'opened',
      seq: 1,
      parameters: { media: [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 }] },
    }),
    message('genesys', 'out', { type: 'event', seq: 14, parameters: { entities: [{ type: 'barge_in', data: {} }] } }),
    message('genesys', 'out', { type: 'disconnect', seq: 5, parameters: { reason: 'completed', info: 'bye' } }),
    message('bot', 'in', { type: 'input_audio_buffer.speech_started', audio_start_ms: 9100 }),
    message('bot', 'in', { type: 'error', error: { code: 'invalid_value', message: 'no' } }),
    { leg: 'genesys', type: 'connection', phase: 'upgrade', method: 'GET', target: '/demo-bot', status: 401 },
    { leg: 'genesys', type: 'connection', phase: 'open', direction: 'in', status: 101 },
    { leg: 'genesys', type: 'connection', phase: 'open', direction: 'in', status: 401 },
    { leg: 'genesys', type: 'connection', phase: 'close', code: 1000 },
    { leg: 'bot', type: 'message', direction: 'in', text: '[1,2]', bytes: 5 },
  ]);
  expect(all(foldMessageRows(noMessageRows, events)).map(row => [row.type, row.seq, row.summary])).toEqual([
    ['open', 1, 'open: caller +15550100001, offers PCMU 8 kHz external, en-us'],
    ['opened', 1, 'opened: PCMU 8 kHz external'],
    ['event', 14, 'barge_in: the caller interrupts'],
    ['disconnect', 5, 'disconnect completed: bye'],
    ['input_audio_buffer.speech_started', undefined, "the caller speaks, at 9.10 s of the caller's audio"],
    ['error', undefined, 'error invalid_value: no'],
    ['upgrade', undefined, 'GET /demo-bot → 401'],
    ['open', undefined, 'connected, 101'],
    ['refused', undefined, 'refused, 401'],
    ['close', undefined, 'closed 1000'],
    ['not JSON', undefined, '[1,2]'],
  ]);
});
