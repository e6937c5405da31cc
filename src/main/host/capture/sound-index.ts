/**
 * What moves the sound of a session, kept beside its events as `sound.index`, so that hours of it are laid out without
 * reading a hundred thousand events. It is derived: a file that is missing, of another version, damaged, or of other
 * events is as good as none. Events that were added since are read from where it ends.
 *
 * Format, little-endian: "AHSI", version (u32); then 24 bytes a step: when (f64, ms), offset in the track or what was
 * skipped (f64, bytes or ms), bytes (u32), kind (u8), 3 unused. The last one says what all of it covers: when the last
 * event was (f64, ms), bytes of events.ndjson (f64), CRC-32 of what stands before and then of the last 4 KiB of these
 * bytes (u32), kind 255.
 */
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { readHeader } from '../../../shared/events/event-log.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { mayMoveSound, type SoundStep, soundStepOf } from '../../../shared/projections/sound-steps.ts';
import { decodeLine, linesOf } from './events-reader.ts';
import { EVENTS_FILE, fileSize, readRange } from './session-files.ts';

export const SOUND_INDEX_FILE = 'sound.index';
const MAGIC = 'AHSI';
const VERSION = 3;
const HEAD_BYTES = 8;
const STEP_BYTES = 24;
const END = 255;
/** So much of the end of the events tells whether they are those that the index was made of: times stand in them. */
const TELLING_BYTES = 4096;
/** Steps in one piece, so that others can work between two. */
const STEPS_A_PIECE = 5000;

/** Steps by their number in the file, without what differs from one to the next. */
const KINDS = [
  { kind: 'audio', lane: 'caller' },
  { kind: 'audio', lane: 'agent' },
  { kind: 'audio', lane: 'bot' },
  { kind: 'started' },
  { kind: 'completed' },
  { kind: 'barge-in' },
  { kind: 'skip', why: 'paused' },
  { kind: 'skip', why: 'discarded' },
  { kind: 'faster' },
] as const;

/** Steps of a session's sound in their order, how far they go, ms, and whether they were kept: then the others are, too. */
export type SoundPiece = { readonly steps: readonly SoundStep[]; readonly untilMs: number; readonly isKept: boolean };

/** Makes the file's bytes, one after the other. */
export class SoundIndexEncoder {
  #crc = 0;
  #lastMs = 0;

  head(): Buffer {
    const head = Buffer.alloc(HEAD_BYTES);
    head.write(MAGIC, 'latin1');
    head.writeUInt32LE(VERSION, 4);
    return this.#counted(head);
  }

  /** Nothing for an event that moves no sound. */
  event(event: SessionEvent): Buffer | undefined {
    this.reach(event.atMs);
    const step = soundStepOf(event);
    return step && this.step(step);
  }

  step(step: SoundStep): Buffer {
    this.reach(step.atMs);
    const kind = KINDS.findIndex(
      one =>
        one.kind === step.kind &&
        (step.kind !== 'audio' || ('lane' in one && one.lane === step.lane)) &&
        (step.kind !== 'skip' || ('why' in one && one.why === step.why)),
    );
    const value = step.kind === 'audio' ? step.offset : step.kind === 'skip' ? step.ms : 0;
    return this.#counted(record(step.atMs, value, step.kind === 'audio' ? step.bytes : 0, kind));
  }

  /** An event was as late as this, ms. */
  reach(atMs: number): void {
    this.#lastMs = Math.max(this.#lastMs, atMs);
  }

  /**
   * @param eventsBytes of events.ndjson that are covered: whole lines, and on disk
   * @throws when they cannot be read
   */
  async end(folder: string, eventsBytes: number): Promise<Buffer> {
    return record(this.#lastMs, eventsBytes, await crcWithEvents(this.#crc, folder, eventsBytes), END);
  }

  #counted(bytes: Buffer): Buffer {
    this.#crc = crc32(bytes, this.#crc);
    return bytes;
  }
}

/** A CRC continued over the end of the events that are covered. @throws when they cannot be read */
async function crcWithEvents(crc: number, folder: string, eventsBytes: number): Promise<number> {
  const bytes = Math.min(TELLING_BYTES, eventsBytes);
  return crc32(await readRange(join(folder, EVENTS_FILE), eventsBytes - bytes, bytes), crc);
}

function record(atMs: number, value: number, bytes: number, kind: number): Buffer {
  const made = Buffer.alloc(STEP_BYTES);
  made.writeDoubleLE(atMs, 0);
  made.writeDoubleLE(value, 8);
  made.writeUInt32LE(bytes, 16);
  made.writeUInt8(kind, 20);
  return made;
}

/**
 * What moves the sound of a session that is over: from the index where there is one, else from its events, and then the
 * index is there. @throws when the events cannot be read
 */
export async function* soundOf(folder: string): AsyncGenerator<SoundPiece> {
  const kept = await readIndex(folder);
  if (kept) yield* kept.pieces();
  yield* fromEvents(folder, kept?.eventsBytes ?? 0);
}

async function* fromEvents(folder: string, from: number): AsyncGenerator<SoundPiece> {
  const encoder = new SoundIndexEncoder();
  const made: Buffer[] = [encoder.head()];
  let untilMs = 0;
  let eventsBytes = from;
  let isHeader = from === 0;
  for await (const piece of linesOf(folder, from)) {
    const lines = 'rest' in piece ? [piece.rest] : piece.lines;
    if (isHeader) {
      const header = readHeader(lines.shift() ?? '');
      if (!header.ok) throw new Error(header.error.message);
      isHeader = false;
    }
    const steps: SoundStep[] = [];
    for (const [index, line] of lines.entries()) {
      // The last one of them says how far they go.
      if (line === '' || (index < lines.length - 1 && !mayMoveSound(line))) continue;
      const event = decodeLine(line);
      if (!event.ok) continue;
      untilMs = Math.max(untilMs, event.value.atMs);
      const step = soundStepOf(event.value);
      if (step) steps.push(step);
    }
    if ('bytes' in piece) {
      eventsBytes += piece.bytes;
      for (const step of steps) made.push(encoder.step(step));
      encoder.reach(untilMs);
    }
    yield { steps, untilMs, isKept: from > 0 };
  }
  // What was added to the events of an index is little: it is read anew each time.
  if (from === 0) await keepIndex(folder, Buffer.concat([...made, await encoder.end(folder, eventsBytes)]));
}

/** A disk that refuses keeps none: it can be made again. */
async function keepIndex(folder: string, bytes: Buffer): Promise<void> {
  const file = join(folder, SOUND_INDEX_FILE);
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, file);
  } catch {
    // As above.
  }
}

async function readIndex(folder: string) {
  let file: Buffer;
  try {
    file = await readFile(join(folder, SOUND_INDEX_FILE));
  } catch {
    // Whatever is wrong with it: the events say the same.
    return undefined;
  }
  const endAt = file.length - STEP_BYTES;
  const isWhole = endAt >= HEAD_BYTES && (endAt - HEAD_BYTES) % STEP_BYTES === 0 && file.readUInt8(endAt + 20) === END;
  if (!isWhole || file.toString('latin1', 0, 4) !== MAGIC || file.readUInt32LE(4) !== VERSION) return undefined;
  const untilMs = file.readDoubleLE(endAt);
  const eventsBytes = file.readDoubleLE(endAt + 8);
  if (!((await fileSize(join(folder, EVENTS_FILE))) >= eventsBytes)) return undefined;
  const crc = await crcWithEvents(crc32(file.subarray(0, endAt)), folder, eventsBytes);
  if (file.readUInt32LE(endAt + 16) !== crc) return undefined;
  return { eventsBytes, pieces: () => piecesIn(file, endAt, untilMs) };
}

function* piecesIn(file: Buffer, endAt: number, untilMs: number): Generator<SoundPiece> {
  for (let from = HEAD_BYTES; from < endAt; from += STEPS_A_PIECE * STEP_BYTES) {
    const steps: SoundStep[] = [];
    for (let at = from; at < Math.min(endAt, from + STEPS_A_PIECE * STEP_BYTES); at += STEP_BYTES) {
      const step = stepAt(file, at);
      if (step) steps.push(step);
    }
    yield { steps, untilMs: steps.at(-1)?.atMs ?? 0, isKept: true };
  }
  yield { steps: [], untilMs, isKept: true };
}

function stepAt(file: Buffer, at: number): SoundStep | undefined {
  const kind = KINDS[file.readUInt8(at + 20)];
  const atMs = file.readDoubleLE(at);
  if (kind?.kind === 'audio')
    return { ...kind, offset: file.readDoubleLE(at + 8), bytes: file.readUInt32LE(at + 16), atMs };
  if (kind?.kind === 'skip') return { ...kind, ms: file.readDoubleLE(at + 8), atMs };
  return kind && { ...kind, atMs };
}
