/** `serve`: the console without a window, until it is told to end. */
import type { Command } from 'commander';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { problemWords } from '../../../shared/tunnel/tunnel-state.ts';
import type { Tunnel } from '../../host/tunnel/tunnel.ts';
import { type BrowserConsole, startBrowserConsole } from '../browser-console.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { addHostFlags, type HostFlags, hostOptions, portNumber } from '../host-flags.ts';
import { untilStopped } from '../until-stopped.ts';

type ServeFlags = HostFlags & { uiPort: number; json?: boolean; ngrok?: boolean; domain?: string; region?: string };

export function serveCommand(command: Command): void {
  addHostFlags(command)
    .option('--ui-port <number>', 'port of the page; 0 takes a free one', portNumber, 0)
    .option('--json', 'print JSON only: one object a line, the first says where everything is')
    .option('--ngrok', 'open a tunnel with NGROK_AUTHTOKEN, so that Genesys Cloud reaches the server')
    .option('--domain <domain>', 'with --ngrok: a domain of the account')
    .option('--region <region>', 'with --ngrok: where to connect to ngrok, such as eu or us')
    .addHelpText('after', '\nEnds on SIGINT or SIGTERM: calls are disconnected properly, then it exits with 0.')
    .action(async (_flags: ServeFlags, self: Command) => serve(self.optsWithGlobals<ServeFlags>()));
}

async function serve(flags: ServeFlags): Promise<void> {
  const running = await startBrowserConsole(hostOptions(flags, process.env, 'browser'), flags.uiPort);
  const { server, dataDir, bot, readOnly } = running.host.status;
  if (readOnly !== undefined) return serveReadOnly(running, readOnly, flags.json ?? false);
  if (server.state !== 'listening') {
    await running.dispose();
    throw new CouldNotRun(server.state === 'failed' ? server.reason : 'The AudioHook server does not listen.');
  }
  const open = flags.ngrok ? await openTunnel(running, flags) : undefined;
  const ready = {
    event: 'ready',
    audiohook: server.url,
    ui: running.url,
    dataDir,
    ...(open ? { public: open.url } : {}),
  };
  if (flags.json) console.log(JSON.stringify(ready));
  else {
    console.log(`AudioHook server  ${server.url}   (key and secret: in the page, or ${dataDir}/credentials.json)`);
    if (open) console.log(`Public            ${open.url}   (reachable by everybody while this runs; ${open.by})`);
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
  const stopTunnel = running.host.tunnel.changed.on(tellOnce(flags, running.host.tunnel));
  await untilStopped();
  stopTunnel();
  await running.dispose();
  stop();
}

/** @throws CouldNotRun when it does not open; what could be opened without it is closed again. */
async function openTunnel(running: BrowserConsole, { domain, region }: ServeFlags) {
  const state = await running.host.tunnel.start({ domain, region });
  if (state.state === 'open') return state;
  await running.dispose();
  throw new CouldNotRun('problem' in state ? problemWords(state.problem) : 'The tunnel did not open.');
}

/** Says when the tunnel is lost, and when it is back; not when only its traffic has changed. */
function tellOnce({ json }: ServeFlags, tunnel: Tunnel): () => void {
  let told = tunnel.state.state;
  return () => {
    const { state } = tunnel;
    if (state.state === told) return;
    told = state.state;
    const why = 'problem' in state ? problemWords(state.problem) : state.state === 'open' ? state.url : '';
    if (json) console.log(JSON.stringify({ event: 'tunnel', state: state.state, ...(why ? { detail: why } : {}) }));
    else if (state.state !== 'off') console.log(`tunnel ${state.state}  ${why}`);
  };
}

/** Another console has the data folder: this one shows what is there, and takes no calls. */
async function serveReadOnly(running: BrowserConsole, why: string, json: boolean): Promise<void> {
  console.error(why);
  const { dataDir } = running.host.status;
  if (json) console.log(JSON.stringify({ event: 'ready', audiohook: null, ui: running.url, dataDir, readOnly: true }));
  else console.log(`Page              ${running.url}   (read-only)`);
  await untilStopped();
  await running.dispose();
}

function jsonLine({ id, kind, state, role, connectorId }: SessionSummary): string {
  return JSON.stringify({ event: 'session', id, kind, state, role, connectorId });
}

function humanLine({ id, kind, state, connectorId, outcome }: SessionSummary): string {
  return `${kind} ${id}  ${state}  ${connectorId || '(no connector ID)'}${outcome ? `  ${outcome}` : ''}`;
}
