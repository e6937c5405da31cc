/** The loudness of a track over time: what two recordings of one sound have in common, whatever became of its format. */
import { decodeMuLawSample } from '../audio/mulaw.ts';

/** 10 ms of PCMU. */
export const LEVEL_BYTES = 80;
export const LEVEL_MS = 10;
/** Quieter is silence: below it lies the noise of every format's own steps, dBFS. */
const FLOOR_DB = -60;
const FULL_SCALE = 32768;

/** One value each whole 10 ms: dB above the floor, 0 for silence, 60 for full scale. */
export function levelsOf(pcmu: Uint8Array): Float32Array {
  const levels = new Float32Array(Math.floor(pcmu.length / LEVEL_BYTES));
  for (let at = 0; at < levels.length; at += 1) {
    let sum = 0;
    for (let byte = at * LEVEL_BYTES; byte < (at + 1) * LEVEL_BYTES; byte += 1) {
      sum += (decodeMuLawSample(pcmu[byte] ?? 0xff) / FULL_SCALE) ** 2;
    }
    levels[at] = Math.max(0, 10 * Math.log10(sum / LEVEL_BYTES + 1e-12) - FLOOR_DB);
  }
  return levels;
}
