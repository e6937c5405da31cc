/** Call scripts: what a caller does, saved under a name. */
import { z } from 'zod';
import { callScriptSchema, scriptStepSchema, soundNameSchema } from '../call-script/call-script.ts';
import { command, stream } from './define.ts';
import { bytesSchema, nothing } from './wire-types.ts';

export const scriptEntrySchema = z.object({
  /** Without steps where it cannot be used. */
  script: z.object({ name: z.string(), about: z.string(), steps: z.array(scriptStepSchema) }),
  /** It ships with the console: it can be copied, not changed. */
  shipped: z.boolean(),
  problem: z.string().optional(),
});
export type ScriptEntry = z.infer<typeof scriptEntrySchema>;

export const scriptsContract = {
  /** All of them, saved ones first: at once, and again at every change. */
  scripts: stream({ input: nothing, item: z.array(scriptEntrySchema) }),
  /** Saves a script in place of the one of its name; `sounds`: WAV files that it says and that are not there yet. */
  saveScript: command({
    input: z.object({
      script: callScriptSchema,
      sounds: z.array(z.object({ name: soundNameSchema, bytes: bytesSchema })).max(50),
    }),
    output: nothing,
    errors: ['bad-script', 'unwritable'],
  }),
  removeScript: command({ input: z.object({ name: z.string() }), output: nothing, errors: ['unwritable'] }),
} as const;
