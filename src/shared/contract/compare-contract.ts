/** Two sessions beside each other. */
import { z } from 'zod';
import { PARTIES } from '../compare/steps.ts';
import { command } from './define.ts';

const stepSchema = z.object({ n: z.number(), atMs: z.number(), type: z.string(), words: z.string() });
const findingSchema = z.object({ id: z.string(), title: z.string() });

export const comparisonSchema = z.object({
  alike: z.boolean(),
  first: z.object({ text: z.string(), a: z.number().optional(), b: z.number().optional() }).optional(),
  differences: z.number(),
  rows: z.array(
    z.object({
      party: z.enum(PARTIES),
      a: stepSchema.optional(),
      b: stepSchema.optional(),
      difference: z.string().optional(),
    }),
  ),
  notCompared: z.array(z.enum(PARTIES)),
  turns: z.array(z.object({ number: z.number(), aMs: z.number().optional(), bMs: z.number().optional() })),
  /** How many times as fast as it was captured a replay ran; then `turns` is empty. */
  paces: z.object({ a: z.number().optional(), b: z.number().optional() }),
  findings: z.object({ gained: z.array(findingSchema), lost: z.array(findingSchema) }),
});

export const compareContract = {
  /** Compares two captured sessions; ids, sequence numbers and times count only where they are asked for. */
  compare: command({
    input: z.object({
      a: z.string(),
      b: z.string(),
      asked: z.object({ ids: z.boolean(), sequence: z.boolean(), times: z.boolean() }),
    }),
    output: comparisonSchema,
    errors: ['no-such-session', 'unreadable'],
  }),
} as const;
