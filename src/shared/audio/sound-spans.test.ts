import { expect, test } from 'vitest';
import { encodeMuLawSample, MULAW_SILENCE } from './mulaw.ts';
import { SoundSpans } from './sound-spans.ts';

const silence = (ms: number) => new Uint8Array(ms * 8).fill(MULAW_SILENCE);
const tone = (ms: number, amplitude = 8000) =>
  Uint8Array.from({ length: ms * 8 }, (_, at) => encodeMuLawSample(Math.sin(at) * amplitude));
const spansOf = (...pieces: Uint8Array[]) => {
  const spans = new SoundSpans();
  for (const piece of pieces) spans.append(piece);
  return spans.spans;
};

test('a tone is a sound from its first to its last 10 ms, in samples', () => {
  expect(spansOf(silence(500), tone(300), silence(500))).toEqual([{ start: 4000, end: 6400 }]);
});

test('a short gap does not end it, a long one does', () => {
  expect(spansOf(tone(100), silence(150), tone(100))).toHaveLength(1);
  expect(spansOf(tone(100), silence(400), tone(100))).toHaveLength(2);
});

test('hiss below -50 dBFS is silence', () => {
  expect(spansOf(tone(1000, 100))).toEqual([]);
});

test('how it was cut into pieces does not matter', () => {
  const whole = tone(100);
  const bytes = Array.from(whole, code => Uint8Array.of(code));
  expect(spansOf(...bytes)).toEqual(spansOf(whole));
});
