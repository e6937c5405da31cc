/**
 * Reads a session's events.ndjson in pieces, between which others can work, and goes on where it stopped when the file
 * has grown. What can be read is kept, what cannot is named.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeEvent, readHeader } from '../../../shared/events/event-log.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { EVENTS_FILE } from './session-files.ts';

/** The first screen of a log is here at once ... */
const FIRST_BYTES = 1 << 15;
/** ... and the rest in pieces that take some 15 ms each. */
const PIECE_BYTES = 1 << 18;
const LINE_FEED = 0x0a;
/** The longest message that is captured has 64 MiB (wire-tap.ts), and its quotes are escaped. Text ends at 512 MiB. */
export const LONGEST_LINE_BYTES = 1 << 27;
/** Stands where a line was that is longer, and that was not kept. */
export const TOO_LONG_LINE = `longer than ${LONGEST_LINE_BYTES >> 20} MiB`;

/**
 * Whole lines of the file from byte `from` on, without the version line, in pieces; then what stands behind the last
 * line feed. @throws when the file cannot be read
 * @param longest of a line, bytes, not below `PIECE_BYTES`: in place of a longer one stands TOO_LONG_LINE
 */
export async function* linesOf(
  folder: string,
  from = 0,
  longest = LONGEST_LINE_BYTES,
): AsyncGenerator<{ lines: string[]; bytes: number } | { rest: string }> {
  yield* linesIn(piecesOf(folder, from), longest);
}

/** The bytes of the file from `from` on. @throws when the file cannot be read */
async function* piecesOf(folder: string, from: number): AsyncGenerator<Buffer> {
  const handle = await open(join(folder, EVENTS_FILE), 'r');
  try {
    for (let at = from; ; ) {
      const piece = await readPiece(handle, at, at === 0 ? FIRST_BYTES : PIECE_BYTES);
      if (piece.length === 0) return;
      at += piece.length;
      yield piece;
    }
  } finally {
    await handle.close();
  }
}

async function* linesIn(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  longest: number,
): AsyncGenerator<{ lines: string[]; bytes: number } | { rest: string }> {
  /** Of the line that has begun: its bytes, unless they are too many, and their number. */
  let begun: Buffer[] = [];
  let begunBytes = 0;
  const add = (piece: Buffer) => {
    begunBytes += piece.length;
    if (begunBytes > longest) begun = [];
    else begun.push(piece);
  };
  const lineBegun = () => (begunBytes > longest ? TOO_LONG_LINE : Buffer.concat(begun).toString('utf8'));
  for await (const piece of pieces) {
    const first = piece.indexOf(LINE_FEED);
    if (first === -1) {
      add(piece);
      continue;
    }
    const end = piece.lastIndexOf(LINE_FEED) + 1;
    add(piece.subarray(0, first + 1));
    const more = end > first + 1 ? piece.toString('utf8', first + 1, end - 1).split('\n') : [];
    yield { lines: [lineBegun().replace(/\n$/, ''), ...more], bytes: begunBytes + end - first - 1 };
    begun = [piece.subarray(end)];
    begunBytes = piece.length - end;
  }
  yield { rest: lineBegun() };
}

async function readPiece(handle: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  const { bytesRead } = await handle.read(buffer, 0, bytes, at);
  return buffer.subarray(0, bytesRead);
}

/** One of `linesOf` as an event. */
export function decodeLine(line: string): Result<SessionEvent, 'bad-line'> {
  return line === TOO_LONG_LINE ? fail('bad-line', `This line of the capture is ${line}.`) : decodeEvent(line);
}

type PiecesFrom = (from: number) => AsyncIterable<Buffer> | Iterable<Buffer>;

export class EventsReader {
  /** All events so far, in the order of the file. */
  readonly events: SessionEvent[] = [];
  /** Lines that are no events, in words with their line number. */
  readonly damage: string[] = [];
  /** The last line was cut off, as a crash leaves it: no damage, but the end of what is known. */
  cutOff = false;
  readonly #folder: string;
  readonly #pieces: PiecesFrom;
  #offset = 0;
  #lines = 0;

  /** @param pieces the bytes of the file, where they are not read from it */
  constructor(folder: string, pieces: PiecesFrom = from => piecesOf(folder, from)) {
    this.#folder = folder;
    this.#pieces = pieces;
  }

  /**
   * Reads what is there.
   * @param isWhole nothing will be added to the file: a last line without its end counts, if it is an event
   * @param onPiece after each piece: `events` has grown
   */
  async readOn(isWhole: boolean, onPiece: () => void = () => undefined): Promise<Result<undefined, 'unreadable'>> {
    try {
      for await (const piece of linesIn(this.#pieces(this.#offset), LONGEST_LINE_BYTES)) {
        const header = 'rest' in piece ? this.#take(isWhole ? [piece.rest] : [], true) : this.#take(piece.lines, false);
        if (!header.ok) return fail('unreadable', header.error.message);
        if ('bytes' in piece) this.#offset += piece.bytes;
        onPiece();
      }
      return ok(undefined);
    } catch (error) {
      return fail('unreadable', `${this.#folder}/${EVENTS_FILE} cannot be read: ${(error as Error).message}.`);
    }
  }

  #take(lines: readonly string[], isLast: boolean): Result<undefined> {
    for (const line of lines) {
      if (this.#lines === 0) {
        const header = readHeader(line);
        if (!header.ok) return header;
        this.#lines = 1;
        continue;
      }
      if (isLast && line === '') continue;
      this.#lines += 1;
      if (line === '') continue;
      const event = decodeLine(line);
      if (event.ok) this.events.push(event.value);
      else if (isLast) this.cutOff = true;
      else this.damage.push(`Line ${this.#lines}: ${event.error.message}`);
    }
    return ok(undefined);
  }
}

export type EventsRead = Pick<EventsReader, 'events' | 'damage' | 'cutOff'>;

/** All events of a session's folder. */
export async function readEvents(folder: string): Promise<Result<EventsRead, 'unreadable'>> {
  const reader = new EventsReader(folder);
  const read = await reader.readOn(true);
  return read.ok ? ok(reader) : read;
}

/** Of a session's events those from number `n` on. Without gaps, where no line was damaged, the number is the place. */
export function numberedFrom(events: readonly SessionEvent[], n: number): readonly SessionEvent[] {
  let index = Math.min(n, events.length);
  while (index > 0 && (events[index - 1]?.n ?? -1) >= n) index -= 1;
  return events.slice(index);
}
