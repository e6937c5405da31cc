/** Who was heard when, measured on a session's audio; what the events say of time the page folds itself. */
import { z } from 'zod';
import { command } from './define.ts';

const spanSchema = z.object({ startMs: z.number(), endMs: z.number() });
const errors = ['no-such-session', 'unreadable'] as const;

export const vadSettingsSchema = z.object({
  threshold: z.number().min(0).max(1),
  prefixPaddingMs: z.number().min(0).max(5000),
  silenceDurationMs: z.number().min(20).max(10_000),
});

export const latencyContract = {
  /** Speech of the caller and sound of the bot so far, on the session's clock, ms. */
  heardSpans: command({
    input: z.object({ sessionId: z.string() }),
    output: z.object({ caller: z.array(spanSchema), bot: z.array(spanSchema) }),
    errors,
  }),
  /** Where turns of the caller would end with other settings of turn detection. `stopMs`: when the end would be noticed. */
  tryVad: command({
    input: z.object({ sessionId: z.string(), settings: vadSettingsSchema }),
    output: z.object({ turns: z.array(spanSchema.extend({ stopMs: z.number().optional() })) }),
    errors,
  }),
} as const;
