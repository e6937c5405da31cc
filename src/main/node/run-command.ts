/**
 * The command line. Exit codes of every command: 0 fine, 1 the result is negative, 2 usage, 3 could not run
 * (unreachable, no such session, unreadable).
 */
import { Command, CommanderError } from 'commander';
import { HostError } from '../host/host-error.ts';
import { version } from '../version.ts';
import { ALL_COMMANDS } from './all-commands.ts';
import { openCommand } from './commands/open.ts';
import { CouldNotRun } from './could-not-run.ts';
import { UsageError } from './host-flags.ts';

/** Runs one command, and leaves its exit code in `process.exitCode`. @param args without those of Node itself */
export async function runCommand(args: readonly string[]): Promise<void> {
  try {
    const program = await newProgram(args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

async function newProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('audiohook-console')
    .description(
      "A test console for developers who connect Genesys Cloud's Audio Connector (AudioHook) to OpenAI's Realtime API.\n" +
        'Without a command it opens the console: its window, or the same page in a browser.',
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('(--help shows all options)')
    .addHelpText(
      'after',
      '\nEnvironment: OPENAI_API_KEY, OPENAI_BASE_URL, AUDIOHOOK_API_KEY, AUDIOHOOK_CLIENT_SECRET, AUDIOHOOK_CONSOLE_DATA.' +
        '\nExit codes: 0 fine, 1 the result is negative, 2 usage, 3 could not run.',
    );

  openCommand(program);
  for (const { name, args: listed, about, load } of ALL_COMMANDS) {
    // An argument may be called like a command: then one more is loaded, and nothing else happens.
    if (args.includes(name)) (await load())(program.command(name).description(about));
    else program.command(`${name} ${listed}`).description(about);
  }
  return program;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError || (error instanceof HostError && error.kind === 'usage')) {
    console.error(error.message);
    return 2;
  }
  if (error instanceof CouldNotRun || error instanceof HostError) {
    console.error(error.message);
    return 3;
  }
  throw error;
}
