/** settings.json of the data folder: what a person sets once. Every field has a default; unknown fields are refused. */
import { z } from 'zod';
import { CLOCK_SKEW_S, RATE_BURST, RATE_PER_SECOND } from '../audiohook/limits.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { connectorProfileSchema } from './connector-profile.ts';

const durationSchema = z.string().regex(/^PT(?:\d*\.)?\d+S$/, 'not a duration such as PT1.5S');

export const serverSettingsSchema = z.strictObject({
  /** What of the path is not the Connector ID: `/audioconnector/v1`. */
  basePath: z.string().startsWith('/').default('/'),
  /** The host that Genesys Cloud signs (`@authority`), where a proxy rewrites the Host header. */
  publicAuthority: z.string().min(1).optional(),
  /** How far the clock of Genesys Cloud may differ, s. */
  clockSkewS: z.number().min(0).max(300).default(CLOCK_SKEW_S),
  /** A Connector ID that no profile matches: answered as by default, or refused with `disconnect`. */
  unknownConnector: z.enum(['default', 'refuse']).default('default'),
  /** Answer to a client that asks for `supportedLanguages`. */
  supportedLanguages: z.array(z.string()).default(['en-us']),
  /** Open with `startPaused` and resume when the bot has been started. */
  startPaused: z.boolean().default(false),
  /** Ask the client to skip what it buffered before this position. */
  discardTo: durationSchema.optional(),
  /** Frames a second to Genesys Cloud on average, and at once; each for text and for audio. */
  ratePerSecond: z.number().min(1).max(100).default(RATE_PER_SECOND),
  rateBurst: z.number().int().min(4).max(1000).default(RATE_BURST),
});
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

export const settingsSchema = z.strictObject({
  server: serverSettingsSchema.prefault({}),
  profiles: z.array(connectorProfileSchema).default([]),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** Settings from the text of their file. A failure names the place in it. */
export function parseSettings(text: string): Result<Settings, 'bad-settings'> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail('bad-settings', `it is not JSON: ${(error as Error).message}`);
  }
  const parsed = settingsSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail('bad-settings', `at ${issue?.path.join('.') || 'the top'}: ${issue?.message}`);
}
