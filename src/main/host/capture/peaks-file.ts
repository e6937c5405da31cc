/**
 * Peaks of a track, kept beside it as `<track>.peaks`, so that hours of sound are looked at once. They are derived: a
 * file that is missing, of another version, damaged, or of another length than the track is as good as none.
 *
 * Format, little-endian: "AHPK", version (u32), samples (u64), CRC-32 of what follows (u32), then the minima and the
 * maxima of 10 ms each (i8).
 */
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { BASE_BIN_SAMPLES, PeakPyramid } from '../../../shared/audio/peaks.ts';

const MAGIC = 'AHPK';
const VERSION = 1;
const HEAD_BYTES = 20;

function peaksFile(folder: string, track: string): string {
  return join(folder, `${track}.peaks`);
}

/** @throws when the disk refuses */
export async function writePeaks(folder: string, track: string, peaks: PeakPyramid): Promise<void> {
  const { samples, min, max } = peaks.bins;
  const head = Buffer.alloc(HEAD_BYTES);
  const body = Buffer.concat([Buffer.from(min.buffer), Buffer.from(max.buffer)]);
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(VERSION, 4);
  head.writeBigUInt64LE(BigInt(samples), 8);
  head.writeUInt32LE(crc32(body), 16);
  const draft = `${peaksFile(folder, track)}.${randomUUID()}`;
  await writeFile(draft, Buffer.concat([head, body]), { mode: 0o600 });
  await rename(draft, peaksFile(folder, track));
}

/** @param samples length of the track: peaks of another length are of something else */
export async function readPeaks(folder: string, track: string, samples: number): Promise<PeakPyramid | undefined> {
  let file: Buffer;
  try {
    file = await readFile(peaksFile(folder, track));
  } catch {
    // Whatever is wrong with it: the track itself says the same.
    return undefined;
  }
  const bins = Math.ceil(samples / BASE_BIN_SAMPLES);
  if (file.length !== HEAD_BYTES + 2 * bins || file.toString('latin1', 0, 4) !== MAGIC) return undefined;
  const body = file.subarray(HEAD_BYTES);
  const fits = file.readUInt32LE(4) === VERSION && file.readBigUInt64LE(8) === BigInt(samples);
  if (!fits || file.readUInt32LE(16) !== crc32(body)) return undefined;
  const all = new Int8Array(body.buffer, body.byteOffset, body.length);
  return PeakPyramid.restored({ samples, min: all.subarray(0, bins), max: all.subarray(bins) });
}
