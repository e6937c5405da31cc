/** The sessions of the data folder, for a command that adds some. Apart from reading, which needs no settings and no keys. */
import type { SessionStore } from '../host/capture/session-store.ts';
import { secretsOfRecordings } from '../host/settings/known-secrets.ts';
import { storeOf } from './data-store.ts';
import { secretHoldersOf } from './secrets-of-folder.ts';

/** The store of a folder, not yet opened, to record in: without what the folder and the environment keep secret. */
export async function recordingStoreOf(folder: string, onWarning?: (text: string) => void): Promise<SessionStore> {
  return storeOf(folder, onWarning, secretsOfRecordings(await secretHoldersOf(folder, process.env)));
}
