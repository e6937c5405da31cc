import { expect, test } from 'vitest';
import { encodeMuLawSample } from '../../../shared/audio/mulaw.ts';
import { PeakPyramid } from '../../../shared/audio/peaks.ts';
import { drawColumns } from './draw-columns.ts';

/** 100 ms whose samples grow louder; even ones up, odd ones down. */
const CODES = Uint8Array.from({ length: 800 }, (_, at) => encodeMuLawSample((at % 2 ? -1 : 1) * at * 40));
const peaks = new PeakPyramid();
peaks.append(CODES);
const track = [{ offset: 0, bytes: 800, startMs: 1000 }];

async function drawn(fromMs: number, toMs: number, columns: number) {
  const reads: number[] = [];
  const read = async (offset: number, bytes: number) => {
    reads.push(bytes);
    return CODES.subarray(offset, offset + bytes);
  };
  const { min, max } = await drawColumns({ fromMs, toMs, columns }, track, peaks, read);
  return { min: [...new Int8Array(min.buffer)], max: [...new Int8Array(max.buffer)], reads };
}

test('from 10 ms a column on the peaks are enough: no audio is read', async () => {
  const { max, reads } = await drawn(990, 1110, 12);
  expect(reads).toEqual([]);
  expect(max[0]).toBe(0);
  expect(max.slice(1, 11).every((value, at) => value > (max[at] ?? 0))).toBe(true);
  expect(max[11]).toBe(0);
});

test('below 10 ms a column the samples of the window are read, and no more', async () => {
  const { min, max, reads } = await drawn(1050, 1051, 8);
  expect(reads).toEqual([8]);
  // Samples 400 to 407, one a column.
  expect(max.map(value => value > 0)).toEqual([true, false, true, false, true, false, true, false]);
  expect(min.map(value => value < 0)).toEqual([false, true, false, true, false, true, false, true]);
});

test('a column narrower than a sample shows the sample that lasts through it', async () => {
  const { max } = await drawn(1050, 1050.25, 8);
  const first = (CODES[400] ?? 0) && max[0];
  expect(max).toEqual([first, first, first, first, 0, 0, 0, 0]);
});
