/** What the Realtime simulator plays: its usual answers, a scenario, or the bot's side of a captured session. */
import { z } from 'zod';
import { command, stream } from './define.ts';
import { nothing } from './wire-types.ts';

export const simulatorPlaysSchema = z.object({
  /** The scenario that was chosen; null for the usual answers. A recording goes before it. */
  scenario: z.string().nullable(),
  recording: z.object({ sessionId: z.string(), connectorId: z.string() }).nullable(),
  /** Those that ship. */
  scenarios: z.array(z.object({ name: z.string(), about: z.string() })),
});
export type SimulatorPlays = z.infer<typeof simulatorPlaysSchema>;

export const botReplayContract = {
  /** At once, and again at every change. */
  simulatorPlays: stream({ input: nothing, item: simulatorPlaysSchema }),
  /** From the next call on; null for the usual answers. Ends the playing of a recording. */
  playScenario: command({
    input: z.object({ name: z.string().nullable() }),
    output: nothing,
    errors: ['no-such-scenario'],
  }),
  /** From the next call on the simulator answers, and plays the bot's side of this session. */
  playRecordedBot: command({
    input: z.object({ sessionId: z.string() }),
    output: nothing,
    errors: ['no-such-session', 'ambiguous', 'unreadable', 'no-bot-leg', 'not-ready'],
  }),
} as const;
