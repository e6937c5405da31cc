/** Every value that must leave the house with nothing: what the console itself holds, each under the name of its place. */
import { readFile } from 'node:fs/promises';
import type { KnownSecret } from '../../../shared/redaction/secret-finder.ts';
import { type AcceptedCredentials, credentialsFile, parseCredentials, secretsOf } from './credentials.ts';
import { loadSettings } from './load-settings.ts';

/** Variables of the environment that hold secrets, whichever profile uses them. */
const SECRET_VARIABLES = ['OPENAI_API_KEY', 'AUDIOHOOK_API_KEY', 'AUDIOHOOK_CLIENT_SECRET', 'NGROK_AUTHTOKEN'];

/** @param more pairs and keys that were given to this process and lie in no file */
export async function knownSecrets(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  more: { credentials?: readonly AcceptedCredentials[]; secrets?: readonly KnownSecret[] } = {},
): Promise<KnownSecret[]> {
  const pairs = [...(await filedCredentials(dataDir)), ...(more.credentials ?? [])];
  const known: KnownSecret[] = Object.entries(secretsOf(pairs)).map(([name, value]) => ({ name, value }));
  const variables = new Set(SECRET_VARIABLES);
  const settings = await loadSettings(dataDir);
  for (const { realtime } of settings.ok ? settings.value.profiles : []) {
    if (realtime?.apiKeyEnv) variables.add(realtime.apiKeyEnv);
    for (const { name, answer } of realtime?.tools ?? []) {
      if (answer.by !== 'http') continue;
      for (const variable of Object.values(answer.headersFromEnv ?? {})) variables.add(variable);
      for (const [header, value] of Object.entries(answer.headers ?? {})) {
        known.push({ name: `${header.toLowerCase()} of ${name}`, value });
      }
    }
  }
  for (const name of variables) known.push({ name, value: env[name] ?? '' });
  return [...known, ...(more.secrets ?? [])].filter(({ value }) => value !== '');
}

/** Those that there are: an export makes no new ones. */
async function filedCredentials(dataDir: string): Promise<readonly AcceptedCredentials[]> {
  const file = credentialsFile(dataDir);
  try {
    const parsed = parseCredentials(await readFile(file, 'utf8'), file);
    return parsed.ok ? parsed.value : [];
  } catch {
    // No file, or none that can be read: then nothing of it was ever used.
    return [];
  }
}
