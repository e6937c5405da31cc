/** What the list of sessions shows; kept in session.json beside the events, and derived from them. */
import { z } from 'zod';
import { severitySchema } from '../diagnosis/finding.ts';
import { relayedWiresSchema } from '../relay/relay-kind.ts';

export const trackFormatSchema = z.object({
  /** PCMU: ITU-T G.711 µ-law. L16: linear 16-bit. */
  encoding: z.enum(['PCMU', 'L16']),
  rateHz: z.number().int().positive(),
  channels: z.number().int().positive(),
});
export type TrackFormat = z.infer<typeof trackFormatSchema>;

export const sessionSummarySchema = z.object({
  id: z.string(),
  /** Wall time of the beginning, ISO 8601 with milliseconds. Everything else is relative to it. */
  startedAt: z.string(),
  /** `server`: seen by the console's own AudioHook server. `client`: seen by the fake Genesys Cloud. */
  role: z.enum(['server', 'client']),
  /** Set for the calls that a check of a server makes: there are dozens, and the list keeps them together. */
  madeBy: z.enum(['check']).optional(),
  /** Set where the console stood in the middle and changed nothing: which wire it saw. */
  relay: relayedWiresSchema.optional(),
  kind: z.enum(['call', 'probe', 'refused', 'replay', 'import']),
  /** `live` while it runs; `interrupted` when the process that recorded it ended without closing it. */
  state: z.enum(['live', 'ended', 'interrupted']),
  /** One phrase on how it stands or ended, in words: "hung up by the caller", "401: signature does not match". */
  outcome: z.string(),
  durationMs: z.number().nonnegative(),
  connectorId: z.string(),
  /** The AudioHook session id (UUID): the same in the caller's and in the server's view of one local call. */
  audiohookId: z.string(),
  /** The earlier session that this one continues (`continuedSessions`). */
  continues: z.string().optional(),
  /** Of a replay: the captured session that was run again. */
  replayOf: z.string().optional(),
  /** Of a replay at another speed than 1: how many times as fast the caller was. Times of such a session mean nothing. */
  replaySpeed: z.number().positive().optional(),
  /** The caller's number (ani) as Genesys sent it, may be empty. */
  caller: z.string(),
  bot: z.string(),
  /** Appended events. */
  events: z.number().int().nonnegative(),
  /** Size on disk of events and tracks, in bytes. */
  bytes: z.number().int().nonnegative(),
  /** How often the model took a turn of the caller; absent in older captures. */
  turns: z.number().int().nonnegative().optional(),
  /** Notes of level problem and warning so far. */
  problems: z.number().int().nonnegative(),
  warnings: z.number().int().nonnegative(),
  /** The finding that matters most; absent when nothing was found, or the session was recorded by an older console. */
  finding: z.object({ severity: severitySchema, title: z.string() }).optional(),
  /** By name; a name is part of a file name, so it is held to a plain form. */
  tracks: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), trackFormatSchema),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;
