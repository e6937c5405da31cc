import { expect, test } from 'vitest';
import { decodeMuLawSample, encodeMuLaw, encodeMuLawSample } from './mulaw.ts';
import { readWav, writeWav } from './wav.ts';

const SAMPLES = Int16Array.from({ length: 400 }, (_, n) => Math.round(12_000 * Math.sin(n / 5)));

/** A WAV of one format; `put` writes one sample. */
function wav(
  tag: number,
  bits: number,
  put: (view: DataView, at: number, sample: number) => void,
  channels = 1,
): Uint8Array {
  const bytesPerSample = bits / 8;
  const data = SAMPLES.length * bytesPerSample * channels;
  const out = new Uint8Array(44 + data);
  out.set(writeWav(8000, [new Int16Array(0)]).subarray(0, 44));
  const view = new DataView(out.buffer);
  view.setUint16(20, tag, true);
  view.setUint16(22, channels, true);
  view.setUint16(34, bits, true);
  view.setUint32(40, data, true);
  for (const [n, sample] of SAMPLES.entries()) {
    for (let channel = 0; channel < channels; channel += 1) {
      put(view, 44 + (n * channels + channel) * bytesPerSample, sample);
    }
  }
  return out;
}

test.each<[string, number, number, (view: DataView, at: number, sample: number) => void, number]>([
  ['8-bit PCM', 1, 8, (view, at, sample) => view.setUint8(at, (sample >> 8) + 128), 1 / 120],
  ['16-bit PCM', 1, 16, (view, at, sample) => view.setInt16(at, sample, true), 1e-6],
  ['24-bit PCM', 1, 24, (view, at, sample) => view.setUint16(at + 1, sample & 0xffff, true), 1e-6],
  ['32-bit PCM', 1, 32, (view, at, sample) => view.setInt32(at, sample * 65536, true), 1e-6],
  ['32-bit float', 3, 32, (view, at, sample) => view.setFloat32(at, sample / 32768, true), 1e-6],
  ['64-bit float', 3, 64, (view, at, sample) => view.setFloat64(at, sample / 32768, true), 1e-6],
  ['µ-law', 7, 8, (view, at, sample) => view.setUint8(at, encodeMuLawSample(sample)), 1 / 60],
])('%s is read', (_name, tag, bits, put, tolerance) => {
  for (const channels of [1, 2]) {
    const read = readWav(wav(tag, bits, put, channels));
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.channels).toHaveLength(channels);
    for (const channel of read.value.channels) {
      const worst = Math.max(...channel.map((sample, n) => Math.abs(sample - (SAMPLES[n] ?? 0) / 32768)));
      expect(worst).toBeLessThan(tolerance);
    }
  }
});

test('mono µ-law at 8 kHz keeps its very bytes', () => {
  const read = readWav(wav(7, 8, (view, at, sample) => view.setUint8(at, encodeMuLawSample(sample))));
  expect(read).toMatchObject({ ok: true, value: { pcmu: encodeMuLaw(SAMPLES) } });
});

test('what is written is read again', () => {
  const read = readWav(writeWav(8000, [SAMPLES, SAMPLES.map(sample => -sample)]));
  expect(read).toMatchObject({ ok: true, value: { rateHz: 8000 } });
  if (read.ok)
    expect(read.value.channels.map(channel => Math.round((channel[7] ?? 0) * 32768))).toEqual([
      SAMPLES[7],
      -(SAMPLES[7] ?? 0),
    ]);
});

const text = (value: string) => Uint8Array.from(value, letter => letter.charCodeAt(0));
test.each([
  ['an empty file', new Uint8Array(0), /no WAV/],
  ['a text', text('this is not a WAV file at all, but a text'), /no WAV/],
  ['a WAV without data', writeWav(8000, [SAMPLES]).subarray(0, 36), /no "data"/],
  ['a WAV cut off in its format', writeWav(8000, [SAMPLES]).subarray(0, 24), /cut off/],
  ['an MP3 in a WAV', wav(0x55, 8, () => undefined), /tag 85/],
])('%s is refused in words', (_what, bytes, sentence) => {
  expect(readWav(bytes)).toMatchObject({ ok: false, error: { message: expect.stringMatching(sentence) } });
});

test('ITU-T G.711: every code survives decoding and encoding, but negative zero', () => {
  for (let code = 0; code < 256; code += 1) {
    expect(encodeMuLawSample(decodeMuLawSample(code))).toBe(code === 0x7f ? 0xff : code);
  }
  expect([0x00, 0x80, 0xff, 0x7f].map(decodeMuLawSample)).toEqual([-32124, 32124, 0, 0]);
});
