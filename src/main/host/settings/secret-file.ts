/** Secrets in a file of the data folder, as whoever keeps them turns them into text and back. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../replace-file.ts';
import type { SecretKeeper } from './secrets.ts';

const fileSchema = z.record(z.string(), z.string());

/** How a value stands in the file. */
export type SecretCipher = { encrypt(value: string): string; decrypt(text: string): string };

/** A 0600 file; it is gone when nothing is kept. `cipher` is the system's where it has one, else values stand as they are. */
export function secretFile(
  dataDir: string,
  name = 'secrets.json',
  cipher: SecretCipher = { encrypt: value => value, decrypt: text => text },
): Pick<SecretKeeper, 'read' | 'write'> {
  const file = join(dataDir, name);
  const each = (all: Readonly<Record<string, string>>, change: (text: string) => string) =>
    Object.fromEntries(Object.entries(all).map(([key, text]) => [key, change(text)]));
  return {
    read: async () => {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
        throw error;
      }
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        // Told below, in the same sentence as JSON of another shape: the parser's own words could quote a secret.
        value = undefined;
      }
      const parsed = fileSchema.safeParse(value);
      if (!parsed.success) throw new Error(`${file} is damaged. Delete it, and type the keys again.`);
      return each(parsed.data, cipher.decrypt);
    },
    write: async all => {
      if (Object.keys(all).length === 0) await rm(file, { force: true });
      else await replaceFile(file, `${JSON.stringify(each(all, cipher.encrypt), null, 2)}\n`);
    },
  };
}

/** What there is without a keychain: values in clear in a file that only its owner can read. */
export function plainSecretFile(dataDir: string): SecretKeeper {
  return {
    where: `${join(dataDir, 'secrets.json')}, which only you can read (0600)`,
    safe: false,
    ...secretFile(dataDir),
  };
}
