/**
 * The command line. Exit codes of every command: 0 fine, 1 the result is negative, 2 usage, 3 could not run
 * (unreachable, no such session, unreadable).
 */
import { Command, CommanderError } from 'commander';
import { HostError } from '../host/create-host.ts';
import { version } from '../version.ts';
import { addCallCommand } from './commands/call.ts';
import { addCheckCommand } from './commands/check.ts';
import { addCompareCommand } from './commands/compare.ts';
import { addDeleteCommand } from './commands/delete.ts';
import { addDiagnoseCommand } from './commands/diagnose.ts';
import { addExportCommand } from './commands/export.ts';
import { addImportCommand } from './commands/import.ts';
import { addJoinCommand } from './commands/join.ts';
import { addOpenCommand } from './commands/open.ts';
import { addPreflightCommand } from './commands/preflight.ts';
import { addProbeCommand } from './commands/probe.ts';
import { addRelayCommands } from './commands/relay.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSessionsCommand } from './commands/sessions.ts';
import { addShowCommand } from './commands/show.ts';
import { addSimulateCommand } from './commands/simulate.ts';
import { addTranscriptCommand } from './commands/transcript.ts';
import { CouldNotRun } from './could-not-run.ts';
import { UsageError } from './host-flags.ts';

/** Runs one command, and leaves its exit code in `process.exitCode`. @param args without those of Node itself */
export async function runCommand(args: readonly string[]): Promise<void> {
  try {
    await newProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function newProgram(): Command {
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

  addOpenCommand(program);
  addServeCommand(program);
  addCallCommand(program);
  addCheckCommand(program);
  addProbeCommand(program);
  addPreflightCommand(program);
  addDiagnoseCommand(program);
  addSimulateCommand(program);
  addRelayCommands(program);
  addJoinCommand(program);
  addExportCommand(program);
  addImportCommand(program);
  addSessionsCommand(program);
  addShowCommand(program);
  addTranscriptCommand(program);
  addReplayCommand(program);
  addCompareCommand(program);
  addDeleteCommand(program);
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
