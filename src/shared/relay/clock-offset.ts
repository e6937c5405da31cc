/**
 * What the clocks of two recordings differ by, from cause and effect alone: what a server sends its model it has from
 * Genesys, and what it sends Genesys it has from the model. Nothing comes out before it went in, so each piece of audio
 * bounds the difference from one side, and the fastest pieces of both ways leave only what the server itself needs.
 */
import type { SessionEvent } from '../events/session-event.ts';

/** When the bytes of a track had passed, in order. */
export type Passed = readonly { readonly endByte: number; readonly atMs: number }[];

export type ClockOffset = {
  /** What is added to times of the model's recording to have them on the clock of Genesys's, ms. */
  readonly offsetMs: number;
  /** It is right to within this much, ms. */
  readonly plusMinusMs: number;
  /** `both`: recorded by one clock, and cause comes before effect. `audio`: the clocks disagree; from the audio alone. */
  /** `hand`: a person said so. */
  readonly by: 'both' | 'audio' | 'hand';
};

/** When the audio of a track passed on the wire of Genesys. */
export function passedOnGenesys(events: readonly SessionEvent[], track: string): Passed {
  return events.flatMap(event =>
    event.type === 'audio' && event.leg === 'genesys' && event.track === track
      ? [{ endByte: event.offset + event.bytes, atMs: event.atMs }]
      : [],
  );
}

/** When the audio of a track, in PCMU, passed on the wire of the model: there each message carries the console's own copy. */
export function passedOnModel(events: readonly SessionEvent[], track: string): Passed {
  return events.flatMap(event =>
    event.type === 'audio' && event.leg === 'console' && event.track === track
      ? [{ endByte: event.offset + event.bytes, atMs: event.atMs }]
      : [],
  );
}

/** One direction's audio on both wires. */
export type BothWires = {
  readonly genesys: Passed;
  readonly model: Passed;
  /** Where a byte of Genesys's track lies in the model's: this much later, bytes. */
  readonly shiftBytes: number;
  /** The shift is right to within this much, bytes. */
  readonly plusMinusBytes: number;
  /** The part of Genesys's track of which that is known, bytes. */
  readonly fromByte: number;
  readonly toByte: number;
};

/**
 * @param startsMs what the wall times of the two recordings' beginnings differ by (model's less Genesys's), ms
 * @returns undefined when neither way was heard, or the audio contradicts itself: it is not the same call
 */
export function clockOffset(
  caller: BothWires | undefined,
  bot: BothWires | undefined,
  startsMs: number,
): ClockOffset | undefined {
  // What the model got was at Genesys's wire before: genesys <= model + offset.
  const least = caller ? leastOffset(caller) : Number.NEGATIVE_INFINITY;
  // What Genesys got was at the model's wire before: model + offset <= genesys.
  const most = bot ? mostOffset(bot) : Number.POSITIVE_INFINITY;
  if (least > most + TOLERANCE_MS) return undefined;
  if (!Number.isFinite(least) && !Number.isFinite(most)) return undefined;
  if (startsMs >= least - TOLERANCE_MS && startsMs <= most + TOLERANCE_MS) {
    return { offsetMs: startsMs, plusMinusMs: 1, by: 'both' };
  }
  const low = Number.isFinite(least) ? least : most - ONE_SIDED_MS;
  const high = Number.isFinite(most) ? most : least + ONE_SIDED_MS;
  return { offsetMs: (low + high) / 2, plusMinusMs: Math.max(0, high - low) / 2, by: 'audio' };
}

/** Two clocks of one machine are read some ms apart, ms. */
const TOLERANCE_MS = 30;
/** Where only one way was heard, the server is taken to need no longer than this, ms. */
const ONE_SIDED_MS = 500;

/** A resampler moves a sound by less than this: the message before must not be taken for the one that carried it, bytes. */
const EDGE_BYTES = 8;

function leastOffset(wires: BothWires): number {
  const differences = passingDifferences(wires, wires.shiftBytes + wires.plusMinusBytes);
  return differences.reduce((found, ms) => Math.max(found, ms), Number.NEGATIVE_INFINITY);
}

function mostOffset(wires: BothWires): number {
  const differences = passingDifferences(wires, wires.shiftBytes - wires.plusMinusBytes - EDGE_BYTES);
  return differences.reduce((found, ms) => Math.min(found, ms), Number.POSITIVE_INFINITY);
}

/** For each piece of Genesys's wire, when it passed less when its last byte passed the model's, ms of both clocks. */
function passingDifferences({ genesys, model, fromByte, toByte }: BothWires, shiftBytes: number): number[] {
  const differences: number[] = [];
  let at = 0;
  for (const { endByte, atMs } of genesys) {
    if (endByte <= fromByte || endByte > toByte) continue;
    const wanted = endByte + shiftBytes;
    while (at < model.length && (model[at]?.endByte ?? 0) < wanted) at += 1;
    const other = model[at];
    if (!other) break;
    if (wanted > 0) differences.push(atMs - other.atMs);
  }
  return differences;
}
