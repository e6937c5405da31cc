/** The one data folder that desktop, browser host and command line share. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * `--data-dir`, else AUDIOHOOK_CONSOLE_DATA, else the platform's place for application data.
 * @param chosen the value of `--data-dir`, if given
 */
export function dataDir(env: NodeJS.ProcessEnv, chosen?: string): string {
  const wanted = chosen || env.AUDIOHOOK_CONSOLE_DATA;
  return wanted ? resolve(wanted) : defaultDataDir(env);
}

/** XDG Base Directory on Linux, Application Support on macOS, %APPDATA% on Windows. */
export function defaultDataDir(env: NodeJS.ProcessEnv = process.env): string {
  const home = homedir();
  switch (process.platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'audiohook-console');
    case 'win32':
      return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'audiohook-console');
    default:
      return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'audiohook-console');
  }
}
