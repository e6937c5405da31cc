/**
 * Audio between the wire's format and the simulator's own, PCMU at 8 kHz: PCM 24 kHz is resampled, A-law re-coded,
 * µ-law taken as it is, byte for byte.
 */
import { decodeALaw, encodeALaw } from '../../../shared/audio/alaw.ts';
import { decodeMuLaw, encodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { createResampler, floatToInt16, type Resampler } from '../../../shared/audio/resample.ts';

export type WireFormat = 'audio/pcm' | 'audio/pcmu' | 'audio/pcma';

export const PCM_RATE_HZ = 24_000;

const BYTES_PER_MS: Readonly<Record<WireFormat, number>> = { 'audio/pcm': 48, 'audio/pcmu': 8, 'audio/pcma': 8 };

export function bytesPerMs(format: WireFormat): number {
  return BYTES_PER_MS[format];
}

/** Turns what a client appends into PCMU; the result does not depend on how it was cut, odd bytes included. */
export class WireDecoder {
  readonly #format: WireFormat;
  readonly #resampler: Resampler | undefined;
  /** The first half of a 16-bit sample whose other half is still to come. */
  #half: number | undefined;

  constructor(format: WireFormat) {
    this.#format = format;
    this.#resampler = format === 'audio/pcm' ? createResampler(PCM_RATE_HZ, PCMU_RATE_HZ) : undefined;
  }

  push(bytes: Uint8Array): Uint8Array {
    if (this.#format === 'audio/pcma') return encodeMuLaw(decodeALaw(bytes));
    if (!this.#resampler) return bytes;
    return encodeMuLaw(floatToInt16(this.#resampler.push(this.#samples(bytes))));
  }

  /** 16-bit little-endian as -1..1. */
  #samples(bytes: Uint8Array): Float32Array {
    const whole = this.#half === undefined ? bytes : Uint8Array.of(this.#half, ...bytes.subarray(0, 1));
    const lead = this.#half === undefined || bytes.length === 0 ? undefined : whole;
    const rest = lead ? bytes.subarray(1) : bytes;
    const count = Math.floor(rest.length / 2);
    const samples = new Float32Array(count + (lead ? 1 : 0));
    const read = (low: number, high: number): number => ((((high << 8) | low) << 16) >> 16) / 32768;
    if (lead) samples[0] = read(lead[0] ?? 0, lead[1] ?? 0);
    const first = lead ? 1 : 0;
    for (let at = 0; at < count; at += 1) samples[first + at] = read(rest[2 * at] ?? 0, rest[2 * at + 1] ?? 0);
    if (bytes.length > 0) this.#half = rest.length % 2 === 1 ? rest.at(-1) : undefined;
    return samples;
  }
}

/** A whole piece of PCMU in the wire's format. */
export function encodeForWire(format: WireFormat, codes: Uint8Array): Uint8Array {
  if (format === 'audio/pcmu') return codes;
  const samples = decodeMuLaw(codes);
  if (format === 'audio/pcma') return encodeALaw(samples);
  const resampler = createResampler(PCMU_RATE_HZ, PCM_RATE_HZ);
  const floats = Float32Array.from(samples, sample => sample / 32768);
  const out = [resampler.push(floats), resampler.flush()].flatMap(part => [...floatToInt16(part)]);
  const bytes = new Uint8Array(out.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [at, sample] of out.entries()) view.setInt16(at * 2, sample, true);
  return bytes;
}
