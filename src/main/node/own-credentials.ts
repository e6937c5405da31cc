/** Which credentials a command uses towards a server when none were given. */
import { type Credentials, loadCredentials } from '../host/settings/credentials.ts';
import { isOwnAddress } from '../host/settings/own-address.ts';
import { systemIds } from '../host/system.ts';
import { CouldNotRun } from './could-not-run.ts';

/** Those of the data folder for the console's own address, and none for any other. @throws CouldNotRun */
export async function ownCredentials(folder: string, url: URL): Promise<Credentials | undefined> {
  if (!(await isOwnAddress(folder, url))) return undefined;
  const own = await loadCredentials(folder, systemIds);
  if (!own.ok) throw new CouldNotRun(own.error.message);
  return own.value[0];
}
