/** The options that a console is started with: the same for `serve`, the window, and the desktop app. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type BotName, botNameSchema } from '../../shared/settings/connector-profile.ts';
import type { HostOptions } from '../host/create-host.ts';
import { type Credentials, checkCredentials } from '../host/settings/credentials.ts';
import { dataDir } from '../host/settings/data-dir.ts';
import { systemClock, systemIds } from '../host/system.ts';
import { version } from '../version.ts';

export type HostFlags = {
  host?: string;
  port?: number;
  dataDir?: string;
  bot?: BotName;
  botCapture?: string;
  apiKey?: string;
  clientSecret?: string;
};

/** A port as typed, 0 to 65535. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  return port;
}

export function addDataDirFlag(command: Command): Command {
  return command.option('--data-dir <dir>', 'folder of sessions and settings (or AUDIOHOOK_CONSOLE_DATA)');
}

export function addCredentialFlags(command: Command): Command {
  return command
    .option('--api-key <key>', 'AudioHook API key (or AUDIOHOOK_API_KEY)')
    .option('--client-secret <base64>', 'AudioHook client secret, base64 (or AUDIOHOOK_CLIENT_SECRET)');
}

export function addHostFlags(command: Command): Command {
  command
    .option('--host <address>', 'address that the AudioHook server listens on (default: of the settings, 127.0.0.1)')
    .option('--port <number>', 'its port; 0 takes a free one (default: of the settings, 8080)', portNumber)
    .addOption(new Option('--bot <name>', 'who answers calls').choices(botNameSchema.options))
    .addOption(
      new Option('--bot-capture <session>', "answer calls with the bot's side of this session").conflicts('bot'),
    );
  return addCredentialFlags(addDataDirFlag(command));
}

/** A wrong use of the command line that commander cannot see. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Key and secret of flags or environment; undefined when none are given. @throws UsageError */
export function credentialsFrom(
  flags: { apiKey?: string; clientSecret?: string },
  env: NodeJS.ProcessEnv,
): Credentials | undefined {
  const apiKey = flags.apiKey ?? env.AUDIOHOOK_API_KEY;
  // A key of the command line is not paired with a secret of the environment: they need not belong together.
  const clientSecret = flags.clientSecret ?? (flags.apiKey === undefined ? env.AUDIOHOOK_CLIENT_SECRET : undefined);
  if (!apiKey) {
    if (clientSecret) throw new UsageError('A client secret needs its API key: give --api-key too.');
    return undefined;
  }
  const checked = checkCredentials({ apiKey, clientSecret: clientSecret ?? '' });
  if (!checked.ok) throw new UsageError(checked.error.message);
  return checked.value;
}

/** What `createHost` needs. @throws UsageError */
export function hostOptions(flags: HostFlags, env: NodeJS.ProcessEnv, shell: HostOptions['shell']): HostOptions {
  return {
    dataDir: dataDir(env, flags.dataDir),
    version,
    shell,
    address: { host: flags.host, port: flags.port },
    bot: flags.bot,
    botCapture: flags.botCapture,
    credentials: credentialsFrom(flags, env),
    env,
    clock: systemClock,
    ids: systemIds,
    pid: process.pid,
  };
}
