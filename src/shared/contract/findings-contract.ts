/** What the console says about a session, and what its user has seen on the other side. */
import { z } from 'zod';
import { diagnosisSchema } from '../diagnosis/finding.ts';
import { placeSchema } from '../diagnosis/places.ts';
import { command, stream } from './define.ts';

export const findingsContract = {
  /** The diagnosis as it stands, and again whenever it changes. Goes on after the session's end: answers change it. */
  findings: stream({ input: z.object({ sessionId: z.string() }), item: diagnosisSchema }),
  /** Appends the user's answer to the session, also to one that has ended. `seen` null takes it back. */
  answerPlace: command({
    input: z.object({ sessionId: z.string(), place: placeSchema, seen: z.boolean().nullable() }),
    output: z.object({}),
    errors: ['no-such-session', 'unreadable', 'not-ours'],
  }),
} as const;
