/** The head of an HTTP/1.1 request or answer, read from bytes and written again with every line that was not changed as it came. */
import { fail, ok, type Result } from '../../../shared/lib/result.ts';

/** Larger heads are refused: no upgrade needs more (Node's own limit is 16 KiB). Bytes. */
export const MOST_HEAD_BYTES = 64 * 1024;

const END_OF_HEAD = Buffer.from('\r\n\r\n');

export type HttpHead = {
  /** The request line or the status line, without its line end. */
  readonly start: string;
  /** In order and as spelled. */
  readonly headers: readonly (readonly [name: string, value: string])[];
};

/**
 * The head at the beginning of `bytes`, and what comes after it; undefined while it is not complete.
 * Bytes are read as ISO 8859-1, as HTTP/1.1 has them, so that writing gives the same bytes.
 */
export function readHead(bytes: Buffer): Result<{ head: HttpHead; rest: Buffer } | undefined, 'bad-head'> {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) {
    if (bytes.length <= MOST_HEAD_BYTES) return ok(undefined);
    return fail('bad-head', `The head has more than ${MOST_HEAD_BYTES / 1024} KiB.`);
  }
  const [start = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers: [string, string][] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) return fail('bad-head', 'A header line has no name.');
    headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  return ok({ head: { start, headers }, rest: bytes.subarray(end + END_OF_HEAD.length) });
}

export function writeHead({ start, headers }: HttpHead): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${[start, ...lines].join('\r\n')}\r\n\r\n`, 'latin1');
}

/** By lower-case name; repeated ones joined as HTTP allows. */
export function headersByName(head: HttpHead): Record<string, string> {
  const byName: Record<string, string> = Object.create(null);
  for (const [name, value] of head.headers) {
    const key = name.toLowerCase();
    byName[key] = byName[key] === undefined ? value : `${byName[key]}, ${value}`;
  }
  return byName;
}

/** `headers` replaces those of the same name in place, or comes at the end; undefined takes them out. */
export function withHeaders(head: HttpHead, headers: Readonly<Record<string, string | undefined>>): HttpHead {
  const left = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const kept: [string, string][] = [];
  const placed = new Set<string>();
  for (const [name, value] of head.headers) {
    const key = name.toLowerCase();
    if (!left.has(key)) {
      kept.push([name, value]);
      continue;
    }
    const replacement = left.get(key);
    if (replacement !== undefined && !placed.has(key)) kept.push([name, replacement]);
    placed.add(key);
  }
  for (const [key, value] of left) if (value !== undefined && !placed.has(key)) kept.push([key, value]);
  return { start: head.start, headers: kept };
}
