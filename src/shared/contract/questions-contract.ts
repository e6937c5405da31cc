/** Functions of a model that a person answers. */
import { z } from 'zod';
import { command, stream } from './define.ts';
import { nothing } from './wire-types.ts';

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

export const questionsContract = {
  /** The questions that are open: at once, and again at every change. */
  questions: stream({ input: nothing, item: z.array(openQuestionSchema) }),
  /** Answers one; the model gets the text as the function's output. */
  answerQuestion: command({
    input: z.object({ questionId: z.string(), answer: z.string().max(20_000) }),
    output: nothing,
    errors: ['no-such-question'],
  }),
} as const;
