/** Each symptom that people report, made real over sockets: the first sentence that the console says, and that it says nothing else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_RULES } from '../../../shared/diagnosis/all-rules.ts';
import { BOT_HEARS } from '../../../shared/diagnosis/chains/bot-hears.ts';
import { CALLER_HEARS } from '../../../shared/diagnosis/chains/caller-hears.ts';
import { healthyCall } from './testing/healthy-call.ts';
import { REPORTED } from './testing/reported-seeds.ts';
import { SeedBench, type SeedView } from './testing/seed-calls.ts';
import { SEEDS, SILENT_SEEDS } from './testing/seeds.ts';

/** Calls at a time: they wait for the same clock, and work little. */
const LANES = 40;

const dataDir = mkdtempSync(join(tmpdir(), 'audiohook-console-seeds-'));
const played = new Map<string, SeedView>();
const notMade: string[] = [];
let bench: SeedBench;
let healthy: SeedView;

beforeAll(async () => {
  bench = new SeedBench(dataDir);
  const waiting = [...SEEDS, ...SILENT_SEEDS];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { symptom } = next;
      await next.play(bench).then(
        view => played.set(symptom, view),
        (error: Error) => notMade.push(`${symptom}: ${error.message}`),
      );
    }
  };
  const all = healthyCall(bench).then(view => {
    healthy = view;
  });
  await Promise.all([all, ...Array.from({ length: LANES }, lane)]);
}, 480_000);

afterAll(async () => {
  await bench.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

function aboveNote(view: SeedView | undefined): { id: string; title: string }[] {
  return (view?.result.findings ?? [])
    .filter(({ severity }) => severity !== 'note')
    .map(({ id, title }) => ({ id, title }));
}

test('every call was made', () => {
  expect(notMade).toEqual([]);
});

describe('the first sentence', () => {
  test.each(SEEDS.map(seed => [seed.symptom, seed] as const))('%s', (symptom, { first, says, isNote }) => {
    const all = played.get(symptom)?.result.findings ?? [];
    const [finding] = isNote ? all.filter(({ id }) => id === first) : aboveNote(played.get(symptom));
    expect(finding?.id).toBe(first);
    expect(finding?.title.startsWith(says) ? says : finding?.title).toBe(says);
  });
});

describe('and nothing that is not so', () => {
  test.each(SEEDS.map(seed => [seed.symptom, seed] as const))('%s', (symptom, { first, also = [] }) => {
    const others = aboveNote(played.get(symptom)).map(({ id }) => id);
    expect(others.filter(id => id !== first && !also.includes(id))).toEqual([]);
  });
});

test.each(SILENT_SEEDS.map(({ symptom }) => symptom))('nothing is wrong with %s', symptom => {
  expect(aboveNote(played.get(symptom))).toEqual([]);
});

test('a healthy call of two minutes with three interruptions: no finding above note', () => {
  expect(aboveNote(healthy)).toEqual([]);
  expect(healthy.result.chains.map(({ answer }) => answer)).toEqual([
    'As far as it was seen, yes. Not seen here: heard in the recording.',
    'As far as it was seen, yes. Not seen here: heard in the recording.',
  ]);
  expect(healthy.summary.finding?.severity ?? 'none').toMatch(/none|note/);
});

test('the finding that matters most stands in the summary, for the list', () => {
  for (const { symptom } of REPORTED) {
    const view = played.get(symptom);
    const [first] = view?.result.findings ?? [];
    expect(view?.summary.finding).toEqual(first && { severity: first.severity, title: first.title });
  }
});

test('a finding names an event or a time that the session has', () => {
  for (const view of played.values()) {
    for (const { id, evidence } of view.result.findings) {
      expect(evidence.length, id).toBeGreaterThan(0);
      for (const { n } of evidence) expect(n ?? 0, id).toBeLessThan(view.events);
    }
  }
});

test('every finding has a call that makes it', () => {
  const made = new Set(SEEDS.map(({ first }) => first));
  expect(ALL_RULES.map(({ id }) => id).filter(id => !made.has(id))).toEqual([]);
});

test('ids are unique, and say what they are about', () => {
  const ids = ALL_RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { covers = [] } of ALL_RULES) for (const id of covers) expect(ids).toContain(id);
  for (const { brokenBy } of [...CALLER_HEARS, ...BOT_HEARS]) for (const id of brokenBy) expect(ids).toContain(id);
  const symptoms = [...SEEDS, ...SILENT_SEEDS].map(({ symptom }) => symptom);
  expect(new Set(symptoms).size).toBe(symptoms.length);
});
