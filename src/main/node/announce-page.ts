/** Says, in one sentence, which address to open in a browser, and why there is no window. */
import { spawn } from 'node:child_process';

export type AnnounceOptions = {
  /** The page's address, with its token. */
  url: string;
  /** An address that may stand on a command line. */
  launchUrl(): string;
  /** Completes "because ...". bin/ hands it over in AUDIOHOOK_CONSOLE_WHY_BROWSER. */
  why: string | undefined;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  write(line: string): void;
};

/** Writes the sentence, and opens the address where there is a desktop with a browser. */
export function announcePage({ url, launchUrl, why, platform, env, write }: AnnounceOptions): void {
  write(`Open ${url} in a browser${why ? `; there is no desktop window, because ${why}` : ''}.`);
  const opener = browserOpener(platform, env);
  if (!opener) return;
  const child = spawn(opener.command, [...opener.args, launchUrl()], { stdio: 'ignore', detached: true });
  child.on('error', error => write(`No browser could be started here (${error.message}): open the address yourself.`));
  child.unref();
}

/** The desktop's own command to open an address; undefined on a machine without a screen. */
export function browserOpener(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): { command: string; args: readonly string[] } | undefined {
  if (platform === 'darwin') return { command: 'open', args: [] };
  // `start` belongs to the shell; rundll32 takes the address as it is, with no shell that would read its `&`.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler'] };
  return env.DISPLAY || env.WAYLAND_DISPLAY ? { command: 'xdg-open', args: [] } : undefined;
}
