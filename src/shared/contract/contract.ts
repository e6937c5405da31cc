/** Everything that the page may ask of the host, and all that the host announces. Every carrier carries just this. */
import { z } from 'zod';
import { callOptionsSchema, callOutcomeSchema, digitSchema } from '../audiohook/call-options.ts';
import { closeReasonSchema } from '../audiohook/messages.ts';
import { checkProfileSchema, checkResultSchema } from '../checks/check-report.ts';
import { sessionEventSchema } from '../events/session-event.ts';
import { sessionSummarySchema } from '../events/session-summary.ts';
import { LANES } from '../projections/timeline.ts';
import { botNameSchema } from '../settings/connector-profile.ts';
import { type ClientOf, command, type HandlersOf, stream } from './define.ts';

const bytesSchema = z.custom<Uint8Array>(value => value instanceof Uint8Array, 'not bytes');
const nothing = z.object({});

/** The AudioHook server's state. `failed` says in `reason` what to change. */
export const serverStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('listening'), url: z.string(), host: z.string(), port: z.number() }),
  z.object({ state: z.literal('failed'), host: z.string(), port: z.number(), reason: z.string() }),
]);
export type ServerState = z.infer<typeof serverStateSchema>;

export const consoleStatusSchema = z.object({
  version: z.string(),
  dataDir: z.string(),
  /** Which host shows the page. `desktop`: Electron. `browser`: plain Node with the page in a browser. */
  host: z.enum(['desktop', 'browser']),
  server: serverStateSchema,
  bot: z.object({
    selected: botNameSchema,
    /** Why this one, and what the others need, in one sentence. */
    reason: z.string(),
    available: z.array(z.object({ name: botNameSchema, ready: z.boolean(), reason: z.string() })),
  }),
  /** Problems of the host itself that the user must hear of, newest last. */
  warnings: z.array(z.string()),
});
export type ConsoleStatus = z.infer<typeof consoleStatusSchema>;

/** What the fake Genesys Cloud lets its caller say. */
export const callSourceSchema = z.discriminatedUnion('type', [
  /** The page pushes samples with `speak`. */
  z.object({ type: z.literal('microphone') }),
  z.object({ type: z.literal('wav'), name: z.string(), bytes: bytesSchema }),
  z.object({ type: z.literal('tone'), frequencyHz: z.number().min(20).max(3900) }),
  z.object({ type: z.literal('silence') }),
]);
export type CallSource = z.infer<typeof callSourceSchema>;

export const laneSchema = z.enum(LANES);
export type Lane = z.infer<typeof laneSchema>;

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

/** What a check of a server announces. */
export const checkItemSchema = z.discriminatedUnion('type', [
  /** First: which checks will be judged, at which address (secrets masked). */
  z.object({
    type: z.literal('planned'),
    url: z.string(),
    checks: z.array(z.object({ id: z.string(), group: z.string(), title: z.string() })),
  }),
  /** In any order. `sessionIds`: the calls that show it. */
  z.object({ type: z.literal('result'), result: checkResultSchema.extend({ sessionIds: z.array(z.string()) }) }),
]);
export type CheckItem = z.infer<typeof checkItemSchema>;

/** A function that a model called, for a person to answer while the caller waits. */
export const openQuestionSchema = z.object({
  id: z.string(),
  sessionId: z.string(),
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  /** Time that is left to answer, ms. */
  leftMs: z.number(),
});
export type OpenQuestion = z.infer<typeof openQuestionSchema>;

export const contract = {
  /** The console's state: at once, and again at every change. */
  status: stream({ input: nothing, item: consoleStatusSchema }),
  /** The user's own AudioHook credentials, to copy. The only answer that holds a secret. */
  credentials: command({
    input: nothing,
    output: z.object({ apiKey: z.string(), clientSecret: z.string() }),
  }),
  /** Takes a free port after the wanted one was in use. */
  listenOnFreePort: command({
    input: nothing,
    output: z.object({ url: z.string() }),
    errors: ['already-listening', 'cannot-listen'],
  }),
  /** The bot that answers the next call. */
  selectBot: command({ input: z.object({ bot: botNameSchema }), output: nothing, errors: ['not-ready'] }),

  /** The questions that are open: at once, and again at every change. */
  questions: stream({ input: nothing, item: z.array(openQuestionSchema) }),
  /** Answers one; the model gets the text as the function's output. */
  answerQuestion: command({
    input: z.object({ questionId: z.string(), answer: z.string().max(20_000) }),
    output: nothing,
    errors: ['no-such-question'],
  }),

  /** All sessions first (newest first), then each that is new, changed or gone. */
  sessions: stream({
    input: nothing,
    item: z.discriminatedUnion('type', [
      z.object({ type: z.literal('all'), sessions: z.array(sessionSummarySchema) }),
      z.object({ type: z.literal('changed'), session: sessionSummarySchema }),
      z.object({ type: z.literal('removed'), sessionId: z.string() }),
    ]),
  }),
  /** Events of one session from number `fromN` on: the stored ones, then live ones, in order. Ends with the session. */
  sessionEvents: stream({
    input: z.object({ sessionId: z.string(), fromN: z.number().int().nonnegative() }),
    item: z.array(sessionEventSchema),
  }),
  /**
   * Min/max peaks of a window on the session's clock, one pair a column, for each lane that has audio. Values are
   * -127..127 (127 = full scale), as two's-complement bytes. Caller audio is placed by AudioHook position, bot audio where it was heard.
   */
  peaks: command({
    input: z.object({
      sessionId: z.string(),
      fromMs: z.number(),
      toMs: z.number(),
      columns: z.number().int().min(1).max(8000),
    }),
    output: z.object({
      /** End of the last audio or event so far, ms. */
      durationMs: z.number(),
      lanes: z.array(z.object({ lane: laneSchema, min: bytesSchema, max: bytesSchema })),
    }),
    errors: ['no-such-session', 'unreadable'],
  }),
  /** Placed audio of one lane from `fromMs` on, as 8 kHz mono PCMU; silence where nothing was said, also for an empty lane. */
  listen: command({
    input: z.object({
      sessionId: z.string(),
      lane: laneSchema,
      fromMs: z.number().nonnegative(),
      durationMs: z.number().positive().max(60_000),
    }),
    output: z.object({ audio: bytesSchema }),
    errors: ['no-such-session', 'unreadable'],
  }),

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
    errors: ['bad-url', 'bad-audio', 'bad-credentials', 'bad-options', 'server-not-listening'],
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

  /**
   * Judges an AudioHook server, the console's own without `target` (with its credentials). Ends when all is judged, or
   * with a failure; whoever unsubscribes cancels it.
   */
  check: stream({
    input: z.object({
      target: z.string().optional(),
      connectorId: z.string(),
      credentials: z.object({ apiKey: z.string(), clientSecret: z.string() }).optional(),
      profile: checkProfileSchema,
    }),
    item: checkItemSchema,
  }),
} as const;

export type ConsoleContract = typeof contract;
export type ConsoleClient = ClientOf<ConsoleContract>;
export type ConsoleHandlers = HandlersOf<ConsoleContract>;
