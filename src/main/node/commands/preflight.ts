/** `preflight`: everything between Genesys Cloud and a server, in the order in which it can fail. */
import type { Command } from 'commander';
import { type CheckResult, type CheckStatus, summarize } from '../../../shared/checks/check-report.ts';
import { readAddress } from '../../../shared/preflight/address.ts';
import type { FourFields } from '../../../shared/preflight/dry-run.ts';
import { maskTarget } from '../../../shared/redaction/mask.ts';
import { NOT_TRIED, runPreflight } from '../../host/preflight/run-preflight.ts';
import { dataDir } from '../../host/settings/data-dir.ts';
import { systemClock, systemIds } from '../../host/system.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { addCredentialFlags, addDataDirFlag } from '../host-flags.ts';
import { ownCredentials } from '../own-credentials.ts';
import { recordingStoreOf } from '../recording-store.ts';
import { whenStopped } from '../until-stopped.ts';
import { CREDENTIALS_HELP } from './check-target.ts';

type PreflightFlags = {
  connectorId?: string;
  apiKey?: string;
  clientSecret?: string;
  dataDir?: string;
  json?: boolean;
};

export function preflightCommand(command: Command): void {
  command
    .argument('<uri>', 'the Base Connection URI, as typed into Genesys Cloud')
    .option('--connector-id <id>', 'as in the Call Audio Connector action; without it the base alone is called')
    .option('--json', 'print one JSON object when all is done')
    .addHelpText(
      'after',
      '\nAddress, DNS, TLS, the upgrade, and some calls of a few seconds, kept as sessions; each may start a bot.' +
        CREDENTIALS_HELP +
        '\nExit codes: 0 nothing is red, 1 something is, 2 usage, 3 this machine has no network to try it from.',
    );
  addCredentialFlags(addDataDirFlag(command));
  command.action(async (uri: string, _flags: PreflightFlags, self: Command) => {
    process.exitCode = await preflight(uri, self.optsWithGlobals<PreflightFlags>());
  });
}

const WORDS: Readonly<Record<CheckStatus, string>> = { pass: 'green', fail: 'RED', warn: 'note', na: 'open' };

async function preflight(uri: string, flags: PreflightFlags): Promise<number> {
  const folder = dataDir(process.env, flags.dataDir);
  const { url } = readAddress(uri);
  const fields = await fieldsOf(uri, url, flags, folder);
  const store = await recordingStoreOf(folder);
  const stopped = new AbortController();
  whenStopped(() => stopped.abort());
  const end = await runPreflight(
    { fields, signal: stopped.signal, onResult: flags.json ? () => undefined : print },
    { clock: systemClock, ids: systemIds, record: session => store.start({ ...session, madeBy: 'check' }) },
  );
  await store.dispose();
  if (end.cancelled) throw new CouldNotRun('Preflight was cancelled.');
  const results = end.results.map(({ sessionIds: _sessionIds, ...one }) => one);
  const summary = summarize(results);
  if (flags.json) {
    const shown = maskTarget(url?.href ?? uri);
    console.log(JSON.stringify({ url: shown, profile: 'audio-connector', results, summary }));
  } else {
    const { pass, fail, warn, na } = summary;
    const skipped = results.filter(isSkipped);
    if (skipped[0]) console.log(`open   ${skipped.length} more lines. ${skipped[0].detail}`);
    console.log(`\n${pass} green, ${fail} red, ${warn} with a note, ${na} left open.`);
  }
  if (end.couldNotRun !== undefined) throw new CouldNotRun(end.couldNotRun);
  return summary.fail > 0 ? 1 : 0;
}

/** As given: what is wrong with key and secret is a line of preflight, and no wrong use of the command. */
async function fieldsOf(uri: string, url: URL | undefined, flags: PreflightFlags, folder: string): Promise<FourFields> {
  const { env } = process;
  const apiKey = flags.apiKey ?? env.AUDIOHOOK_API_KEY ?? '';
  const clientSecret =
    flags.clientSecret ?? (flags.apiKey === undefined ? env.AUDIOHOOK_CLIENT_SECRET : undefined) ?? '';
  const given = { baseUri: uri, connectorId: flags.connectorId ?? '', apiKey, clientSecret };
  if (apiKey !== '' || clientSecret !== '' || !url) return given;
  const own = await ownCredentials(folder, url);
  return own ? { ...given, ...own } : given;
}

const isSkipped = ({ detail }: CheckResult) => detail.startsWith(NOT_TRIED);

function print(result: CheckResult): void {
  if (isSkipped(result)) return;
  const { status, title, detail, fix } = result;
  console.log(`${WORDS[status].padEnd(6)} ${title}: ${detail}${fix ? `\n         To do: ${fix}` : ''}`);
}
