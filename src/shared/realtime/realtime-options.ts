/** What a connector profile may ask of a Realtime session. */
import { z } from 'zod';

export const realtimeOptionsSchema = z.strictObject({
  model: z.string().min(1).optional(),
  voice: z.string().min(1).optional(),
  instructions: z.string().optional(),
  /** Language of the caller for the transcription, BCP 47. */
  language: z.string().optional(),
  /** The bot speaks first. */
  greet: z.boolean().optional(),
});
export type RealtimeOptions = z.infer<typeof realtimeOptionsSchema>;
