/** Two sessions beside each other. */
import { z } from 'zod';
import { PARTIES } from '../compare/steps.ts';
import { stream } from './define.ts';

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

/** In the order in which they are taken. */
export const COMPARE_STEPS = ['read-a', 'read-b', 'compare'] as const;
export type CompareStep = (typeof COMPARE_STEPS)[number];

export const compareItemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), step: z.enum(COMPARE_STEPS) }),
  z.object({ type: z.literal('compared'), comparison: comparisonSchema }),
]);
export type CompareItem = z.infer<typeof compareItemSchema>;

export const compareContract = {
  /**
   * Compares two captured sessions; ids, sequence numbers and times count only where they are asked for. Ends with a
   * failure where one of them cannot be read; whoever unsubscribes cancels it.
   */
  compare: stream({
    input: z.object({
      a: z.string(),
      b: z.string(),
      asked: z.object({ ids: z.boolean(), sequence: z.boolean(), times: z.boolean() }),
    }),
    item: compareItemSchema,
  }),
} as const;
