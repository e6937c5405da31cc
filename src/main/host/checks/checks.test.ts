import { expect, test } from 'vitest';
import { ALL_CHECKS, checksOf } from './all-checks.ts';
import { GROUPS } from './check.ts';
import { checkServer } from './testing/check-server.ts';

for (const profile of ['audio-connector', 'monitor', 'transcription'] as const) {
  test(`a good server passes every check of ${profile}`, async () => {
    const results = await checkServer({}, { profile });
    expect(
      results.filter(({ status }) => status !== 'pass').map(({ id, status, detail }) => ({ id, status, detail })),
    ).toEqual([]);
  }, 60_000);
}

test('there are at least 60 checks, each with an id, a group and a remedy of its own', () => {
  expect(checksOf('audio-connector').length).toBeGreaterThanOrEqual(60);
  const ids = ALL_CHECKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const check of ALL_CHECKS) {
    expect(check.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(GROUPS).toContain(check.group);
    expect(check.fix.length).toBeGreaterThan(10);
  }
});
