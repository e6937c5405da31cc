/** The console's own server is judged by the console's own checks: what it asks of others holds for itself. */
import { expect, test } from 'vitest';
import { joinConnectorId } from '../../shared/audiohook/connector.ts';
import type { CheckProfile, CheckStatus } from '../../shared/checks/check-report.ts';
import type { BotName } from '../../shared/settings/connector-profile.ts';
import { checksOf } from '../host/checks/all-checks.ts';
import type { Check } from '../host/checks/check.ts';
import { PROBE_STEPS } from '../host/checks/probe-steps.ts';
import { type CheckedResult, runChecks } from '../host/checks/run-checks.ts';
import type { ScenarioName } from '../host/checks/scenarios.ts';
import { TEST_CREDENTIALS } from '../host/checks/testing/check-server.ts';
import { memoryRecorder } from '../host/checks/testing/memory-recorder.ts';
import { createHost } from '../host/create-host.ts';
import { systemIds } from '../host/system.ts';
import { PatientClock } from '../host/testing/patient-clock.ts';
import { tempDir } from '../host/testing/temp-dir.ts';
import { hostOptions } from './host-flags.ts';

const STEP_MS = 10;

async function judge(
  bot: BotName,
  profile: CheckProfile,
  what: { checks: readonly Check[]; first?: ScenarioName },
): Promise<CheckedResult[]> {
  const clock = new PatientClock(STEP_MS);
  const flags = { host: '127.0.0.1', port: 0, dataDir: tempDir(), bot, ...TEST_CREDENTIALS };
  const host = await createHost({ ...hostOptions(flags, {}, 'browser'), clock });
  try {
    const { server } = host.status;
    if (server.state !== 'listening') throw new Error('The server does not listen.');
    const connectorId = what.first === 'probe' ? '' : 'demo';
    const url = new URL(connectorId ? joinConnectorId(server.url, connectorId) : server.url);
    let sessions = 0;
    const result = await runChecks(
      {
        target: { baseUrl: server.url, connectorId, url, credentials: TEST_CREDENTIALS, profile },
        signal: new AbortController().signal,
        atATime: 20,
        ...what,
      },
      { clock, ids: systemIds, record: () => memoryRecorder(`session-${sessions++}`) },
    );
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  } finally {
    await host.dispose();
  }
}

function withStatus(results: readonly CheckedResult[], status: CheckStatus): string[] {
  return results.filter(result => result.status === status).map(({ id, detail }) => `${id}: ${detail}`);
}

/** What a bot of ours has no part in: nothing ends the call, or nothing interrupts. */
const EXPECTED: readonly [BotName, CheckProfile, { warn: string[]; most: number }][] = [
  ['simulator', 'audio-connector', { warn: [], most: 2 }],
  // It plays back what it hears, and is therefore never interrupted.
  ['echo', 'audio-connector', { warn: ['barge-in-sent'], most: 6 }],
  ['listen', 'audio-connector', { warn: [], most: 22 }],
  ['listen', 'monitor', { warn: [], most: 0 }],
  ['listen', 'transcription', { warn: [], most: 0 }],
];

test.each(EXPECTED)(
  'our server, bot %s, as %s: no check fails',
  async (bot, profile, { warn, most }) => {
    const results = await judge(bot, profile, { checks: checksOf(profile) });
    expect(withStatus(results, 'fail')).toEqual([]);
    const warned = results.filter(({ status }) => status === 'warn').map(({ id }) => id);
    expect(warned).toEqual(warn);
    expect(withStatus(results, 'na').length).toBeLessThanOrEqual(most);
  },
  60_000,
);

test('our server passes the connection probe: Active', async () => {
  const checks = PROBE_STEPS.filter(step => !step.profiles);
  const results = await judge('simulator', 'audio-connector', { checks, first: 'probe' });
  expect(results.filter(({ status }) => status !== 'pass')).toEqual([]);
  expect(results.at(-1)?.detail).toBe('Active');
}, 30_000);
