/**
 * ITU-T G.711 A-law (PCMA): 8-bit codes for 16-bit linear samples, by the recommendation's segment rule (13-bit
 * magnitudes, even bits inverted). What Europe's telephones speak; AudioHook speaks µ-law, the Realtime API both.
 */

/** The code for digital silence. */
export const ALAW_SILENCE = 0xd5;

const DECODED = new Int16Array(256);
for (let code = 0; code < 256; code += 1) {
  const plain = code ^ 0x55;
  const segment = (plain >> 4) & 7;
  const step = ((plain & 15) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  DECODED[code] = plain & 0x80 ? magnitude : -magnitude;
}

/** PCMA bytes as linear 16-bit samples, one a byte. */
export function decodeALaw(codes: Uint8Array): Int16Array {
  const samples = new Int16Array(codes.length);
  for (let at = 0; at < codes.length; at += 1) samples[at] = DECODED[codes[at] ?? 0] ?? 0;
  return samples;
}

function encodeSample(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  // 13 bits of magnitude; -1 and 0 are both the smallest step of their sign.
  const magnitude = (sample >= 0 ? sample : -sample - 1) >> 3;
  const segment = Math.max(0, 27 - Math.clz32(magnitude));
  const step = segment === 0 ? magnitude >> 1 : magnitude >> segment;
  return (sign | (segment << 4) | (step & 15)) ^ 0x55;
}

/** Linear 16-bit samples as PCMA bytes, one a sample. */
export function encodeALaw(samples: Int16Array): Uint8Array {
  const codes = new Uint8Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) codes[at] = encodeSample(samples[at] ?? 0);
  return codes;
}
