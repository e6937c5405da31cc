/** The support bundle: one zip of a session's files, and what tells of them. */
import { z } from 'zod';
import { REDACTION_LEVELS } from '../redaction/redactor.ts';

export const BUNDLE_FORMAT = 'audiohook-bundle';
export const BUNDLE_VERSION = 1;

export const MANIFEST_FILE = 'manifest.json';
export const SESSION_FILE = 'session.json';
export const EVENTS_FILE = 'events.ndjson';
export const FINDINGS_FILE = 'findings.json';
export const WAV_FILE = 'call.wav';
export const HAR_FILE = 'call.har';
export const REPORT_FILE = 'report.html';
export const LOG_FILE = 'log.txt';

/** The file of a track in a session's folder and in a bundle. */
export function trackFileName(track: string): string {
  return `${track}.raw`;
}

export const redactionSchema = z.object({
  level: z.enum(REDACTION_LEVELS),
  /** `left-out`: the tracks and call.wav are not there; of a session without sound, too. */
  audio: z.enum(['included', 'left-out']),
  /** Every mark in the events, with how often it stands there: `secret:x-api-key`, `redacted:ani`. */
  marks: z.record(z.string(), z.number().int().positive()),
  /** How many different ids were replaced by pseudonyms. */
  ids: z.number().int().nonnegative(),
});
export type Redaction = z.infer<typeof redactionSchema>;

export const manifestSchema = z.object({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(BUNDLE_VERSION),
  /** ISO 8601. */
  createdAt: z.string(),
  product: z.object({ name: z.string(), version: z.string() }),
  runtime: z.object({ node: z.string(), electron: z.string().optional(), os: z.string(), arch: z.string() }),
  sessionId: z.string(),
  redaction: redactionSchema,
  /** Every file beside this one. SHA-256 in hex. */
  files: z.record(
    z.string(),
    z.object({ bytes: z.number().int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;

const MARK = /«(secret|redacted):([^»]{1,200})»/g;

/** Adds the marks of a text to a count. */
export function countMarks(counts: Record<string, number>, text: string): void {
  if (!text.includes('«')) return;
  for (const [, kind, name] of text.matchAll(MARK)) {
    const mark = `${kind}:${name}`;
    counts[mark] = (counts[mark] ?? 0) + 1;
  }
}
