/** Connecting Genesys Cloud: what has arrived, preflight, the tunnel, and a wscat command beside the real handshake. */
import { z } from 'zod';
import { checkResultSchema } from '../checks/check-report.ts';
import { arrivalsSchema } from '../setup/arrivals.ts';
import { tunnelStateSchema } from '../tunnel/tunnel-state.ts';
import { command, stream } from './define.ts';
import { nothing } from './wire-types.ts';

const textSchema = z.string().max(4096);

export const preflightItemSchema = z.discriminatedUnion('type', [
  /** First: every line that will be judged. */
  z.object({
    type: z.literal('planned'),
    lines: z.array(z.object({ id: z.string(), group: z.string(), title: z.string() })),
  }),
  /** In the order of the lines. `sessionIds`: the calls that show it. */
  z.object({ type: z.literal('result'), result: checkResultSchema.extend({ sessionIds: z.array(z.string()) }) }),
]);
export type PreflightItem = z.infer<typeof preflightItemSchema>;

/** What was different when a command and the real handshake were tried side by side. */
export const wscatDifferenceSchema = z.object({
  what: z.string(),
  wscat: z.string(),
  genesys: z.string(),
  /** What that means for the server. */
  means: z.string(),
});
export type WscatDifference = z.infer<typeof wscatDifferenceSchema>;

/** Which of the two is tried. */
export const WSCAT_STEPS = ['command', 'handshake'] as const;
export type WscatStep = (typeof WSCAT_STEPS)[number];

export const wscatItemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), step: z.enum(WSCAT_STEPS) }),
  z.object({
    type: z.literal('compared'),
    wscat: z.string(),
    genesys: z.string(),
    differences: z.array(wscatDifferenceSchema),
    sessionIds: z.array(z.string()),
  }),
]);
export type WscatItem = z.infer<typeof wscatItemSchema>;

export const setupContract = {
  /** Everything that has arrived since the console began: at once, and again at every change. */
  arrivals: stream({ input: nothing, item: arrivalsSchema }),
  /**
   * Preflight of an address as typed; where it is the console's own, and no key was typed, with its own pair. Whoever
   * unsubscribes cancels it.
   */
  preflight: stream({
    input: z.object({ baseUri: textSchema, connectorId: textSchema, apiKey: textSchema, clientSecret: textSchema }),
    item: preflightItemSchema,
  }),
  tunnel: stream({ input: nothing, item: tunnelStateSchema }),
  /** Opens the tunnel; how that goes is told by `tunnel`. */
  startTunnel: command({
    input: z.object({
      domain: z.string().max(253).optional(),
      region: z.enum(['us', 'eu', 'ap', 'au', 'sa', 'jp', 'in']).optional(),
    }),
    output: nothing,
  }),
  stopTunnel: command({ input: nothing, output: nothing }),
  /**
   * Does what a wscat command does, and what Genesys Cloud would do at the same server, and compares. Ends with a failure
   * where there is no command, or nobody at its address; whoever unsubscribes cancels it.
   */
  compareWscat: stream({
    input: z.object({ command: textSchema, connectorId: textSchema, apiKey: textSchema, clientSecret: textSchema }),
    item: wscatItemSchema,
  }),
} as const;
