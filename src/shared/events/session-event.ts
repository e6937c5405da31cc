/**
 * What can happen on a session's wires. Everything else (rows, waveforms, findings, exports) is derived from these.
 * One event is one line of JSON in events.ndjson; see event-log.ts for the file's first line.
 */
import { z } from 'zod';

/** `genesys`: the AudioHook WebSocket. `bot`: the Realtime WebSocket. `console`: what the console itself did or saw. */
export const legSchema = z.enum(['genesys', 'bot', 'console']);
export type Leg = z.infer<typeof legSchema>;

/** Seen from the console: `in` was received, `out` was sent. */
export const directionSchema = z.enum(['in', 'out']);
export type Direction = z.infer<typeof directionSchema>;

export const noteLevelSchema = z.enum(['info', 'warning', 'problem']);
export type NoteLevel = z.infer<typeof noteLevelSchema>;

/** A range of bytes in a track's file. Offsets and lengths in bytes. */
export const audioRangeSchema = z.object({
  track: z.string(),
  offset: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
});
export type AudioRange = z.infer<typeof audioRangeSchema>;

const head = {
  /** 0, 1, 2 ... in a session. */
  n: z.number().int().nonnegative(),
  /** Milliseconds since the session began, monotonic, fractional. */
  atMs: z.number(),
  leg: legSchema,
};

/** A socket's life: the upgrade (also a refused one), its end, a transport failure. */
export const connectionEventSchema = z.object({
  ...head,
  type: z.literal('connection'),
  phase: z.enum(['upgrade', 'open', 'close', 'error']),
  direction: directionSchema.optional(),
  method: z.string().optional(),
  /** Request target as it was on the wire; secret values masked. */
  target: z.string().optional(),
  /** Lower-case names; secret values masked. */
  headers: z.record(z.string(), z.string()).optional(),
  /** HTTP status of the answer to the upgrade. */
  status: z.number().int().optional(),
  /** WebSocket close code (RFC 6455, section 7.4). */
  code: z.number().int().optional(),
  /** Close reason, or the transport error, in words. */
  reason: z.string().optional(),
  remote: z.string().optional(),
});

/** A text frame. Base64 audio is moved to a track, secret values are masked; both visibly. */
export const messageEventSchema = z.object({
  ...head,
  type: z.literal('message'),
  direction: directionSchema,
  text: z.string(),
  /** Size of the frame on the wire. */
  bytes: z.number().int().nonnegative(),
});

/** Audio: the bytes are in the track's file. */
export const audioEventSchema = z.object({
  ...head,
  type: z.literal('audio'),
  direction: directionSchema,
  ...audioRangeSchema.shape,
});

/** A state machine moved. */
export const stateEventSchema = z.object({
  ...head,
  type: z.literal('state'),
  from: z.string(),
  to: z.string(),
  why: z.string(),
});

/** What the console noticed. `code` is a rule's id (docs/rules) where one applies, else a short kebab-case name. */
export const noteEventSchema = z.object({
  ...head,
  type: z.literal('note'),
  code: z.string(),
  level: noteLevelSchema,
  text: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
});

export const sessionEventSchema = z.discriminatedUnion('type', [
  connectionEventSchema,
  messageEventSchema,
  audioEventSchema,
  stateEventSchema,
  noteEventSchema,
]);

export type ConnectionEvent = z.infer<typeof connectionEventSchema>;
export type MessageEvent = z.infer<typeof messageEventSchema>;
export type AudioEvent = z.infer<typeof audioEventSchema>;
export type StateEvent = z.infer<typeof stateEventSchema>;
export type NoteEvent = z.infer<typeof noteEventSchema>;
export type SessionEvent = z.infer<typeof sessionEventSchema>;

type WithoutHead<E> = E extends SessionEvent ? Omit<E, 'n' | 'atMs'> : never;
/** An event before it is appended: the recorder gives it its number and its time. */
export type NewSessionEvent = WithoutHead<SessionEvent>;
