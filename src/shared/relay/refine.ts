/** From 10 ms to the sample: where one recording of a sound lies in another, by the samples themselves. */
import { decodeMuLaw } from '../audio/mulaw.ts';

/** Searched to both sides of what the levels gave, bytes: two steps of theirs. */
const AROUND_BYTES = 160;
/** One second is compared, where it is loudest. */
const PIECE_BYTES = 8000;
/** Below this the samples have too little in common: another codec turned their phase, or it is not the same sound. */
const LEAST_CORRELATION = 0.5;

/**
 * @param pieceA PCMU of one recording @param fromA where in its track the piece begins, bytes
 * @param trackB the other's whole track or the part of it that `shiftBytes` leads to
 * @param shiftBytes where `a` lies in `b` as far as known, bytes
 * @returns the shift to the sample; undefined where the samples do not tell
 */
export function refineShift(
  pieceA: Uint8Array,
  fromA: number,
  trackB: Uint8Array,
  shiftBytes: number,
): number | undefined {
  const a = decodeMuLaw(pieceA.subarray(0, PIECE_BYTES));
  let best = LEAST_CORRELATION;
  let found: number | undefined;
  for (let shift = shiftBytes - AROUND_BYTES; shift <= shiftBytes + AROUND_BYTES; shift += 1) {
    const start = fromA + shift;
    if (start < 0 || start + a.length > trackB.length) continue;
    const score = sampleCorrelation(a, decodeMuLaw(trackB.subarray(start, start + a.length)));
    if (score <= best) continue;
    best = score;
    found = shift;
  }
  return found;
}

function sampleCorrelation(a: Int16Array, b: Int16Array): number {
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let at = 0; at < a.length; at += 1) {
    const x = a[at] ?? 0;
    const y = b[at] ?? 0;
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}
