/**
 * settings.json of the data folder: what a person sets once. Every field has a default. A field that the console does not
 * know is kept and told; one whose name begins with `//` is a note, and only kept.
 */
import { z } from 'zod';
import { CLOCK_SKEW_S, RATE_BURST, RATE_PER_SECOND } from '../audiohook/limits.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { connectorProfileSchema } from './connector-profile.ts';
import { changed, isObject, type JsonObject, pathWords } from './document.ts';
import { captureSettingsSchema } from './retention.ts';

const DEFAULT_PORT = 8080;
const durationSchema = z.string().regex(/^PT(?:\d*\.)?\d+S$/, 'not a duration such as PT1.5S');

export const serverSettingsSchema = z.strictObject({
  /** Where the AudioHook server listens, unless the command line says otherwise. */
  host: z
    .union([z.ipv4(), z.ipv6(), z.hostname()], 'not an address of this machine such as 127.0.0.1')
    .default('127.0.0.1'),
  /** 0 takes a free one. */
  port: z.number().int().min(0).max(65535).default(DEFAULT_PORT),
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

/** The Realtime API that answers. Its key is no setting: it is a secret (docs/settings.md). */
export const openAiSettingsSchema = z.strictObject({
  /** https or wss; http and ws on this machine only. Default: OPENAI_BASE_URL, else OpenAI's own. */
  baseURL: z.url({ protocol: /^(https?|wss?)$/, error: 'not an address such as https://api.openai.com/v1' }).optional(),
  /** Whom OpenAI charges, where a key belongs to several: `org-...`, `proj_...`. */
  organization: z.string().min(1).optional(),
  project: z.string().min(1).optional(),
});
export type OpenAiSettings = z.infer<typeof openAiSettingsSchema>;

export const settingsSchema = z.strictObject({
  server: serverSettingsSchema.prefault({}),
  profiles: z.array(connectorProfileSchema).default([]),
  openai: openAiSettingsSchema.prefault({}),
  capture: captureSettingsSchema.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** A document that can be used. */
export type ReadSettings = {
  readonly settings: Settings;
  readonly document: JsonObject;
  /** Places of fields that the console does not know. They do nothing, and stay. */
  readonly unknown: readonly string[];
};

/** Settings from the text of their file. A failure names the place in it. */
export function parseSettings(text: string): Result<ReadSettings, 'bad-settings'> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail('bad-settings', `it is not JSON: ${(error as Error).message}`);
  }
  return isObject(value) ? readDocument(value) : fail('bad-settings', 'at the top: not an object in braces');
}

/** Settings from a document; what it does not say has its default. */
export function readDocument(document: JsonObject): Result<ReadSettings, 'bad-settings'> {
  const unknown: string[] = [];
  let known = document;
  for (;;) {
    const parsed = settingsSchema.safeParse(known);
    if (parsed.success) return ok({ settings: parsed.data, document, unknown });
    const wrong = parsed.error.issues.find(({ code }) => code !== 'unrecognized_keys');
    if (wrong) return fail('bad-settings', `at ${pathWords(placeOf(wrong))}: ${wrong.message}`);
    for (const issue of parsed.error.issues) {
      if (issue.code !== 'unrecognized_keys') continue;
      for (const key of issue.keys) {
        const place = [...placeOf(issue), key];
        known = changed(known, place, undefined);
        if (!key.startsWith('//')) unknown.push(pathWords(place));
      }
    }
  }
}

function placeOf({ path }: { readonly path: readonly PropertyKey[] }): (string | number)[] {
  return path.map(part => (typeof part === 'number' ? part : String(part)));
}
