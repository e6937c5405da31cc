import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createResampler } from './resample.ts';

function tone(frequencyHz: number, rateHz: number, seconds: number): Float32Array {
  return Float32Array.from({ length: rateHz * seconds }, (_, n) => Math.sin((2 * Math.PI * frequencyHz * n) / rateHz));
}

function convert(samples: Float32Array, fromHz: number, toHz: number, pieces = [samples.length]): Float32Array {
  const resampler = createResampler(fromHz, toHz);
  const out: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    out.push(...resampler.push(samples.slice(at, at + piece)));
    at += piece;
  }
  out.push(...resampler.push(samples.slice(at)), ...resampler.flush());
  return Float32Array.from(out);
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

test.each([48000, 44100, 16000, 11025])('1 kHz at %d Hz keeps its samples when brought to 8 kHz', fromHz => {
  const converted = convert(tone(1000, fromHz, 1), fromHz, 8000);
  const wanted = tone(1000, 8000, 1);
  expect(converted.length).toBe(8000);
  const middle = converted.slice(400, 7600).map((sample, at) => sample - (wanted[at + 400] ?? 0));
  expect(rms(middle)).toBeLessThan(0.001);
});

test('what 8 kHz cannot hold is taken out, not folded back', () => {
  expect(rms(convert(tone(5000, 48000, 1), 48000, 8000).slice(400, 7600))).toBeLessThan(0.0005);
});

test('how the input is cut does not matter', () => {
  const speechLike = tone(700, 44100, 0.2);
  const whole = convert(speechLike, 44100, 8000);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 12 }), pieces => {
      expect(convert(speechLike, 44100, 8000, pieces)).toEqual(whole);
    }),
  );
});
