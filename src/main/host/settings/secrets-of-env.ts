/** Secrets of the environment, by the names of their variables. */
import type { KnownSecret } from '../../../shared/redaction/secret-finder.ts';

/** Variables that hold secrets, whichever profile uses them. */
export const SECRET_VARIABLES = ['OPENAI_API_KEY', 'AUDIOHOOK_API_KEY', 'AUDIOHOOK_CLIENT_SECRET', 'NGROK_AUTHTOKEN'];

export function secretsOfEnv(
  env: Readonly<Record<string, string | undefined>>,
  variables: Iterable<string> = SECRET_VARIABLES,
): KnownSecret[] {
  return [...variables].flatMap(name => (env[name] ? [{ name, value: env[name] }] : []));
}
