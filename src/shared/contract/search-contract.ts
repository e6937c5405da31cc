/** Sessions by what was said in their messages. */
import { z } from 'zod';
import { stream } from './define.ts';

export const searchContract = {
  /**
   * Reads the events of all sessions, newest first, for a text; capitals do not count. Says how far it is and what it has
   * found since it last said so, and ends when it is through or has found `MOST_FOUND`.
   */
  searchMessages: stream({
    input: z.object({ text: z.string().trim().min(1).max(500) }),
    item: z.object({ read: z.number(), of: z.number(), found: z.array(z.string()) }),
  }),
} as const;
