/** The fake Genesys Cloud: calls that the page places and drives. */
import { z } from 'zod';
import { callOptionsSchema, callOutcomeSchema, digitSchema } from '../audiohook/call-options.ts';
import { closeReasonSchema } from '../audiohook/messages.ts';
import { command, stream } from './define.ts';
import { bytesSchema, nothing } from './wire-types.ts';

/** What the fake Genesys Cloud lets its caller say. */
export const callSourceSchema = z.discriminatedUnion('type', [
  /** The page pushes samples with `speak`. */
  z.object({ type: z.literal('microphone') }),
  z.object({ type: z.literal('wav'), name: z.string(), bytes: bytesSchema }),
  z.object({ type: z.literal('tone'), frequencyHz: z.number().min(20).max(3900) }),
  z.object({ type: z.literal('silence') }),
  /** A call script, by its name. */
  z.object({ type: z.literal('script'), name: z.string() }),
]);
export type CallSource = z.infer<typeof callSourceSchema>;

/** What happens in a call that the page drives. */
export const callItemSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('state'),
    state: z.enum(['connecting', 'opening', 'open', 'closing', 'closed']),
    /** In words; on `closed` how and why it ended. */
    why: z.string(),
    failed: z.boolean(),
  }),
  /** Right before `closed`: what Architect would get. */
  z.object({ type: z.literal('outcome'), outcome: callOutcomeSchema }),
  /** The caller's own pause began or ended. */
  z.object({ type: z.literal('paused'), paused: z.boolean() }),
  /** The next piece of what the caller hears, in real time: 8 kHz mono PCMU. */
  z.object({ type: z.literal('heard'), audio: bytesSchema }),
  /** The bot was interrupted: what is not yet played must not be heard. */
  z.object({ type: z.literal('flush') }),
  /** Level of the caller's audio as sent, dBFS (RMS over the last frame, at most 0, silence -100). */
  z.object({ type: z.literal('level'), callerDbfs: z.number(), botDbfs: z.number() }),
]);
export type CallItem = z.infer<typeof callItemSchema>;

export const callsContract = {
  /** Calls as Genesys Cloud would. Without `target` the console's own server is called, with its credentials. */
  placeCall: command({
    input: z.object({
      target: z.string().optional(),
      connectorId: z.string(),
      credentials: z.object({ apiKey: z.string(), clientSecret: z.string() }).optional(),
      source: callSourceSchema,
      options: callOptionsSchema.optional(),
    }),
    output: z.object({
      callId: z.string(),
      /** The session that records the caller's view. */
      sessionId: z.string(),
      /** The AudioHook session id, by which the server's view of the same call is found. */
      audiohookId: z.string(),
      url: z.string(),
    }),
    errors: ['bad-url', 'bad-audio', 'bad-script', 'bad-credentials', 'bad-options', 'server-not-listening'],
  }),
  /** State, sound and levels of a call that this page placed. Ends when the call has ended. */
  callProgress: stream({ input: z.object({ callId: z.string() }), item: callItemSchema }),
  /** Microphone samples for a call: 8 kHz mono, signed 16-bit little-endian. */
  speak: command({
    input: z.object({ callId: z.string(), samples: bytesSchema }),
    output: nothing,
    errors: ['no-such-call'],
  }),
  mute: command({
    input: z.object({ callId: z.string(), muted: z.boolean() }),
    output: nothing,
    errors: ['no-such-call'],
  }),
  pressDigit: command({
    input: z.object({ callId: z.string(), digit: digitSchema }),
    output: nothing,
    errors: ['no-such-call'],
  }),
  /** The caller's own pause: a secure flow, a suppressed recording. */
  holdCall: command({
    input: z.object({ callId: z.string(), held: z.boolean() }),
    output: nothing,
    errors: ['no-such-call'],
  }),
  /** The flow changes the language: `update`. */
  updateLanguage: command({
    input: z.object({ callId: z.string(), language: z.string().min(1) }),
    output: nothing,
    errors: ['no-such-call'],
  }),
  /** The next `ms` of the caller's audio are lost, and reported as `discarded`. */
  discardAudio: command({
    input: z.object({ callId: z.string(), ms: z.number().positive().max(60_000) }),
    output: nothing,
    errors: ['no-such-call'],
  }),
  /** `reason` goes into `close`; `end` where it is left out. */
  hangUp: command({
    input: z.object({ callId: z.string(), reason: closeReasonSchema.optional() }),
    output: nothing,
    errors: ['no-such-call'],
  }),
} as const;
