/**
 * AudioHook protocol v2 messages, as schemas. Fields that we do not know are kept: a newer Genesys Cloud may send them.
 * `position`, `seq` and the like are the protocol's own words.
 */
import { z } from 'zod';
import { mediaSchema, offerSchema } from './media.ts';

export const NULL_UUID = '00000000-0000-0000-0000-000000000000';

const seqSchema = z.number().int().nonnegative();
const durationSchema = z.string().regex(/^PT(?:\d*\.)?\d+S$/, 'not a duration such as PT1.5S');
const empty = z.looseObject({});
const variables = z.record(z.string(), z.string());

const clientEnvelope = {
  version: z.literal('2'),
  id: z.string(),
  seq: seqSchema.min(1),
  serverseq: seqSchema,
  position: durationSchema,
};

export const openParametersSchema = z.looseObject({
  organizationId: z.string(),
  conversationId: z.string(),
  participant: z.looseObject({ id: z.string(), ani: z.string(), aniName: z.string(), dnis: z.string() }),
  media: z.array(offerSchema),
  language: z.string().optional(),
  supportedLanguages: z.boolean().optional(),
  /** Documented as passed unaltered; one adapter parses it as a string. Both are accepted. */
  customConfig: z.unknown().optional(),
  inputVariables: variables.optional(),
  continuedSessions: z.array(z.looseObject({ id: z.string(), serverseq: seqSchema, clientseq: seqSchema })).optional(),
});
export type OpenParameters = z.infer<typeof openParametersSchema>;

export const closeReasonSchema = z.enum(['end', 'error', 'disconnect', 'reconnect']);
export type CloseReason = z.infer<typeof closeReasonSchema>;

const skipped = z.looseObject({ start: durationSchema, discarded: durationSchema });

function clientMessage<T extends string, P extends z.ZodType>(type: T, parameters: P) {
  return z.looseObject({ ...clientEnvelope, type: z.literal(type), parameters });
}

export const clientMessageSchema = z.discriminatedUnion('type', [
  clientMessage('open', openParametersSchema),
  clientMessage('ping', z.looseObject({ rtt: durationSchema.optional() })),
  clientMessage('paused', empty),
  clientMessage('resumed', skipped),
  clientMessage('discarded', skipped),
  clientMessage('update', z.looseObject({ language: z.string() })),
  clientMessage('dtmf', z.looseObject({ digit: z.string().regex(/^[0-9*#]$/, 'not one of 0-9 * #') })),
  clientMessage('playback_started', empty),
  clientMessage('playback_completed', empty),
  clientMessage(
    'error',
    z.looseObject({ code: z.number().int(), message: z.string(), retryAfter: durationSchema.optional() }),
  ),
  // Every reason is answered, also one that we do not know: the reason stays a plain string here.
  clientMessage('close', z.looseObject({ reason: z.string() })),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;
export type ClientMessageType = ClientMessage['type'];

/** The envelope alone: what a message of a type that we do not know must still have. */
export const clientEnvelopeSchema = z.looseObject({ ...clientEnvelope, type: z.string() });

const serverEnvelope = {
  version: z.literal('2'),
  id: z.string(),
  seq: seqSchema.min(1),
  clientseq: seqSchema,
};

export const entitySchema = z.looseObject({ type: z.string(), data: z.unknown() });
export const disconnectReasonSchema = z.enum(['completed', 'unauthorized', 'error', 'rejected']);

function serverMessage<T extends string, P extends z.ZodType>(type: T, parameters: P) {
  return z.strictObject({ ...serverEnvelope, type: z.literal(type), parameters });
}

/** Strict envelopes, as Genesys parses them: an unknown field in a modelled object ended sessions [O]. */
export const serverMessageSchema = z.discriminatedUnion('type', [
  serverMessage(
    'opened',
    z.looseObject({
      media: z.array(mediaSchema),
      startPaused: z.boolean().optional(),
      discardTo: durationSchema.optional(),
      supportedLanguages: z.array(z.string()).optional(),
    }),
  ),
  serverMessage('pong', empty),
  serverMessage('pause', empty),
  serverMessage('resume', empty),
  serverMessage('event', z.looseObject({ entities: z.array(entitySchema) })),
  serverMessage('updated', empty),
  serverMessage('reconnect', z.looseObject({ info: z.string().optional() })),
  serverMessage(
    'disconnect',
    z.looseObject({
      reason: disconnectReasonSchema,
      info: z.string().optional(),
      outputVariables: variables.optional(),
    }),
  ),
  serverMessage('closed', empty),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
export type ServerMessageType = ServerMessage['type'];

/** A message before it is written: the writer adds the envelope, because `seq` is given at the moment of writing. */
type Body<M> = M extends { type: infer T; parameters: infer P } ? { type: T; parameters: P } : never;
export type ServerBody = Body<ServerMessage>;
export type ClientBody = Body<ClientMessage>;
