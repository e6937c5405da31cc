/** Standing in the middle: relays between Genesys Cloud and somebody's server, and between that server and its model. */
import { z } from 'zod';
import { relayKindSchema } from '../relay/relay-kind.ts';
import { command, stream } from './define.ts';
import { nothing } from './wire-types.ts';

export const runningRelaySchema = z.object({
  kind: relayKindSchema,
  /** Where it listens. */
  url: z.string(),
  /** Their server; secret parameters masked. */
  to: z.string(),
  /** `kept`: key and signature go on as they come. `anew`: signed again for the name of `to`. */
  signature: z.enum(['kept', 'anew']),
  /** Which name their server is asked by. */
  host: z.enum(['kept', 'target']),
});
export type RunningRelay = z.infer<typeof runningRelaySchema>;

export const relayContract = {
  /** The relays that run: at once, and again at every change. */
  relays: stream({ input: nothing, item: z.array(runningRelaySchema) }),
  /** Starts the relay of a kind on loopback; one that runs already is ended first. */
  startRelay: command({
    input: z.object({
      kind: relayKindSchema,
      to: z.string(),
      /** 0 takes a free one. */
      port: z.number().int().min(0).max(65535),
      credentials: z.object({ apiKey: z.string(), clientSecret: z.string() }).optional(),
      targetHost: z.boolean().optional(),
    }),
    output: runningRelaySchema,
    errors: ['bad-target', 'bad-credentials', 'cannot-listen'],
  }),
  /**
   * Makes one session of the two recordings of a call: the model's that is named, or the one that ran at the time and sounds
   * the same. `offsetMs`: by hand, added to times of the model's.
   */
  joinRecordings: command({
    input: z.object({ genesysId: z.string(), modelId: z.string().optional(), offsetMs: z.number().optional() }),
    output: z.object({ sessionId: z.string() }),
    errors: ['no-such-session', 'unreadable', 'not-relayed', 'no-match', 'cannot-write'],
  }),
  /** Cuts what is under way. */
  stopRelay: command({ input: z.object({ kind: relayKindSchema }), output: nothing }),
} as const;
