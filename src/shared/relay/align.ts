/** Where one recording of a sound lies in another, by their levels. */
import { LEVEL_MS } from './levels.ts';

export type Alignment = {
  /** What `b` must be moved by to lie over `a`, ms: positive where `a` has something before `b` begins. */
  readonly lagMs: number;
  /** Correlation there, 0 (nothing in common) to 1 (the same). */
  readonly score: number;
  /** The piece of `a` that was found, ms of its track: only there the lag is known. */
  readonly fromMs: number;
  readonly toMs: number;
};

/** Pieces of this length are looked for, one after the other: long enough to be like no other, ms. */
const PIECE_MS = 3000;
/** Pieces that are tried: whatever is dropped or cut later on moves all that follows, so the first that is found counts. */
const MOST_PIECES = 10;
/** As alike as the same sound in two formats. */
const FOUND = 0.9;
/** Less sound than this says nothing. */
const LEAST_SOUND = 50;

/**
 * Finds the lag at which the levels `b` are like `a`: of the first piece of sound that is surely found, else of the likest.
 * @param mostMs how far apart they may lie
 * @returns undefined where there is too little sound to tell
 */
export function align(a: Float32Array, b: Float32Array, mostMs: number): Alignment | undefined {
  const length = Math.round(PIECE_MS / LEVEL_MS);
  let best: Alignment | undefined;
  let tried = 0;
  for (let from = firstSound(a); from < a.length && tried < MOST_PIECES; from += length) {
    const piece = a.subarray(from, from + length);
    if (piece.filter(level => level > 0).length < LEAST_SOUND) continue;
    tried += 1;
    const found = find(piece, b, from, Math.round(mostMs / LEVEL_MS));
    if (found && found.score > (best?.score ?? 0)) best = found;
    if (found && found.score >= FOUND) break;
  }
  return best;
}

function find(piece: Float32Array, b: Float32Array, from: number, most: number): Alignment | undefined {
  const place = { fromMs: from * LEVEL_MS, toMs: (from + piece.length) * LEVEL_MS };
  let best: Alignment | undefined;
  for (let lag = -most; lag <= most; lag += 1) {
    const score = correlation(piece, b, from - lag);
    if (score !== undefined && score > (best?.score ?? 0)) best = { lagMs: lag * LEVEL_MS, score, ...place };
  }
  return best;
}

/** How alike a piece is to `b` from index `at` on, 0 to 1; undefined where they share too little. */
export function correlation(piece: Float32Array, b: Float32Array, at: number): number | undefined {
  const first = Math.max(0, -at);
  const end = Math.min(piece.length, b.length - at);
  if (end - first < Math.min(piece.length, LEAST_SOUND)) return undefined;
  let sumA = 0;
  let sumB = 0;
  for (let index = first; index < end; index += 1) {
    sumA += piece[index] ?? 0;
    sumB += b[at + index] ?? 0;
  }
  const meanA = sumA / (end - first);
  const meanB = sumB / (end - first);
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let index = first; index < end; index += 1) {
    const x = (piece[index] ?? 0) - meanA;
    const y = (b[at + index] ?? 0) - meanB;
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return squareA > 0 && squareB > 0 ? Math.max(0, product / Math.sqrt(squareA * squareB)) : 0;
}

/** Where the first sound begins, in levels; 0 where there is none. */
export function firstSound(levels: Float32Array): number {
  return Math.max(
    0,
    levels.findIndex(level => level > 0),
  );
}
