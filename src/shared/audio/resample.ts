/**
 * Sample-rate conversion of mono audio by a windowed-sinc (Kaiser) low-pass, in pieces of any size: the output does
 * not depend on how the input was cut. Used for WAV sources and for the microphone (48 kHz or 44.1 kHz to 8 kHz).
 */

/** Zero crossings of the sinc on each side: -80 dB stop band with the Kaiser window below. */
const ZERO_CROSSINGS = 24;
/** Kaiser window shape; 8 gives about 80 dB of stop-band attenuation. */
const KAISER_BETA = 8;
/** Share of the lower Nyquist frequency that passes; the rest is the transition band. */
const PASS_BAND = 0.92;

export interface Resampler {
  /** Takes the next samples (-1..1) and returns what can be computed by now. */
  push(samples: Float32Array): Float32Array;
  /** Returns the tail, after which all `round(inputLength * toHz / fromHz)` samples are out. */
  flush(): Float32Array;
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Kernel value at `distance` input samples from the centre, for a cut-off in cycles per input sample. */
function kernelAt(distance: number, halfWidth: number, cutoff: number): number {
  const position = distance / halfWidth;
  if (Math.abs(position) >= 1) return 0;
  const x = 2 * cutoff * distance;
  const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  return 2 * cutoff * sinc * (bessel0(KAISER_BETA * Math.sqrt(1 - position * position)) / bessel0(KAISER_BETA));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Converts from `fromHz` to `toHz` (both whole numbers). Equal rates pass the samples through untouched. */
export function createResampler(fromHz: number, toHz: number): Resampler {
  if (fromHz === toHz) return { push: samples => samples, flush: () => new Float32Array(0) };
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const cutoff = (0.5 * PASS_BAND * Math.min(fromHz, toHz)) / fromHz;
  const halfWidth = Math.ceil(ZERO_CROSSINGS / (2 * cutoff));
  const taps = 2 * halfWidth;
  /** One row of taps for each of the `up` phases that an output sample can have between two input samples. */
  const rows = new Map<number, Float32Array>();
  const rowFor = (phase: number): Float32Array => {
    const known = rows.get(phase);
    if (known) return known;
    const row = new Float32Array(taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap += 1) {
      row[tap] = kernelAt(tap - halfWidth + 1 - phase / up, halfWidth, cutoff);
      sum += row[tap] ?? 0;
    }
    for (let tap = 0; tap < taps; tap += 1) row[tap] = (row[tap] ?? 0) / sum;
    rows.set(phase, row);
    return row;
  };

  /** Input not yet left behind; `bufferStart` is the input index of its first sample. */
  let buffer = new Float32Array(halfWidth);
  let bufferStart = -halfWidth;
  let received = 0;
  let produced = 0;

  const append = (samples: Float32Array) => {
    const joined = new Float32Array(buffer.length + samples.length);
    joined.set(buffer);
    joined.set(samples, buffer.length);
    buffer = joined;
  };
  const produce = (limit: number): Float32Array => {
    const end = bufferStart + buffer.length;
    const most = Math.max(0, Math.min(limit, Math.ceil((end * up) / down)) - produced);
    const out = new Float32Array(most);
    let length = 0;
    for (; produced < limit; produced += 1) {
      const scaled = produced * down;
      const centre = Math.floor(scaled / up);
      if (centre + halfWidth >= end) break;
      const row = rowFor(scaled % up);
      const first = centre - halfWidth + 1 - bufferStart;
      let sum = 0;
      for (let tap = 0; tap < taps; tap += 1) sum += (row[tap] ?? 0) * (buffer[first + tap] ?? 0);
      out[length++] = sum;
    }
    const keepFrom = Math.floor((produced * down) / up) - halfWidth + 1 - bufferStart;
    if (keepFrom > 0) {
      buffer = buffer.slice(keepFrom);
      bufferStart += keepFrom;
    }
    return out.subarray(0, length);
  };

  return {
    push: samples => {
      received += samples.length;
      append(samples);
      return produce(Number.POSITIVE_INFINITY);
    },
    flush: () => {
      append(new Float32Array(halfWidth + 1));
      return produce(Math.round((received * up) / down));
    },
  };
}

/** -1..1 as signed 16-bit, clipped. */
export function floatToInt16(samples: Float32Array): Int16Array {
  const out = new Int16Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) {
    out[at] = Math.max(-32768, Math.min(32767, Math.round((samples[at] ?? 0) * 32768)));
  }
  return out;
}
