/** The checks are checked: for each there is a server with just that defect, which it finds; and no two find the same. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ALL_CHECKS, checksOf } from './all-checks.ts';
import { checkServer, type Defect } from './testing/check-server.ts';
import { sessionMutants } from './testing/session-mutants.ts';
import { upgradeMutants } from './testing/upgrade-mutants.ts';
import { listeningMutants, voiceMutants } from './testing/voice-mutants.ts';

const MUTANTS: readonly [string, Defect, 'audio-connector' | 'transcription'][] = [
  ...Object.entries({ ...upgradeMutants, ...sessionMutants, ...voiceMutants }).map(
    ([name, defect]): [string, Defect, 'audio-connector'] => [name, defect, 'audio-connector'],
  ),
  ...Object.entries(listeningMutants).map(([name, defect]): [string, Defect, 'transcription'] => [
    name,
    defect,
    'transcription',
  ]),
];
/** Mutants that are tried at a time. */
const LANES = 12;

/** By mutant: the checks that failed, or warned, and what they said. */
const found = new Map<string, Map<string, string>>();

beforeAll(async () => {
  const waiting = [...MUTANTS];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, defect, profile] = next;
      const results = await checkServer(defect, { profile });
      const broken = results.filter(({ status }) => status === 'fail' || status === 'warn');
      found.set(name, new Map(broken.map(({ id, detail }) => [id, detail])));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}, 600_000);

test('every check has a mutant', () => {
  const named = MUTANTS.map(([name]) => name).sort();
  expect(named).toEqual(ALL_CHECKS.map(({ id }) => id).sort());
});

describe('a server with just this defect is found out', () => {
  test.each(MUTANTS.map(([name]) => name))('%s', name => {
    expect([...(found.get(name)?.keys() ?? [])]).toContain(name);
  });
});

test('no two checks find the same mutants', () => {
  const seen = new Map<string, string>();
  const twins: string[] = [];
  for (const { id } of ALL_CHECKS) {
    const set = [...found].filter(([, broken]) => broken.has(id)).map(([mutant]) => mutant);
    const key = set.sort().join();
    const twin = seen.get(key);
    if (twin !== undefined) twins.push(`${id} and ${twin}: ${key}`);
    seen.set(key, id);
  }
  expect(twins).toEqual([]);
});

test('the checks of all profiles are in the list', () => {
  expect(checksOf('monitor').length + checksOf('transcription').length).toBeGreaterThan(120);
});
