/** Names and contents of a session's folder; DESIGN, "The capture on disk". */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type SessionSummary, sessionSummarySchema } from '../../../shared/events/session-summary.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';

/** session.json: the summary; while it is live also who writes it, and when they last did (wall clock, ms). */
const sessionFileSchema = sessionSummarySchema.extend({
  writerPid: z.number().int().optional(),
  writtenAtMs: z.number().optional(),
});
export type SessionFile = z.infer<typeof sessionFileSchema>;

export const EVENTS_FILE = 'events.ndjson';

/** A summary has some hundred bytes; it may come from a stranger, and is read whole. */
const MOST_SESSION_BYTES = 1 << 20;

export function trackFile(folder: string, track: string): string {
  return join(folder, `${track}.raw`);
}

/** Rewrites session.json in one step: a reader sees the old one or the new one. @throws when the folder is gone */
export async function writeSessionFile(folder: string, session: SessionFile): Promise<void> {
  const file = join(folder, 'session.json');
  // A name of its own: two consoles may mark the same interrupted session at once.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(session, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** `missing`: there is no such file. `unreadable`: there is one, and what is wrong with it. */
export async function readSessionFile(folder: string): Promise<Result<SessionFile, 'missing' | 'unreadable'>> {
  const file = join(folder, 'session.json');
  try {
    if ((await stat(file)).size > MOST_SESSION_BYTES) {
      return fail('unreadable', `${file} is larger than ${MOST_SESSION_BYTES >> 20} MiB: that is no summary.`);
    }
    const parsed = sessionFileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (parsed.success) return ok(parsed.data);
    const issue = parsed.error.issues[0];
    return fail('unreadable', `${file}: ${issue?.path.join('.')}: ${issue?.message}.`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    return fail(missing ? 'missing' : 'unreadable', `${file} cannot be read: ${message}.`);
  }
}

/** `bytes` bytes of a track from `offset` on; fewer when the file is shorter, none when it is not there. */
export function readTrack(folder: string, track: string, offset: number, bytes: number): Promise<Uint8Array> {
  return readRange(trackFile(folder, track), offset, bytes);
}

/** The same of any file. @throws when the disk refuses it */
export async function readRange(file: string, offset: number, bytes: number): Promise<Uint8Array> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array(0);
    throw error;
  }
  try {
    const buffer = new Uint8Array(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Size of a track's file in bytes; 0 when it is not there. */
export function trackSize(folder: string, track: string): Promise<number> {
  return fileSize(trackFile(folder, track));
}

/** In bytes; 0 when it is not there. @throws when the disk refuses to tell */
export async function fileSize(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** The summary without what only the writer needs. */
export function summaryOf(file: SessionFile): SessionSummary {
  const { writerPid: _writer, writtenAtMs: _written, ...summary } = file;
  return summary;
}
