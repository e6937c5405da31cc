/** What `check` and `probe` have in common: whom they call, with what, and where they keep it. */

import { type Command, Option } from 'commander';
import type { CheckReport } from '../../../shared/checks/check-report.ts';
import { type CheckProfile, checkProfileSchema, summarize } from '../../../shared/checks/check-report.ts';
import { maskTarget } from '../../../shared/redaction/mask.ts';
import type { Check } from '../../host/checks/check.ts';
import { type CheckedResult, runChecks } from '../../host/checks/run-checks.ts';
import type { ScenarioName } from '../../host/checks/scenarios.ts';
import { callUrl } from '../../host/genesys-client/place-call.ts';
import { dataDir } from '../../host/settings/data-dir.ts';
import { systemClock, systemIds } from '../../host/system.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { addCredentialFlags, addDataDirFlag, credentialsFrom, UsageError } from '../host-flags.ts';
import { ownCredentials } from '../own-credentials.ts';
import { recordingStoreOf } from '../recording-store.ts';
import { whenStopped } from '../until-stopped.ts';

export type TargetFlags = {
  connectorId?: string;
  profile: CheckProfile;
  apiKey?: string;
  clientSecret?: string;
  dataDir?: string;
  json?: boolean;
};

export const CREDENTIALS_HELP =
  "\nWithout --api-key the data folder's credentials are used for the console's own address, and none for others.";

export function addTargetFlags(command: Command): Command {
  command
    .option('--connector-id <id>', 'joined to the URL with one slash; without it the URL is used as it is')
    .addOption(
      new Option('--profile <name>', 'which product of Genesys Cloud is played')
        .choices(checkProfileSchema.options)
        .default('audio-connector'),
    )
    .option('--json', 'print one JSON object when all is done');
  return addCredentialFlags(addDataDirFlag(command));
}

/** Runs checks against the server at `urlText`. @throws UsageError, CouldNotRun (unreachable, cancelled) */
export async function judgeServer(
  urlText: string,
  flags: TargetFlags,
  what: { checks: readonly Check[]; first?: ScenarioName; onResult?(result: CheckedResult): void },
): Promise<CheckReport> {
  const folder = dataDir(process.env, flags.dataDir);
  const connectorId = flags.connectorId ?? '';
  const url = callUrl(urlText, connectorId);
  if (!url.ok) throw new UsageError(url.error.message);
  const credentials = credentialsFrom(flags, process.env) ?? (await ownCredentials(folder, url.value));
  const store = await recordingStoreOf(folder);
  const stopped = new AbortController();
  whenStopped(() => stopped.abort());
  const { profile } = flags;
  const target = { baseUrl: urlText, connectorId, url: url.value, credentials, profile };
  const result = await runChecks(
    { target, signal: stopped.signal, ...what },
    { clock: systemClock, ids: systemIds, record: session => store.start({ ...session, madeBy: 'check' }) },
  );
  await store.dispose();
  if (!result.ok) throw new CouldNotRun(result.error.message);
  const results = result.value.map(({ sessionIds: _sessionIds, ...one }) => one);
  return { url: maskTarget(url.value.href), profile, results, summary: summarize(results) };
}
