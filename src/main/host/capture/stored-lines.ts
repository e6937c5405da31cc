/** The events of a session that is over, as the lines that they are on disk: nobody reads them here, so it is quick. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { readHeader } from '../../../shared/events/event-log.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { LONGEST_LINE_BYTES } from './events-reader.ts';
import { EVENTS_FILE } from './session-files.ts';

/** The first screen of a log is here at once ... */
const FIRST_BYTES = 1 << 15;
/** ... and the rest in pieces that take a few milliseconds each: other questions of the page are answered between. */
const PIECE_BYTES = 1 << 19;
const LINE_FEED = 0x0a;

/** Whole lines, parted by line feeds, and where the next ones begin, bytes; absent after the last. */
export type StoredLines = { lines: string; next?: number };

/**
 * Lines of events from byte `at` on: 0, or what came as `next`. Lines that are no events are among them: whoever reads
 * them passes them over, and the diagnosis, which reads them too, names them.
 */
export async function storedLines(folder: string, at: number): Promise<Result<StoredLines, 'unreadable'>> {
  try {
    const piece = await wholeLines(join(folder, EVENTS_FILE), at);
    const next = piece.isLast ? {} : { next: at + piece.bytes.length };
    const lines = piece.bytes.toString('utf8');
    if (at > 0) return ok({ lines, ...next });
    const first = lines.indexOf('\n');
    const header = readHeader(first === -1 ? lines : lines.slice(0, first));
    if (!header.ok) return fail('unreadable', header.error.message);
    return ok({ lines: first === -1 ? '' : lines.slice(first + 1), ...next });
  } catch (error) {
    return fail('unreadable', `${folder}/${EVENTS_FILE} cannot be read: ${(error as Error).message}.`);
  }
}

/** A line that is longer than any that is kept comes in parts, none of which is an event. */
async function wholeLines(file: string, at: number): Promise<{ bytes: Buffer; isLast: boolean }> {
  const handle = await open(file, 'r');
  try {
    for (let wanted = at === 0 ? FIRST_BYTES : PIECE_BYTES; ; wanted *= 2) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
      const bytes = buffer.subarray(0, bytesRead);
      // A last line without its end counts, too: nothing will be added to it.
      if (bytesRead < wanted) return { bytes, isLast: true };
      const end = bytes.lastIndexOf(LINE_FEED) + 1;
      if (end > 0 || wanted > LONGEST_LINE_BYTES)
        return { bytes: end > 0 ? bytes.subarray(0, end) : bytes, isLast: false };
    }
  } finally {
    await handle.close();
  }
}
