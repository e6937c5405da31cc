import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { audioRangeOf, hexLines, muLawLevel } from './event-bytes.ts';

const frame = (n: number, offset: number, track = 'caller'): SessionEvent => ({
  n,
  atMs: n,
  leg: 'genesys',
  type: 'audio',
  direction: 'in',
  track,
  offset,
  bytes: 160,
});

test('frames that join on are one range; a message has the range of its audio', () => {
  expect(audioRangeOf([frame(0, 0), frame(1, 160), frame(2, 900)])).toEqual({ track: 'caller', offset: 0, bytes: 320 });
  const text = '{"type":"x","audio":{"$audio":{"track":"bot-pcm24","offset":8,"bytes":4}}}';
  const message: SessionEvent = { n: 0, atMs: 0, leg: 'bot', type: 'message', direction: 'in', text, bytes: 9 };
  expect(audioRangeOf([message])).toEqual({ track: 'bot-pcm24', offset: 8, bytes: 4 });
  expect(audioRangeOf([{ ...message, text: '{}' }])).toBeUndefined();
});

test('bytes are shown as hexdump does', () => {
  const bytes = Uint8Array.from({ length: 18 }, (_, at) => at + 0x40);
  expect(hexLines(bytes, 512, 16).split('\n')).toEqual([
    '0000  40 41 42 43 44 45 46 47  48 49 4a 4b 4c 4d 4e 4f  |@ABCDEFGHIJKLMNO|',
    '0010  50 51                                             |PQ|',
  ]);
  expect(hexLines(bytes, 16, 8).split('\n')).toEqual([
    '0000  40 41 42 43 44 45 46 47   |@ABCDEFG|',
    '0008  48 49 4a 4b 4c 4d 4e 4f   |HIJKLMNO|',
  ]);
});

test('the level is below full scale, and nothing for silence', () => {
  expect(muLawLevel(new Uint8Array(160).fill(0xff)).rmsDbfs).toBe(Number.NEGATIVE_INFINITY);
  const loud = muLawLevel(Uint8Array.from({ length: 160 }, (_, at) => (at % 2 === 0 ? 0x80 : 0x00)));
  expect(loud.rmsDbfs).toBeCloseTo(-0.17, 1);
});
