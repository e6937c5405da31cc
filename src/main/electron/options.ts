/** What the desktop app was started with: the options of `serve` that make sense with a window. */
import { Command, CommanderError } from 'commander';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HostOptions } from '../host/create-host.ts';
import { addHostFlags, type HostFlags, hostOptions, UsageError } from '../node/host-flags.ts';

/**
 * Reads the arguments after the executable. Others than ours are skipped: the app's own folder and Chromium's switches
 * stand among them.
 */
export function desktopOptions(args: readonly string[], env: NodeJS.ProcessEnv): Result<HostOptions, 'usage'> {
  const command = addHostFlags(new Command())
    .allowUnknownOption()
    .allowExcessArguments()
    .configureOutput({ writeErr: () => undefined })
    .exitOverride();
  try {
    command.parse([...args], { from: 'user' });
    return ok(hostOptions(command.opts<HostFlags>(), env, 'desktop'));
  } catch (error) {
    if (error instanceof UsageError || error instanceof CommanderError) return fail('usage', error.message);
    throw error;
  }
}
