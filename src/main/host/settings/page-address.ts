/**
 * The address of the page in a browser, remembered from start to start, so that a tab that was left open comes back by
 * itself. The token lies in a file that only its owner can read, like the credentials beside it.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const addressSchema = z.object({ port: z.number().int().min(1).max(65535), token: z.string().min(32) });
export type PageAddress = z.infer<typeof addressSchema>;

/** The address of the last start; undefined when there is none that can be used. */
export async function readPageAddress(dataDir: string): Promise<PageAddress | undefined> {
  let text: string;
  try {
    text = await readFile(fileIn(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return addressSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // Damaged: the next start writes a new one.
    return undefined;
  }
}

export async function writePageAddress(dataDir: string, address: PageAddress): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(fileIn(dataDir), `${JSON.stringify(address)}\n`, { mode: 0o600 });
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'page.json');
}
