/**
 * The keys and secrets with which Genesys Cloud proves itself to our server. Nobody issues them: the first pair is made
 * here on the first start. All lie in one file that only its owner can read.
 */
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { credentialPolicySchema } from '../../../shared/contract/credentials-contract.ts';
import { decodeBase64 } from '../../../shared/lib/base64.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { API_KEY_PATTERN } from '../../../shared/preflight/form-fields.ts';
import type { KnownSecret } from '../../../shared/redaction/secret-finder.ts';

/** `clientSecret` is standard base64, as Genesys Cloud's field wants it; empty means that nothing is signed. */
export type Credentials = { readonly apiKey: string; readonly clientSecret: string };

/** A pair that the server accepts. */
export type AcceptedCredentials = Credentials & {
  /** For the log: which one it was. */
  readonly name: string;
  /**
   * `signed`: the upgrade must carry a signature. `key-only`: the key is enough; a signature that comes must match.
   * `raw-secret`: as `signed`, and a signature made with the secret's text instead of its bytes is let in with a warning.
   */
  readonly policy: z.infer<typeof credentialPolicySchema>;
};

const pairSchema = z.object({ apiKey: z.string().min(1), clientSecret: z.string() });
const fileSchema = pairSchema.extend({
  /** More pairs, for other integrations. */
  others: z
    .array(pairSchema.extend({ name: z.string().min(1), policy: credentialPolicySchema.default('signed') }))
    .default([]),
});
/** Checks a pair as typed. The message never repeats the values. */
export function checkCredentials(given: Credentials): Result<Credentials, 'bad-credentials'> {
  if (!API_KEY_PATTERN.test(given.apiKey)) {
    return fail(
      'bad-credentials',
      'The API key has a character that Genesys Cloud does not accept: use A-Z a-z 0-9 + / _ - and at most two = at the end.',
    );
  }
  if (decodeBase64(given.clientSecret) === undefined) {
    return fail(
      'bad-credentials',
      'The client secret is not standard base64 (A-Z a-z 0-9 + / with = at the end): Genesys Cloud decodes it before it signs.',
    );
  }
  return ok(given);
}

/** What must never appear of the accepted pairs. */
export function secretsOf(all: readonly AcceptedCredentials[]): KnownSecret[] {
  return all.flatMap(({ name, apiKey, clientSecret }) => [
    { name: `api-key of ${name}`, value: apiKey },
    { name: `client-secret of ${name}`, value: clientSecret },
  ]);
}

/** The same of a pair that has no name; of none, nothing. */
export function pairSecrets(pair: Credentials | undefined): KnownSecret[] {
  if (!pair) return [];
  return [
    { name: 'api-key', value: pair.apiKey },
    { name: 'client-secret', value: pair.clientSecret },
  ];
}

/** A pair of the command line or the environment, as the server accepts it. */
export function accepted(pair: Credentials, name: string): AcceptedCredentials {
  return { ...pair, name, policy: pair.clientSecret === '' ? 'key-only' : 'signed' };
}

/**
 * Reads the data folder's credentials, or makes the first pair: 32 random bytes each, kept in a 0600 file. The first of
 * the list is the console's own: what it shows, and what its fake Genesys Cloud uses.
 */
export async function loadCredentials(
  dataDir: string,
  ids: Ids,
): Promise<Result<[AcceptedCredentials, ...AcceptedCredentials[]], 'unreadable'>> {
  const file = credentialsFile(dataDir);
  try {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text !== undefined) return parseCredentials(text, file);
    const made = makePair(ids);
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    // Written whole before it gets its name: when two processes start at once, the first one's pair counts for both.
    const draft = `${file}.${Buffer.from(ids.bytes(6)).toString('hex')}`;
    await writeFile(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    try {
      await link(draft, file);
      return ok([accepted(made, OWN)]);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return parseCredentials(await readFile(file, 'utf8'), file);
    } finally {
      await rm(draft, { force: true });
    }
  } catch (error) {
    return fail('unreadable', `The credentials file ${file} cannot be used: ${(error as Error).message}.`);
  }
}

/** The name of the pair that the console shows, and that its own fake Genesys Cloud uses. */
export const OWN = "the console's own";

/** The pairs of a credentials file's text, the console's own first. */
export function parseCredentials(
  text: string,
  file: string,
): Result<[AcceptedCredentials, ...AcceptedCredentials[]], 'unreadable'> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Text that is not JSON and JSON of another shape get the same sentence.
    value = undefined;
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    return fail(
      'unreadable',
      `The credentials file ${file} is damaged. Delete it to get a new key and secret, or put back {"apiKey","clientSecret"}.`,
    );
  }
  const { others, ...own } = parsed.data;
  for (const pair of [own, ...others]) {
    const checked = checkCredentials(pair);
    if (!checked.ok) return fail('unreadable', `In ${file}: ${checked.error.message}`);
  }
  const unsigned = others.find(pair => pair.policy !== 'key-only' && pair.clientSecret === '');
  if (unsigned) {
    return fail(
      'unreadable',
      `In ${file}: "${unsigned.name}" has no client secret, so its policy can only be "key-only".`,
    );
  }
  return ok([accepted(own, OWN), ...others]);
}

export function credentialsFile(dataDir: string): string {
  return join(dataDir, 'credentials.json');
}

/** A new pair: 32 random bytes each. */
export function makePair(ids: Ids): Credentials {
  return { apiKey: base64(ids.bytes(32)), clientSecret: base64(ids.bytes(32)) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
