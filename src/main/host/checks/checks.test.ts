import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemIds } from '../system.ts';
import { PatientClock } from '../testing/patient-clock.ts';
import { ALL_CHECKS, checksOf } from './all-checks.ts';
import { GROUPS } from './check.ts';
import { checkList } from './check-list.ts';
import { junit } from './junit.ts';
import { PROBE_STEPS } from './probe-steps.ts';
import { runChecks } from './run-checks.ts';
import { checkServer, TEST_CREDENTIALS } from './testing/check-server.ts';
import { GoodServer } from './testing/good-server.ts';
import { memoryRecorder } from './testing/memory-recorder.ts';

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

test('docs/checks.md says what the list says', () => {
  const file = readFileSync(new URL('../../../../docs/checks.md', import.meta.url), 'utf8');
  expect(file).toBe(checkList());
});

test('a probe of a server that greets and forgets closed says what the administrator would see', async () => {
  const results = await checkServer(
    {
      session: session => {
        session.onClose = () => undefined;
        const usual = session.envelope.bind(session);
        session.envelope = (type, parameters) => ({ ...usual(type, parameters), position: 'PT0S' });
      },
    },
    { checks: PROBE_STEPS.filter(step => !step.profiles), first: 'probe' },
  );
  expect(results.at(-1)?.detail).toBe(
    'Inactive: "Received a malformed server message" (AND) "Close transaction timed out"',
  );
});

test('a cancelled run ends at once, and leaves no session open', async () => {
  const clock = new PatientClock(20);
  const server = new GoodServer({ credentials: TEST_CREDENTIALS, clock, profile: 'audio-connector' });
  const baseUrl = await server.listen();
  const stop = new AbortController();
  const open = new Set<string>();
  const result = await runChecks(
    {
      target: {
        baseUrl,
        connectorId: '',
        url: new URL(baseUrl),
        credentials: TEST_CREDENTIALS,
        profile: 'audio-connector',
      },
      checks: checksOf('audio-connector'),
      signal: stop.signal,
      onResult: () => stop.abort(),
    },
    {
      clock,
      ids: systemIds,
      record: () => {
        const id = systemIds.uuid();
        open.add(id);
        const close = () => {
          open.delete(id);
          return Promise.resolve();
        };
        return { ...memoryRecorder(id), close };
      },
    },
  );
  await server.dispose();
  expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(open.size).toBe(0);
});

test('nothing at the address is no result, but a sentence', async () => {
  const result = await runChecks(
    {
      target: {
        baseUrl: 'ws://127.0.0.1:1',
        connectorId: '',
        url: new URL('ws://127.0.0.1:1'),
        credentials: undefined,
        profile: 'audio-connector',
      },
      checks: checksOf('audio-connector'),
      signal: new AbortController().signal,
    },
    { clock: new PatientClock(20), ids: systemIds, record: () => memoryRecorder('none') },
  );
  expect(result).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  expect(result.ok ? '' : result.error.message).toContain('Nothing listens at 127.0.0.1:1');
});

test('what a server echoes of the key is not shown', async () => {
  const results = await checkServer({
    session: session => session.after(0, () => session.sendText(`key ${TEST_CREDENTIALS.apiKey}`)),
  });
  const [shown] = results.filter(({ id }) => id === 'message-json');
  expect(shown?.detail).toContain('key «secret:api-key»');
  expect(JSON.stringify(results)).not.toContain(TEST_CREDENTIALS.apiKey);
});

test('JUnit: failures, skips and warnings each in their place, and nothing that breaks the XML', () => {
  const one = { group: 'opening', title: 'T', fix: 'do <this>', source: 'AH-01 "x" & y' };
  const xml = junit({
    url: 'ws://example.test/?a=1&b=2',
    profile: 'monitor',
    results: [
      { ...one, id: 'a', status: 'pass', detail: '' },
      { ...one, id: 'b', status: 'fail', detail: 'got <null>\u0007' },
      { ...one, id: 'c', status: 'warn', detail: 'hm' },
      { ...one, id: 'd', status: 'na', detail: 'no key' },
    ],
    summary: { pass: 1, fail: 1, warn: 1, na: 1 },
  });
  expect(xml).toContain('tests="4" failures="1" skipped="1"');
  expect(xml).toContain('<failure message="got &lt;null&gt;?">do &lt;this&gt;');
  expect(xml).toContain('<skipped message="no key"/>');
  expect(xml).toContain('<system-out>warning: hm');
  expect(xml).toContain('a=1&amp;b=2');
});
