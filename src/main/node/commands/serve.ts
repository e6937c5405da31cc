/** `serve`: the console without a window, until it is told to end. */
import type { Command } from 'commander';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { startBrowserConsole } from '../browser-console.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { addHostFlags, type HostFlags, hostOptions, portNumber } from '../host-flags.ts';
import { untilStopped } from '../until-stopped.ts';

type ServeFlags = HostFlags & { uiPort: number; json?: boolean };

export function addServeCommand(program: Command): void {
  addHostFlags(program.command('serve'))
    .description('run the AudioHook server, the bot and the page, without a window')
    .option('--ui-port <number>', 'port of the page; 0 takes a free one', portNumber, 0)
    .option('--json', 'print JSON only: one object a line, the first says where everything is')
    .addHelpText('after', '\nEnds on SIGINT or SIGTERM: calls are disconnected properly, then it exits with 0.')
    .action(async (_flags: ServeFlags, command: Command) => serve(command.optsWithGlobals<ServeFlags>()));
}

async function serve(flags: ServeFlags): Promise<void> {
  const running = await startBrowserConsole(hostOptions(flags, process.env, 'browser'), flags.uiPort);
  const { server, dataDir, bot } = running.host.status;
  if (server.state !== 'listening') {
    await running.dispose();
    throw new CouldNotRun(server.state === 'failed' ? server.reason : 'The AudioHook server does not listen.');
  }
  const ready = { event: 'ready', audiohook: server.url, ui: running.url, dataDir };
  if (flags.json) console.log(JSON.stringify(ready));
  else {
    console.log(`AudioHook server  ${server.url}   (key and secret: in the page, or ${dataDir}/credentials.json)`);
    console.log(`Page              ${running.url}`);
    console.log(`Bot               ${bot.selected}. ${bot.reason}`);
    console.log(`Sessions          ${dataDir}/sessions`);
  }
  const told = new Map<string, string>();
  const stop = running.host.sessions.on(session => {
    const line = flags.json ? jsonLine(session) : humanLine(session);
    if (told.get(session.id) === line) return;
    told.set(session.id, line);
    console.log(line);
  });
  await untilStopped();
  await running.dispose();
  stop();
}

function jsonLine({ id, kind, state, role, connectorId }: SessionSummary): string {
  return JSON.stringify({ event: 'session', id, kind, state, role, connectorId });
}

function humanLine({ id, kind, state, connectorId, outcome }: SessionSummary): string {
  return `${kind} ${id}  ${state}  ${connectorId || '(no connector ID)'}${outcome ? `  ${outcome}` : ''}`;
}
