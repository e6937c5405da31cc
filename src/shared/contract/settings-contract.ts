/** settings.json as the page shows and changes it, and the secrets that are no settings. */
import { z } from 'zod';
import { settingsSchema } from '../settings/settings.ts';
import { command, stream } from './define.ts';
import { nothing } from './wire-types.ts';

export const settingsStateSchema = z.object({
  file: z.string(),
  /** What counts now, with every default. */
  settings: settingsSchema,
  /** What the file itself says, also where the console does not know it. */
  document: z.record(z.string(), z.json()),
  /** Places of fields that do nothing: the console does not know them. */
  unknown: z.array(z.string()),
  /** Why the file, as it is now, does not count; what counts is what it said before. */
  problem: z.string().optional(),
  /** The change that `undoSettings` takes back: its place. */
  undoable: z.string().optional(),
  /** Given on the command line: there and not in the file is what counted at the start. */
  given: z.object({ host: z.string().optional(), port: z.number().optional() }),
});
export type SettingsState = z.infer<typeof settingsStateSchema>;

const placeSchema = z.array(z.union([z.string().max(200), z.number().int().min(0).max(10_000)])).max(20);

export const SECRET_NAMES = ['openai-key', 'ngrok-authtoken'] as const;
export const secretNameSchema = z.enum(SECRET_NAMES);
export type SecretName = z.infer<typeof secretNameSchema>;

/** A secret without its value. */
export const secretStateSchema = z.object({
  name: secretNameSchema,
  /** `environment`: of the variable. `typed`: until the console ends. `kept`: from start to start. */
  from: z.enum(['nowhere', 'environment', 'typed', 'kept']),
  variable: z.string(),
});
export type SecretState = z.infer<typeof secretStateSchema>;

export const secretsStateSchema = z.object({
  secrets: z.array(secretStateSchema),
  /** Where they are kept when asked to. `safe`: encrypted by the system, so that keeping is what one would want. */
  keeper: z.object({ where: z.string(), safe: z.boolean() }),
});
export type SecretsState = z.infer<typeof secretsStateSchema>;

export const settingsContract = {
  /** At once, and again at every change, also of the file by others. */
  settings: stream({ input: nothing, item: settingsStateSchema }),
  /**
   * Sets `value` at `path` and saves it; without `value` the default counts again. It is carried out before it is saved:
   * a port that is taken is `not-applied`, and nothing has changed.
   */
  changeSetting: command({
    input: z.object({ path: placeSchema, value: z.json().optional() }),
    output: nothing,
    errors: ['bad-settings', 'not-applied', 'unwritable', 'read-only'],
  }),
  /** Takes the newest change back. */
  undoSettings: command({
    input: nothing,
    output: nothing,
    errors: ['bad-settings', 'not-applied', 'unwritable', 'read-only'],
  }),
  /** Which secrets there are and where they come from; never their values. */
  secrets: stream({ input: nothing, item: secretsStateSchema }),
  /** Takes a secret, until the console ends or, with `keep`, for every start. */
  setSecret: command({
    input: z.object({ name: secretNameSchema, value: z.string().max(4096), keep: z.boolean() }),
    output: nothing,
    errors: ['bad-secret', 'not-kept', 'read-only'],
  }),
  /** Forgets a secret that was typed or kept; that of the environment counts again. */
  forgetSecret: command({
    input: z.object({ name: secretNameSchema }),
    output: nothing,
    errors: ['not-kept', 'read-only'],
  }),
} as const;
