/** The console's state, its credentials, and the bot that answers. */
import { z } from 'zod';
import { botNameSchema } from '../settings/connector-profile.ts';
import { command, stream } from './define.ts';
import { nothing } from './wire-types.ts';

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
  /** Another console holds the data folder: why this one takes no calls, in a sentence. */
  readOnly: z.string().optional(),
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

export const statusContract = {
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
} as const;
