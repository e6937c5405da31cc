/** The pairs of API key and client secret that the console's server accepts. */
import { z } from 'zod';
import { command, stream } from './define.ts';
import { nothing } from './wire-types.ts';

const pairSchema = z.object({ apiKey: z.string(), clientSecret: z.string() });
/** How a pair is judged: see `AcceptedCredentials` of the host. */
export const credentialPolicySchema = z.enum(['signed', 'key-only', 'raw-secret']);

/** A pair without its values. */
export const acceptedPairSchema = z.object({
  name: z.string(),
  /** `signed`: the upgrade must carry a signature. `key-only`: the key is enough. `raw-secret`: see the host. */
  policy: credentialPolicySchema,
  /** The console's own: its fake Genesys Cloud uses it, and it cannot be removed. */
  own: z.boolean(),
});
export type AcceptedPair = z.infer<typeof acceptedPairSchema>;

export const credentialsContract = {
  /** Every pair that is accepted: at once, and again at every change. `changeable` is false for a pair of the command line. */
  acceptedCredentials: stream({
    input: nothing,
    item: z.object({ changeable: z.boolean(), pairs: z.array(acceptedPairSchema) }),
  }),
  /** Both values of one pair, to copy. */
  revealCredentials: command({
    input: z.object({ name: z.string() }),
    output: pairSchema,
    errors: ['no-such-credentials'],
  }),
  /** Accepts another pair: a new one, or `pair` as another system made it. */
  addCredentials: command({
    input: z.object({ name: z.string().max(100), policy: credentialPolicySchema, pair: pairSchema.optional() }),
    output: pairSchema,
    errors: ['bad-credentials', 'name-taken', 'no-such-credentials', 'fixed', 'unwritable', 'read-only'],
  }),
  /** Makes a pair anew; the old one is refused from the next connection on. */
  regenerateCredentials: command({
    input: z.object({ name: z.string() }),
    output: pairSchema,
    errors: ['bad-credentials', 'name-taken', 'no-such-credentials', 'fixed', 'unwritable', 'read-only'],
  }),
  removeCredentials: command({
    input: z.object({ name: z.string() }),
    output: nothing,
    errors: ['bad-credentials', 'name-taken', 'no-such-credentials', 'fixed', 'unwritable', 'read-only'],
  }),
} as const;
