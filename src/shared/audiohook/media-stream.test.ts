import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeMuLaw } from '../audio/mulaw.ts';
import type { Media } from './media.ts';
import { blockBytes, splitFrame, wireFrame } from './media-stream.ts';

const media = (format: 'PCMU' | 'L16', ...channels: Media['channels']): Media => ({
  type: 'audio',
  format,
  channels,
  rate: 8000,
});

test('stereo is taken apart sample by sample, in the order of the channels', () => {
  const frame = Uint8Array.of(1, 101, 2, 102, 3, 103);
  const parts = splitFrame(media('PCMU', 'internal', 'external'), frame);
  expect(parts.map(({ channel, pcmu }) => [channel, [...pcmu]])).toEqual([
    ['internal', [1, 2, 3]],
    ['external', [101, 102, 103]],
  ]);
});

test('L16 is little-endian, and comes back as it went', () => {
  const l16 = media('L16', 'external');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), codes => {
      const [part] = splitFrame(l16, wireFrame(l16, codes));
      // 0x7f is the second zero of G.711: it comes back as the first.
      expect([...(part?.pcmu ?? [])]).toEqual([...codes].map(code => (code === 0x7f ? 0xff : code)));
    }),
  );
  expect([...(splitFrame(l16, Uint8Array.of(0x00, 0x40))[0]?.pcmu ?? [])]).toEqual([
    ...encodeMuLaw(Int16Array.of(0x4000)),
  ]);
});

test('a block is one sample of each channel', () => {
  expect(
    [media('PCMU', 'external'), media('PCMU', 'external', 'internal'), media('L16', 'external', 'internal')].map(
      blockBytes,
    ),
  ).toEqual([1, 2, 4]);
});
