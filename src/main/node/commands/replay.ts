/** `replay`: the caller of a captured session calls again. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { formatEvent } from '../../../shared/projections/event-line.ts';
import { viewOfRole } from '../../../shared/replay/view-of-role.ts';
import { type BotName, botNameSchema } from '../../../shared/settings/connector-profile.ts';
import type { ReadableSession } from '../../host/capture/resolve-session.ts';
import type { SessionStore } from '../../host/capture/session-store.ts';
import { createHost, type Host } from '../../host/create-host.ts';
import type { CallSummary } from '../../host/genesys-client/call-summary.ts';
import { answererOf } from '../../host/replay/replay-answerer.ts';
import { type ReplayRequest, type ReplaySpeed, replaySession } from '../../host/replay/replay-session.ts';
import { dataDir } from '../../host/settings/data-dir.ts';
import { systemClock, systemIds } from '../../host/system.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { SESSION_HELP, withSession, withSessionOf } from '../data-store.ts';
import { addCredentialFlags, addDataDirFlag, credentialsFrom, hostOptions, UsageError } from '../host-flags.ts';
import { ownCredentials } from '../own-credentials.ts';
import { recordingStoreOf } from '../recording-store.ts';
import { whenStopped } from '../until-stopped.ts';
import { findingLine } from './call-report.ts';

type ReplayFlags = {
  to?: string;
  bot?: BotName;
  speed: ReplaySpeed;
  apiKey?: string;
  clientSecret?: string;
  dataDir?: string;
  json?: boolean;
};

export function replayCommand(command: Command): void {
  command
    .argument('<session>', 'which session')
    .option('--to <url>', 'server to call, used as it is; without it a server of its own answers')
    .addOption(
      new Option('--bot <name>', "who answers where no --to is given; default: the session's bot").choices(
        botNameSchema.options,
      ),
    )
    .option('--speed <factor>', '1 to 100 times as fast, or max', speed, 1)
    .option(
      '--json',
      'print one JSON object when the call has ended: {"id","opened","closed","error"}, and "warnings" where the capture lacks something',
    )
    .addHelpText(
      'after',
      `${SESSION_HELP}\nWhat depends on the server's answers (serverseq, pong, playback, the end) is done anew, never sent again.` +
        '\nExit codes: 0 the call went well, 1 it did not, 2 usage, 3 no such session, nothing to replay, or no answer.',
    );
  addCredentialFlags(addDataDirFlag(command));
  command.action(async (wanted: string, _flags: ReplayFlags, self: Command) => {
    const flags = self.optsWithGlobals<ReplayFlags>();
    if (flags.to !== undefined && flags.bot) throw new UsageError('--bot is for the own server: leave --to out.');
    const { to } = flags;
    process.exitCode =
      to === undefined
        ? await replayHere(wanted, flags)
        : await withSession(
            flags.dataDir,
            wanted,
            (session, store) => replayTo(to, session, store, flags),
            recordingStoreOf,
          );
  });
}

/** Against a server that somebody runs. */
async function replayTo(
  url: string,
  session: ReadableSession,
  store: SessionStore,
  flags: ReplayFlags,
): Promise<number> {
  const given = credentialsFrom(flags, process.env);
  const parsed = URL.parse(url);
  const own = parsed === null ? undefined : await ownCredentials(dataDir(process.env, flags.dataDir), parsed);
  return run(session, { url, credentials: given ?? own, speed: flags.speed }, store, flags.json ?? false);
}

/** Against a server of its own, with the bot that answered then. One store for both: they share a process. */
async function replayHere(wanted: string, flags: ReplayFlags): Promise<number> {
  const { apiKey, clientSecret, dataDir: folder } = flags;
  const given = {
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(clientSecret === undefined ? {} : { clientSecret }),
  };
  const options = hostOptions({ host: '127.0.0.1', port: 0, ...given }, process.env, 'browser');
  const host = await createHost({ ...options, isGuest: true });
  try {
    return await withSessionOf(host.store, wanted, async session => {
      const { connectorId } = session.summary;
      const answerer = answererOf(session.summary, host.store.list(), flags.bot, host.own.bots);
      if (!answerer.ok) throw new CouldNotRun(`${answerer.error.message} Or let another answer: --bot simulator.`);
      const request = { ...ownTarget(host), connectorId, speed: flags.speed, answerer: answerer.value };
      return run(session, request, host.store, flags.json ?? false);
    });
  } finally {
    await host.dispose();
  }
}

function ownTarget(host: Host): Pick<ReplayRequest, 'url' | 'credentials'> {
  const { server } = host.status;
  if (server.state !== 'listening') {
    throw new CouldNotRun(server.state === 'failed' ? server.reason : 'The AudioHook server does not listen.');
  }
  return { url: server.url, credentials: host.own.credentials };
}

async function run(
  session: ReadableSession,
  request: ReplayRequest,
  store: SessionStore,
  json: boolean,
): Promise<number> {
  const placed = await replaySession(session, request, { store, clock: systemClock, ids: systemIds });
  if (!placed.ok) {
    if (placed.error.code === 'bad-url') throw new UsageError(placed.error.message);
    throw new CouldNotRun(placed.error.message);
  }
  const { call, recorder, lacks } = placed.value;
  if (!json) {
    const print = (event: Parameters<typeof formatEvent>[0]) => {
      if (event.type !== 'audio') console.log(formatEvent(event, 'client'));
    };
    for (const event of recorder.events) print(event);
    recorder.appended.on(print);
  }
  whenStopped(why => call.hangUp(`hung up: ${why}`));
  const summary = await call.done;
  const warnings = lacks.map(({ text }) => text);
  // Where programs read, people do too; in the log above it has long gone by.
  for (const text of warnings) console.error(`Warning: ${text}`);
  console.log(
    json ? JSON.stringify(result(recorder.id, summary, warnings)) : words(recorder.id, session, summary, store),
  );
  if (!json) for (const line of findingLine(recorder.summary)) console.log(line);
  if (summary.error === null) return 0;
  if (!json) console.error(summary.error);
  return call.wasAnswered ? 1 : 3;
}

function result(id: string, { opened, closed, error }: CallSummary, warnings: readonly string[]) {
  return { id, opened, closed, error, ...(warnings.length > 0 ? { warnings } : {}) };
}

function words(
  id: string,
  { summary: original }: ReadableSession,
  { opened, closed }: CallSummary,
  store: SessionStore,
): string {
  const state = closed ? 'opened and closed properly' : opened ? 'opened, but not closed properly' : 'not opened';
  const alike = viewOfRole(original.role, id, store.list());
  return `Replay ${state}. Session ${id}: \`compare ${original.id} ${alike}\` says what is different.`;
}

function speed(text: string): ReplaySpeed {
  if (text === 'max') return 'max';
  const factor = Number(text);
  if (text.trim() === '' || !(factor >= 1 && factor <= 100)) {
    throw new InvalidArgumentError('A speed is a number from 1 to 100, or max.');
  }
  return factor;
}
