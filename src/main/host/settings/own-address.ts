/**
 * Where the console's own server listens, written beside the sessions: `call` uses the data folder's credentials for
 * this address, and for no other.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning } from '../process-running.ts';

const addressSchema = z.object({ url: z.url({ protocol: /^ws$/ }), pid: z.number().int() });

function fileIn(dataDir: string): string {
  return join(dataDir, 'server.json');
}

export async function writeOwnAddress(dataDir: string, url: string, pid: number): Promise<void> {
  await writeFile(fileIn(dataDir), `${JSON.stringify({ url, pid })}\n`, { mode: 0o600 });
}

/** Takes the address back, unless another process has put its own there. */
export async function removeOwnAddress(dataDir: string, pid: number): Promise<void> {
  try {
    if ((await readOwnAddress(dataDir))?.pid === pid) await rm(fileIn(dataDir), { force: true });
  } catch {
    // In a folder that refuses it stays: whoever reads it sees that its process is gone.
  }
}

/** True when `url` leads to the server that this data folder's console runs. */
export async function isOwnAddress(dataDir: string, url: URL): Promise<boolean> {
  const own = await readOwnAddress(dataDir);
  // A console that was killed took no leave: who listens there now is a stranger, and gets no credentials.
  if (!own || !isRunning(own.pid)) return false;
  const ownUrl = new URL(own.url);
  return ownUrl.port === url.port && (ownUrl.hostname === url.hostname || (isLoopback(ownUrl) && isLoopback(url)));
}

async function readOwnAddress(dataDir: string): Promise<z.infer<typeof addressSchema> | undefined> {
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
    // A half-written file of a console that was killed: there is no address to go by.
    return undefined;
  }
}

/** Any address of this machine counts for a server that listens on all of them. */
function isLoopback(url: URL): boolean {
  return ['localhost', '[::1]', '0.0.0.0', '[::]'].includes(url.hostname) || url.hostname.startsWith('127.');
}
