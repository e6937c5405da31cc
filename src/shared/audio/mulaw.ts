/**
 * ITU-T G.711 µ-law (PCMU): 8-bit codes for 16-bit linear samples. Tables are built once from the recommendation's
 * segment rule, as in its reference decoder (bias 0x84, 8 segments of 16 steps, codes stored inverted).
 */
const BIAS = 0x84;
/** Largest magnitude that encodes without overflow of the top segment. */
const CLIP = 32635;

/** The code for digital silence. 0x7F is the other zero; 0x00 is full-scale noise. */
export const MULAW_SILENCE = 0xff;
/** Sample rate of AudioHook's PCMU. */
export const PCMU_RATE_HZ = 8000;
/** Bytes of mono PCMU a millisecond. */
export const PCMU_BYTES_PER_MS = 8;

const DECODED = new Int16Array(256);
for (let code = 0; code < 256; code += 1) {
  const inverted = ~code & 0xff;
  const segment = (inverted >> 4) & 7;
  const magnitude = (((inverted & 15) << 3) + BIAS) << segment;
  DECODED[code] = inverted & 0x80 ? BIAS - magnitude : magnitude - BIAS;
}

/** One code as a linear sample, -32124..32124. */
export function decodeMuLawSample(code: number): number {
  return DECODED[code & 0xff] ?? 0;
}

/** One linear sample (clipped to ±32635) as its code. */
export function encodeMuLawSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const segment = 24 - Math.clz32(magnitude);
  const step = (magnitude >> (segment + 3)) & 15;
  return ~(sign | (segment << 4) | step) & 0xff;
}

/** PCMU bytes as linear 16-bit samples, one a byte. */
export function decodeMuLaw(codes: Uint8Array): Int16Array {
  const samples = new Int16Array(codes.length);
  for (let at = 0; at < codes.length; at += 1) samples[at] = DECODED[codes[at] ?? 0] ?? 0;
  return samples;
}

/** Linear 16-bit samples as PCMU bytes, one a sample. */
export function encodeMuLaw(samples: Int16Array): Uint8Array {
  const codes = new Uint8Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) codes[at] = encodeMuLawSample(samples[at] ?? 0);
  return codes;
}
