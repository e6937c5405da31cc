/** The sessions of the data folder, for a command that reads them and ends. */
import type { KnownSecret } from '../../shared/redaction/secret-finder.ts';
import { type ReadableSession, resolveSession } from '../host/capture/resolve-session.ts';
import { SessionStore } from '../host/capture/session-store.ts';
import { dataDir } from '../host/settings/data-dir.ts';
import { systemClock, systemIds } from '../host/system.ts';
import { CouldNotRun } from './could-not-run.ts';

/** What a command that is given a SESSION says about it in its help. */
export const SESSION_HELP =
  '\nSESSION is an id, the beginning of one that fits no other, `last`, or the path of a bundle (.zip).';

/**
 * The store of a folder, not yet opened, to read from. What it has to say goes to stderr, unless somebody else wants to
 * hear it.
 * @param secrets values that must stand in no session that is recorded in it
 */
export function storeOf(
  folder: string,
  onWarning: (text: string) => void = text => console.error(text),
  secrets: readonly KnownSecret[] = [],
): SessionStore {
  const parts = { dataDir: folder, clock: systemClock, ids: systemIds, pid: process.pid };
  return new SessionStore({ ...parts, secrets: () => secrets, onWarning });
}

/**
 * Opens the store, works, closes it. Trouble with single sessions goes to stderr.
 * @param open `recordingStoreOf` where the work records a session
 * @throws CouldNotRun
 */
export async function withStore<T>(
  folder: string | undefined,
  work: (store: SessionStore) => Promise<T>,
  open: (folder: string) => SessionStore | Promise<SessionStore> = storeOf,
): Promise<T> {
  const store = await open(dataDir(process.env, folder));
  try {
    await store.open();
  } catch (error) {
    await store.dispose();
    throw new CouldNotRun(`The sessions cannot be read: ${(error as Error).message}.`);
  }
  try {
    return await work(store);
  } finally {
    await store.dispose();
  }
}

/** Works with the session that is meant. @throws CouldNotRun when there is none, or more than one */
export function withSession<T>(
  folder: string | undefined,
  wanted: string,
  work: (session: ReadableSession, store: SessionStore) => Promise<T>,
  open?: (folder: string) => SessionStore | Promise<SessionStore>,
): Promise<T> {
  return withStore(folder, store => withSessionOf(store, wanted, session => work(session, store)), open);
}

/** The same, in a store that is open already. @throws CouldNotRun */
export async function withSessionOf<T>(
  store: SessionStore,
  wanted: string,
  work: (session: ReadableSession) => Promise<T>,
): Promise<T> {
  const session = await resolveSession(store, wanted);
  if (!session.ok) throw new CouldNotRun(session.error.message);
  try {
    return await work(session.value);
  } finally {
    await session.value.dispose();
  }
}
