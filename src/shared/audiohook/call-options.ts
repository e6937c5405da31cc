/** What a person can set for a call of the fake Genesys Cloud. All of it has a default: what Audio Connector sends. */
import { z } from 'zod';
import { FAULT_IDS } from './faults.ts';
import { offerSchema } from './media.ts';
import { OFFER_NAMES } from './offers.ts';

/** Most of `customConfig`, bytes of its JSON (PROTOCOL section 13). */
export const MAX_CUSTOM_CONFIG_BYTES = 60_000;

export const digitSchema = z.string().regex(/^[0-9*#]$/, 'not one of 0-9 * #');

export const participantSchema = z.object({
  /** With `tel:` as Genesys sends it, or as typed. May be empty. */
  ani: z.string().optional(),
  aniName: z.string().optional(),
  dnis: z.string().optional(),
});

export const callOptionsSchema = z.object({
  participant: participantSchema.optional(),
  /** BCP 47; production sends lower case. Empty: left out. */
  language: z.string().optional(),
  /** Asks the server to name its languages in `opened`. */
  supportedLanguages: z.boolean().optional(),
  customConfig: z.json().optional(),
  inputVariables: z.record(z.string(), z.string()).optional(),
  /** By name, or as typed. */
  offer: z.union([z.enum(OFFER_NAMES), z.array(offerSchema)]).optional(),
  continuedSessions: z
    .array(z.object({ id: z.string(), serverseq: z.number().int().min(0), clientseq: z.number().int().min(0) }))
    .optional(),
  signing: z
    .object({
      order: z.enum(['docs', 'production']).optional(),
      /** An RFC 8941 key. */
      label: z
        .string()
        .regex(/^[a-z*][a-z0-9_.*-]*$/, 'a label begins with a-z or *, and has a-z 0-9 _ - . * only')
        .optional(),
    })
    .optional(),
  /** Base and Connector ID are put together as they are, without a slash of ours. */
  verbatimJoin: z.boolean().optional(),
  lenient: z.boolean().optional(),
  /** False: one try only. */
  retry: z.boolean().optional(),
  fault: z.enum(FAULT_IDS).optional(),
});
export type CallOptions = z.infer<typeof callOptionsSchema>;

/** How a call ended, as Architect would get it. */
export const callOutcomeSchema = z.object({
  /** Which way out of the Call Audio Connector action. */
  path: z.enum(['success', 'failure']),
  /** Of the server's `disconnect`; null when the caller hung up, or the connection was lost. */
  disconnectReason: z.string().nullable(),
  info: z.string().nullable(),
  outputVariables: z.record(z.string(), z.string()).nullable(),
  error: z.string().nullable(),
  /** Set in a call with a fault. */
  fault: z.object({ id: z.enum(FAULT_IDS), should: z.string(), asItShould: z.boolean() }).nullable(),
});
export type CallOutcome = z.infer<typeof callOutcomeSchema>;
