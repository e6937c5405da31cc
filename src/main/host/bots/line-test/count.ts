/** A voice that counts from one to ten, one number a second: what is missing or comes twice can be heard. */
import { MULAW_SILENCE, PCMU_RATE_HZ } from '../../../../shared/audio/mulaw.ts';
import { numbers } from './numbers.ts';

/** Ten seconds, 8 kHz mono PCMU; each number begins with its second. */
export function counting(): Uint8Array {
  const spoken = Object.values(numbers);
  const audio = new Uint8Array(spoken.length * PCMU_RATE_HZ).fill(MULAW_SILENCE);
  for (const [at, { audio: number }] of spoken.entries())
    audio.set(number.subarray(0, PCMU_RATE_HZ), at * PCMU_RATE_HZ);
  return audio;
}
