/** Sessions are moved aside, and can be had back for a day. */
import { z } from 'zod';
import { command } from './define.ts';

const ids = z.object({ sessionIds: z.array(z.string()).min(1).max(10_000) });
/** The ones that it worked for, and in words why the others did not. */
const done = z.object({ sessionIds: z.array(z.string()), failures: z.array(z.string()) });

export const deletedContract = {
  deleteSessions: command({ input: ids, output: done }),
  restoreSessions: command({ input: ids, output: done }),
} as const;
