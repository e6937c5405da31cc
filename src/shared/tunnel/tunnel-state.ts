/** The way in from outside that the console opens itself, as the page and the command line show it. */
import { z } from 'zod';

export const tunnelProblemSchema = z.object({
  /** ngrok's code, such as ERR_NGROK_107; `no-token`, `no-network` or `failed` where ngrok gave none. */
  code: z.string(),
  meaning: z.string(),
  fix: z.string(),
});
export type TunnelProblem = z.infer<typeof tunnelProblemSchema>;

export const tunnelTrafficSchema = z.object({
  connections: z.number().int(),
  /** From and to the outside. */
  bytesIn: z.number(),
  bytesOut: z.number(),
});
export type TunnelTraffic = z.infer<typeof tunnelTrafficSchema>;

export const tunnelStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off') }),
  z.object({ state: z.literal('starting'), by: z.string() }),
  /** The console can be reached from outside at `url` (wss). */
  z.object({ state: z.literal('open'), by: z.string(), url: z.string(), traffic: tunnelTrafficSchema }),
  /** It was open, or there was no network; it is tried again. */
  z.object({
    state: z.literal('waiting'),
    by: z.string(),
    problem: tunnelProblemSchema,
    tries: z.number().int(),
    nextTryMs: z.number(),
  }),
  z.object({ state: z.literal('failed'), by: z.string(), problem: tunnelProblemSchema }),
]);
export type TunnelState = z.infer<typeof tunnelStateSchema>;

/** What ngrok's free plan allows a month (its pricing page, November 2026). A call of a minute is about 1 MB. */
export const FREE_PLAN = { bytesOut: 1_000_000_000, requests: 20_000 } as const;

/** In one sentence. */
export function problemWords({ code, meaning, fix }: TunnelProblem): string {
  return `${meaning}${code.startsWith('ERR_NGROK') ? ` (${code})` : ''} ${fix}`;
}
