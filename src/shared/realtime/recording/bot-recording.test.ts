import { expect, test } from 'vitest';
import type { NewSessionEvent, SessionEvent } from '../../events/session-event.ts';
import { botRecording, frameOnTheWire, soundOf } from './bot-recording.ts';

/** Bot-leg events at given times. */
function captured(...events: [atMs: number, event: Record<string, unknown>][]): SessionEvent[] {
  return events.map(([atMs, event], n) => ({ leg: 'bot', ...event, n, atMs }) as NewSessionEvent & SessionEvent);
}

const upgrade = { type: 'connection', phase: 'upgrade', direction: 'out' };
const open = { type: 'connection', phase: 'open', status: 101 };
const sent = (text: string) => ({ type: 'message', direction: 'out', text, bytes: text.length });
const came = (text: string) => ({ type: 'message', direction: 'in', text, bytes: text.length });
const append = (bytes: number) =>
  sent(`{"type":"input_audio_buffer.append","audio":{"$audio":{"track":"caller","offset":0,"bytes":${bytes}}}}`);
const close = (code: number) => ({ type: 'connection', phase: 'close', code, reason: '' });

test('each frame of the server follows what the client had sent, with the delay that it had', () => {
  const [recorded, ...more] = botRecording(
    captured(
      [0, upgrade],
      [80, open],
      [90, came('{"type":"session.created"}')],
      [100, sent('{"type":"session.update","event_id":"c1"}')],
      [130, came('{"type":"session.updated"}')],
      [200, append(1600)],
      [400, append(1600)],
      [412, came('{"type":"input_audio_buffer.speech_started"}')],
      [420, came('<html>')],
    ),
  );
  expect(more).toEqual([]);
  expect(recorded).toMatchObject({ n: 0, answer: 'open', handshakeMs: 80 });
  expect(recorded?.clients).toMatchObject([{ n: 3, type: 'session.update', gapMs: 10 }]);
  expect(recorded?.frames.map(({ n, after }) => [n, after])).toEqual([
    [2, { clients: 0, appendedBytes: 0, delayMs: 10 }],
    [4, { clients: 1, appendedBytes: 0, delayMs: 30 }],
    [7, { clients: 1, appendedBytes: 3200, delayMs: 12 }],
    [8, { clients: 1, appendedBytes: 3200, delayMs: 20 }],
  ]);
  expect(recorded?.end).toBeUndefined();
});

test('a connection that the server ended is told from one that the bridge closed', () => {
  const ended = { type: 'state', from: 'ready', to: 'ended', why: 'the call ended' };
  const waiting = { type: 'state', from: 'configuring', to: 'waiting', why: 'RT-06' };
  expect(botRecording(captured([0, upgrade], [1, open], [50, close(1001)]))[0]?.end).toMatchObject({ code: 1001 });
  expect(botRecording(captured([0, upgrade], [1, open], [50, ended], [51, close(1000)]))[0]?.end).toBeUndefined();
  const two = botRecording(
    captured([0, upgrade], [1, open], [9, waiting], [10, upgrade], [11, close(1000)], [12, open], [90, close(1006)]),
  );
  expect(two.map(({ end }) => end?.code)).toEqual([undefined, 1006]);
});

test('a handshake that was refused, and one that found nobody, are kept as such', () => {
  const refused = { type: 'connection', phase: 'error', status: 401, reason: 'refused' };
  const nobody = { type: 'connection', phase: 'error', reason: 'connect ECONNREFUSED' };
  expect(
    botRecording(captured([0, upgrade], [5, refused], [9, upgrade], [10, nobody])).map(({ answer }) => answer),
  ).toEqual([401, 'unreachable']);
});

test('a session without a model has nothing to play; other legs are none of it', () => {
  expect(botRecording(captured([0, { ...upgrade, leg: 'genesys' }], [1, { ...came('{}'), leg: 'genesys' }]))).toEqual(
    [],
  );
});

test('audio is put back where it stood on the wire, and nothing else is touched', () => {
  const reference = '{"$audio":{"track":"bot","offset":800,"bytes":160}}';
  const text = `{ "type": "response.output_audio.delta",  "delta": ${reference} }`;
  expect(frameOnTheWire(text, ({ track, offset, bytes }) => `${track}/${offset}/${bytes}`)).toBe(
    '{ "type": "response.output_audio.delta",  "delta": "bot/800/160" }',
  );
  expect(frameOnTheWire('(a binary frame of 12 bytes)', () => '')).toBe(12);
  const events = captured([0, upgrade], [1, open], [2, came(text)], [3, came(text.replace('800', '0'))]);
  expect([...soundOf(botRecording(events))]).toEqual([['bot', 960]]);
});
