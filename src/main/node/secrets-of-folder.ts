/** What a command that records a session or hands one out must keep back. */
import { filedCredentials, type SecretHolders } from '../host/settings/known-secrets.ts';
import { plainSecretFile } from '../host/settings/secret-file.ts';
import { Secrets } from '../host/settings/secrets.ts';
import { SettingsStore } from '../host/settings/settings-store.ts';
import { systemClock } from '../host/system.ts';

/** The data folder and the environment. What cannot be read is told on stderr, and looked for by its form. */
export async function secretHoldersOf(dataDir: string, env: NodeJS.ProcessEnv): Promise<SecretHolders> {
  const secrets = new Secrets(plainSecretFile(dataDir), env);
  const opened = await secrets.open();
  if (!opened.ok) console.error(opened.error.message);
  const settings = await SettingsStore.open({ dataDir, clock: systemClock });
  if (!settings.ok) console.error(settings.error.message);
  return {
    credentials: await filedCredentials(dataDir),
    settings: settings.ok ? settings.value.current : undefined,
    secrets,
    env,
  };
}
