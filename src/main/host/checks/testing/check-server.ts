/** Runs checks against a good server, or a mutant of it, in a time of its own. */
import { joinConnectorId } from '../../../../shared/audiohook/connector.ts';
import type { CheckProfile } from '../../../../shared/checks/check-report.ts';
import { systemIds } from '../../system.ts';
import { PatientClock } from '../../testing/patient-clock.ts';
import { checksOf } from '../all-checks.ts';
import type { Check } from '../check.ts';
import { type CheckedResult, runChecks } from '../run-checks.ts';
import type { ScenarioName } from '../scenarios.ts';
import { GoodServer } from './good-server.ts';
import type { GoodSession } from './good-session.ts';
import { memoryRecorder } from './memory-recorder.ts';

const STEP_MS = 20;
export const TEST_CREDENTIALS = {
  apiKey: 'Z29vZC1zZXJ2ZXIta2V5',
  clientSecret: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
};

/** One defect. `server` changes the server before it listens, `session` each of its calls before it begins. */
export type Defect = {
  server?(server: GoodServer): void;
  session?(session: GoodSession, server: GoodServer): void;
};

export async function checkServer(
  defect: Defect,
  options: { profile?: CheckProfile; checks?: readonly Check[]; first?: ScenarioName } = {},
): Promise<CheckedResult[]> {
  const { profile = 'audio-connector' } = options;
  const clock = new PatientClock(STEP_MS);
  const server = new GoodServer({ credentials: TEST_CREDENTIALS, clock, profile });
  defect.server?.(server);
  server.onSession = session => defect.session?.(session, server);
  const baseUrl = await server.listen();
  let sessions = 0;
  try {
    const result = await runChecks(
      {
        target: {
          baseUrl,
          connectorId: 'demo',
          url: new URL(joinConnectorId(baseUrl, 'demo')),
          credentials: TEST_CREDENTIALS,
          profile,
        },
        checks: options.checks ?? checksOf(profile),
        signal: new AbortController().signal,
        atATime: 200,
        ...(options.first ? { first: options.first } : {}),
      },
      { clock, ids: systemIds, record: () => memoryRecorder(`session-${sessions++}`) },
    );
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  } finally {
    await server.dispose();
  }
}
