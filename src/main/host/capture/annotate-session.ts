/** Adds an event to a session that has ended: what its user has seen since. It gets the time of the session's last event. */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeEvent } from '../../../shared/events/event-log.ts';
import type { NewSessionEvent, SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { countEvent } from '../../../shared/projections/session-summary.ts';
import { readEvents } from './events-reader.ts';
import { EVENTS_FILE, writeSessionFile } from './session-files.ts';

export async function annotateSession(
  folder: string,
  summary: SessionSummary,
  event: NewSessionEvent,
): Promise<Result<{ event: SessionEvent; summary: SessionSummary }, 'unreadable'>> {
  const read = await readEvents(folder);
  if (!read.ok) return read;
  const last = read.value.events.at(-1);
  const { leg, type, ...rest } = event;
  const whole = { n: (last?.n ?? -1) + 1, atMs: last?.atMs ?? 0, leg, type, ...rest } as SessionEvent;
  const line = encodeEvent(whole);
  try {
    // A crash may have left half a line: what follows must not become part of it.
    await appendFile(join(folder, EVENTS_FILE), read.value.cutOff ? `\n${line}` : line);
    const counted = { ...summary, ...countEvent(summary, whole, Buffer.byteLength(line)) };
    await writeSessionFile(folder, counted);
    return ok({ event: whole, summary: counted });
  } catch (error) {
    return fail('unreadable', `The session's files cannot be written: ${(error as Error).message}.`);
  }
}
