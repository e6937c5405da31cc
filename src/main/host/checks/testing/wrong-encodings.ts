/** What servers send in place of PCMU, made from PCMU. */
import { decodeMuLaw, encodeMuLaw, PCMU_RATE_HZ } from '../../../../shared/audio/mulaw.ts';
import { createResampler, floatToInt16 } from '../../../../shared/audio/resample.ts';

/** 16-bit little-endian samples, two bytes each. */
export function sixteenBit(audio: Uint8Array): Uint8Array {
  const samples = decodeMuLaw(audio);
  return new Uint8Array(samples.buffer);
}

/** ITU-T G.711 A-law: 13-bit samples by segments, even bits inverted. */
export function aLaw(audio: Uint8Array): Uint8Array {
  return Uint8Array.from(decodeMuLaw(audio), sample => {
    const magnitude = Math.min(4095, Math.abs(sample) >> 3);
    const segment = Math.max(0, 27 - Math.clz32(magnitude | 1));
    const step = (segment < 2 ? magnitude >> 1 : magnitude >> segment) & 15;
    return ((sample >= 0 ? 0x80 : 0) | (segment << 4) | step) ^ 0x55;
  });
}

/** What plays 3 times too slowly at 8 kHz. */
export function at24kHz(audio: Uint8Array): Uint8Array {
  const resampler = createResampler(PCMU_RATE_HZ, 24_000);
  const samples = Float32Array.from(decodeMuLaw(audio), sample => sample / 32768);
  return encodeMuLaw(floatToInt16(resampler.push(samples)));
}
