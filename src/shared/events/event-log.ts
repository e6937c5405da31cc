/**
 * The text of events.ndjson: a version line, then one event a line.
 * What cannot be read is named, never thrown away in silence, and never throws.
 */
import { fail, ok, type Result } from '../lib/result.ts';
import { type SessionEvent, sessionEventSchema } from './session-event.ts';

export const FORMAT = 'audiohook-session';
export const VERSION = 1;
export const HEADER_LINE = `${JSON.stringify({ format: FORMAT, version: VERSION })}\n`;

/** One event as its line, with the line feed. */
export function encodeEvent(event: SessionEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** Checks the first line. A capture of a newer version is refused with a sentence. */
export function readHeader(line: string): Result<{ version: number }, 'not-a-capture' | 'newer-version'> {
  let header: unknown;
  try {
    header = JSON.parse(line);
  } catch {
    return fail('not-a-capture', 'This is not an AudioHook Console capture: its first line is not JSON.');
  }
  const { format, version } = (header ?? {}) as { format?: unknown; version?: unknown };
  if (format !== FORMAT || typeof version !== 'number') {
    return fail('not-a-capture', `This is not an AudioHook Console capture: its first line does not say "${FORMAT}".`);
  }
  if (version > VERSION) {
    return fail(
      'newer-version',
      `This capture has format version ${version}; this console reads up to ${VERSION}. Open it with a newer console.`,
    );
  }
  return ok({ version });
}

/** One line as an event. */
export function decodeEvent(line: string): Result<SessionEvent, 'bad-line'> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return fail('bad-line', 'This line of the capture is not JSON.');
  }
  const parsed = sessionEventSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail('bad-line', `This line of the capture is not an event: ${issue?.path.join('.')} ${issue?.message}.`);
}
