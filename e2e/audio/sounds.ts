/** Sound for tests: the recorded sentences, and generated noise and tones. All 16-bit linear, 8 kHz mono unless said. */
import { readFileSync } from 'node:fs';
import { decodeMuLaw, encodeMuLaw } from '../../src/shared/audio/mulaw.ts';

export const RATE_HZ = 8000;

/** The PCMU bytes of caller-order-pcmu-8k.wav: one sentence of 7.6 s. */
export function orderPcmu(): Uint8Array {
  return dataChunk('caller-order-pcmu-8k.wav');
}

/** The samples of a caller-*-pcm16-8k.wav. */
export function sentence(name: 'order' | 'balance' | 'goodbye' | 'interrupt'): Int16Array {
  return Int16Array.from(new Int16Array(dataChunk(`caller-${name}-pcm16-8k.wav`).slice().buffer));
}

function dataChunk(file: string): Uint8Array {
  const wav = readFileSync(new URL(file, import.meta.url));
  const at = wav.indexOf('data', 12, 'latin1');
  return Uint8Array.from(wav.subarray(at + 8, at + 8 + wav.readUInt32LE(at + 4)));
}

export function silence(seconds: number): Int16Array {
  return new Int16Array(seconds * RATE_HZ);
}

/** Sinusoids added up. `level`: peak of the sum, 0..1. */
export function tone(frequenciesHz: readonly number[], seconds: number, level: number, rateHz = RATE_HZ): Int16Array {
  const amplitude = (level * 32767) / frequenciesHz.length;
  return Int16Array.from({ length: seconds * rateHz }, (_, at) =>
    frequenciesHz.reduce((sum, hz) => sum + amplitude * Math.sin((2 * Math.PI * hz * at) / rateHz), 0),
  );
}

export type NoiseColour = 'white' | 'pink' | 'brown';

/** Steady noise. `level`: RMS, 0..1. Seeded, so a failure happens again. */
export function noise(colour: NoiseColour, seconds: number, level: number, seed = 1): Int16Array {
  const random = generator(seed);
  const shape = shaper(colour);
  const values = Float64Array.from({ length: seconds * RATE_HZ }, () => shape(random()));
  const rms = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  const gain = (level * 32767) / rms;
  return Int16Array.from(values, value => Math.max(-32768, Math.min(32767, Math.round(value * gain))));
}

function shaper(colour: NoiseColour): (white: number) => number {
  if (colour === 'white') return white => white;
  let brown = 0;
  if (colour === 'brown') {
    return white => {
      brown = 0.995 * brown + white;
      return brown;
    };
  }
  // Kellet's economy filter: three leaky integrators, within 0.5 dB of pink over the audible band.
  let [a, b, c] = [0, 0, 0];
  return white => {
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    return a + b + c + white * 0.1848;
  };
}

/** Gaussian enough (four uniform numbers added), from a 32-bit xorshift. */
function generator(seed: number): () => number {
  let state = seed | 0 || 1;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32 - 0.5;
  };
  return () => uniform() + uniform() + uniform() + uniform();
}

export function louder(samples: Int16Array, factor: number): Int16Array {
  return samples.map(sample => Math.round(sample * factor));
}

export function joined(...parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Adds two sounds; the result is as long as the first. */
export function mixed(samples: Int16Array, other: Int16Array): Int16Array {
  return samples.map((sample, at) => Math.max(-32768, Math.min(32767, sample + (other[at] ?? 0))));
}

/** As it sounds after a telephone line: through µ-law and back. */
export function throughPcmu(samples: Int16Array): Int16Array {
  return decodeMuLaw(encodeMuLaw(samples));
}
