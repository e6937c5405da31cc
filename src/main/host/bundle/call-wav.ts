/** call.wav: the caller on the left, the bot on the right, as it was heard. Made piece by piece: an hour never lies in memory. */
import { decodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { writeWav } from '../../../shared/audio/wav.ts';
import type { CallSound } from './call-sound.ts';

const PIECE_MS = 10_000;
const HEADER_BYTES = 44;

/** Stereo, 16 bit, 8 kHz. */
export async function* callWav(sound: CallSound): AsyncGenerator<Uint8Array> {
  const frames = Math.round((sound.durationMs * PCMU_RATE_HZ) / 1000);
  yield wavHeader(frames);
  for (let fromMs = 0; fromMs < sound.durationMs; fromMs += PIECE_MS) {
    const lengthMs = Math.min(PIECE_MS, sound.durationMs - fromMs);
    const left = await sound.lane('caller', fromMs, lengthMs);
    const right = await sound.lane('bot', fromMs, lengthMs);
    yield writeWav(PCMU_RATE_HZ, [decodeMuLaw(left), decodeMuLaw(right)]).subarray(HEADER_BYTES);
  }
}

/** The header of a file whose samples come later. */
function wavHeader(frames: number): Uint8Array {
  const header = writeWav(PCMU_RATE_HZ, [new Int16Array(0), new Int16Array(0)]).slice(0, HEADER_BYTES);
  const view = new DataView(header.buffer);
  const bytes = frames * 4;
  view.setUint32(4, 36 + bytes, true);
  view.setUint32(40, bytes, true);
  return header;
}
