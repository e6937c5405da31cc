/** call.wav: the caller on the left, the bot on the right, as it was heard. Made piece by piece: an hour never lies in memory. */
import { decodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { WAV_HEADER_BYTES, wavHeader, writeWav } from '../../../shared/audio/wav.ts';
import type { CallSound } from './call-sound.ts';

const PIECE_MS = 10_000;

/** Stereo, 16 bit, 8 kHz. */
export async function* callWav(sound: CallSound): AsyncGenerator<Uint8Array> {
  const frames = Math.round((sound.durationMs * PCMU_RATE_HZ) / 1000);
  yield wavHeader(PCMU_RATE_HZ, 2, frames);
  for (let fromMs = 0; fromMs < sound.durationMs; fromMs += PIECE_MS) {
    const lengthMs = Math.min(PIECE_MS, sound.durationMs - fromMs);
    const left = await sound.lane('caller', fromMs, lengthMs);
    const right = await sound.lane('bot', fromMs, lengthMs);
    yield writeWav(PCMU_RATE_HZ, [decodeMuLaw(left), decodeMuLaw(right)]).subarray(WAV_HEADER_BYTES);
  }
}
