/** `relay` and `relay-model`: the console stands in the middle of somebody's integration, until it is told to end. */
import type { Command } from 'commander';
import type { RelayKind } from '../../../shared/relay/relay-kind.ts';
import { startBrowserConsole } from '../browser-console.ts';
import { CouldNotRun } from '../could-not-run.ts';
import {
  addCredentialFlags,
  addDataDirFlag,
  credentialsFrom,
  type HostFlags,
  hostOptions,
  portNumber,
  UsageError,
} from '../host-flags.ts';
import { untilStopped } from '../until-stopped.ts';

type RelayFlags = HostFlags & { to: string; uiPort: number; targetHost?: boolean; json?: boolean };

const OPENAI = 'wss://api.openai.com/v1/realtime';

export function relayCommand(command: Command): void {
  command
    .requiredOption('--to <url>', 'your server; ends its path in a slash, path and query that come are appended')
    .option('--target-host', 'ask your server by the name in --to, though nothing is signed anew');
  addCredentialFlags(command).addHelpText(
    'after',
    '\nWith --api-key and --client-secret each request is signed anew for the name in --to. Without them Host and signature go' +
      '\non as they come: right for a server that checks the public name.' +
      END_HELP,
  );
  addCommon(command, 8080, 'genesys');
}

export function relayModelCommand(command: Command): void {
  command
    .option('--to <url>', 'the Realtime API that answers, OpenAI or any compatible one', OPENAI)
    .addHelpText('after', `\nKeys pass through, and are never kept.${END_HELP}`);
  addCommon(command, 8091, 'model');
}

const END_HELP = '\nEnds on SIGINT or SIGTERM: what is under way is cut, then it exits with 0.';

function addCommon(command: Command, port: number, kind: RelayKind): void {
  addDataDirFlag(command)
    .option('--host <address>', 'address that the relay listens on', '127.0.0.1')
    .option('--port <number>', 'its port; 0 takes a free one', portNumber, port)
    .option('--ui-port <number>', 'port of the page; 0 takes a free one', portNumber, 0)
    .option('--json', 'print JSON only: one object a line, the first says where everything is')
    .action(async (flags: RelayFlags, self: Command) =>
      run(kind, { ...self.optsWithGlobals<RelayFlags>(), ...own(self, flags) }),
    );
}

/** The console itself has --host and --port too, and takes what was typed; its defaults are not ours. */
function own(command: Command, { host, port }: RelayFlags): Pick<HostFlags, 'host' | 'port'> {
  const { parent } = command;
  const typed = (name: 'host' | 'port') => parent?.getOptionValueSource(name) === 'cli';
  const given = parent?.opts<HostFlags>();
  return {
    ...(host === undefined ? {} : { host: typed('host') ? (given?.host ?? host) : host }),
    ...(port === undefined ? {} : { port: typed('port') ? (given?.port ?? port) : port }),
  };
}

async function run(kind: RelayKind, flags: RelayFlags): Promise<void> {
  const credentials = kind === 'genesys' ? credentialsFrom(flags, process.env) : undefined;
  const { dataDir: folder } = flags;
  // The console's own server is not what is called here: it takes a free port.
  const options = hostOptions(
    { port: 0, ...(folder === undefined ? {} : { dataDir: folder }) },
    process.env,
    'browser',
  );
  const running = await startBrowserConsole(options, flags.uiPort);
  const { host } = running;
  const { to, port, targetHost } = flags;
  const started = await host.relays.start({ kind, to, host: flags.host, port: port ?? 0, credentials, targetHost });
  if (!started.ok) {
    await running.dispose();
    throw started.error.code === 'cannot-listen'
      ? new CouldNotRun(started.error.message)
      : new UsageError(started.error.message);
  }
  const { url, signature, host: name } = started.value;
  const { dataDir } = host.status;
  if (flags.json) {
    const where = kind === 'genesys' ? { audiohook: url } : { realtime: url };
    console.log(JSON.stringify({ event: 'ready', ...where, ui: running.url, dataDir, to: started.value.to }));
  } else {
    console.log(`Relay     ${url}  to  ${started.value.to}`);
    if (kind === 'genesys') {
      console.log(
        `Signature ${signature === 'anew' ? 'made anew for the name of your server' : 'as it comes'}; Host ${name === 'target' ? 'is that of your server' : 'as it comes'}`,
      );
    }
    console.log(`Page      ${running.url}`);
  }
  const told = new Map<string, string>();
  const stop = host.sessions.on(({ id, kind: what, state, relay, outcome }) => {
    if (relay === undefined) return;
    const line = flags.json
      ? JSON.stringify({ event: 'session', id, kind: what, state, relay })
      : `${what} ${id}  ${state}${outcome ? `  ${outcome}` : ''}`;
    if (told.get(id) === line) return;
    told.set(id, line);
    console.log(line);
  });
  await untilStopped();
  await running.dispose();
  stop();
}
