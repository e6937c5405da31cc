/** The values that the console itself holds and hands to nobody, each under the name of its place. */
import { readFile } from 'node:fs/promises';
import { SECRET_NAMES } from '../../../shared/contract/settings-contract.ts';
import { hasFormOfKey, isSecretName, type KnownSecret } from '../../../shared/redaction/secret-finder.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { type AcceptedCredentials, credentialsFile, parseCredentials, secretsOf } from './credentials.ts';
import type { Secrets } from './secrets.ts';
import { SECRET_VARIABLES, secretsOfEnv } from './secrets-of-env.ts';

export type SecretHolders = {
  credentials: readonly AcceptedCredentials[];
  /** Undefined: they cannot be read. */
  settings: Settings | undefined;
  secrets: Pick<Secrets, 'get'>;
  env: Readonly<Record<string, string | undefined>>;
};

/** What must leave the house with nothing: whatever header a function sends may be a customer's own. */
export function knownSecrets(holders: SecretHolders): KnownSecret[] {
  return secretsWhere(holders, () => true);
}

/**
 * What no recording may hold. It tells what was on the wire, so that of the headers of functions only those are taken
 * out that are secret by their name or their form: `accept: application/json` stands in many a message.
 */
export function secretsOfRecordings(holders: SecretHolders): KnownSecret[] {
  return secretsWhere(holders, (header, value) => isSecretName(header) || hasFormOfKey(value));
}

function secretsWhere(
  { credentials, settings, secrets, env }: SecretHolders,
  isSecret: (header: string, value: string) => boolean,
): KnownSecret[] {
  const known = secretsOf(credentials);
  for (const name of SECRET_NAMES) known.push({ name, value: secrets.get(name) ?? '' });
  const variables = new Set(SECRET_VARIABLES);
  for (const { realtime } of settings?.profiles ?? []) {
    if (realtime?.apiKeyEnv) variables.add(realtime.apiKeyEnv);
    for (const { name, answer } of realtime?.tools ?? []) {
      if (answer.by !== 'http') continue;
      for (const variable of Object.values(answer.headersFromEnv ?? {})) variables.add(variable);
      for (const [header, value] of Object.entries(answer.headers ?? {})) {
        if (isSecret(header, value)) known.push({ name: `${header.toLowerCase()} of ${name}`, value });
      }
    }
  }
  known.push(...secretsOfEnv(env, variables));
  return known.filter(({ value }) => value !== '');
}

/** The pairs of the data folder, where there are any: an export makes no new ones. */
export async function filedCredentials(dataDir: string): Promise<readonly AcceptedCredentials[]> {
  const file = credentialsFile(dataDir);
  try {
    const parsed = parseCredentials(await readFile(file, 'utf8'), file);
    return parsed.ok ? parsed.value : [];
  } catch {
    // No file, or none that can be read: then nothing of it was ever used.
    return [];
  }
}
