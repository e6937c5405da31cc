import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { orderPcmu } from '../../../../e2e/audio/sounds.ts';
import { MULAW_SILENCE } from '../../../shared/audio/mulaw.ts';
import { writeWav } from '../../../shared/audio/wav.ts';
import { encodeBase64 } from '../../../shared/lib/base64.ts';
import { concatBytes } from '../../../shared/lib/concat-bytes.ts';
import { HandClock } from '../testing/hand-clock.ts';
import { loadScenario, readScenario, shippedScenario, shippedScenarios } from './load-scenario.ts';
import type { Scenario } from './scenario.ts';
import { SimulatorSession } from './simulator-session.ts';
import { expectOpenAiShape } from './testing/openai-shape.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scenario-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** All that a session sends when the caller speaks once, and when all its time has passed. */
function played(scenario: Scenario | undefined): string[] {
  const clock = new HandClock();
  const sent: string[] = [];
  let count = 0;
  const ids = {
    uuid: () => '',
    bytes: (length: number) => {
      count += 1;
      return Uint8Array.from({ length }, (_, at) => (count * 31 + at * 7) % 251);
    },
  };
  const session = new SimulatorSession('m', {
    ...{ clock, ids, scenario, pace: { speedFactor: 8, thinkMs: 150, transcribeMs: 400 } },
    send: text => sent.push(text),
    close: (code, reason) => sent.push(`close ${code} ${reason}`),
    drop: () => sent.push('drop'),
  });
  session.start();
  const pcmu = { format: { type: 'audio/pcmu' } };
  // The wire's default silence of 200 ms would cut the sentence in two.
  const turn_detection = { type: 'server_vad', silence_duration_ms: 500 };
  const audio = { input: { ...pcmu, turn_detection, transcription: { model: 'gpt-transcribe' } }, output: pcmu };
  session.receive(JSON.stringify({ type: 'session.update', session: { type: 'realtime', audio } }));
  const turn = concatBytes([orderPcmu(), new Uint8Array(8000).fill(MULAW_SILENCE)]);
  for (let at = 0; at < turn.length; at += 1600) {
    session.receive(
      JSON.stringify({ type: 'input_audio_buffer.append', audio: encodeBase64(turn.subarray(at, at + 1600)) }),
    );
  }
  clock.runOut();
  session.dispose();
  return sent;
}

test.each(shippedScenarios().map(({ name }) => name))(
  '%s: same audio, same events; each of its published shape',
  name => {
    const first = played(shippedScenario(name));
    expect(played(shippedScenario(name))).toEqual(first);
    expect(first.length).toBeGreaterThan(2);
    for (const text of first) if (text.startsWith('{')) expectOpenAiShape(JSON.parse(text));
  },
);

test('nothing is sent after a scenario has closed or dropped the session', () => {
  expect(played(shippedScenario('unknown-model')).at(-1)).toBe('close 4000 invalid_request_error.invalid_model');
  expect(played(shippedScenario('drops')).at(-1)).toBe('drop');
});

const STEP = { do: 'say', prompt: 'listening' };

test.each([
  ['{"name":', /x\.json is not JSON/],
  [{ about: 'a', rules: [] }, /x\.json, at name: /],
  [{ name: 'a', about: 'a', rules: [{ when: { on: 'never' }, steps: [STEP] }] }, /at rules\[0\]\.when\.on: /],
  [
    { name: 'a', about: 'a', rules: [{ when: { on: 'turn' }, steps: [STEP, { do: 'say', prompt: 'x' }] }] },
    /at rules\[0\]\.steps\[1\]\.prompt: /,
  ],
  [{ name: 'a', about: 'a', rules: [{ when: { on: 'turn' }, steps: [] }] }, /at rules\[0\]\.steps: /],
  [
    { name: 'a', about: 'a', rules: [{ when: { on: 'session' }, steps: [STEP] }] },
    /"say" needs an answer to happen in/,
  ],
  [
    {
      name: 'a',
      about: 'a',
      rules: [{ when: { on: 'turn' }, steps: [{ do: 'fail', code: 'c', message: 'm' }, STEP] }],
    },
    /nothing can follow "fail"/,
  ],
  [{ name: 'a', about: 'a', rules: [], more: 1 }, /Unrecognized key: "more"/],
])('a scenario that does not fit is refused with the file and the place: %j', (value, words) => {
  const result = readScenario(typeof value === 'string' ? value : JSON.stringify(value), 'x.json');
  expect(result.ok).toBe(false);
  if (!result.ok) expect(result.error.message).toMatch(words);
});

test('a file plays its own sounds, whatever their rate', async () => {
  const seconds = Int16Array.from({ length: 16_000 }, (_, at) => Math.round(8000 * Math.sin(at / 5)));
  writeFileSync(join(folder, 'hello.wav'), writeWav(16_000, [seconds, seconds]));
  const steps = [{ do: 'play', wav: 'hello.wav', text: 'Hello.' }];
  const scenario = { name: 'mine', about: 'Plays a WAV.', rules: [{ when: { on: 'turn' }, steps }] };
  writeFileSync(join(folder, 'mine.json'), JSON.stringify(scenario));
  const loaded = await loadScenario(join(folder, 'mine.json'));
  if (!loaded.ok) throw new Error(loaded.error.message);
  expect(loaded.value.sounds.get('hello.wav')).toHaveLength(8000);
  const done = played(loaded.value)
    .map(text => JSON.parse(text))
    .find(event => event.type === 'response.output_audio_transcript.done');
  expect(done.transcript).toBe('Hello.');
});

test.each([
  ['none.wav', undefined, /mine\.json, at rules\[0\]\.steps\[0\]\.wav: .*none\.wav/],
  ['text.wav', 'no sound', /text\.wav cannot be played: it is no WAV file/],
])('a sound that is not there, or is none, is named: %s', async (wav, content, words) => {
  if (content) writeFileSync(join(folder, wav), content);
  const rules = [{ when: { on: 'turn' }, steps: [{ do: 'play', wav, text: '' }] }];
  writeFileSync(join(folder, 'mine.json'), JSON.stringify({ name: 'mine', about: 'a', rules }));
  const loaded = await loadScenario(join(folder, 'mine.json'));
  expect(loaded.ok).toBe(false);
  if (!loaded.ok) expect(loaded.error.message).toMatch(words);
});

test('a name that is neither a file nor one that ships is answered with those that ship', async () => {
  const loaded = await loadScenario('no-such');
  if (!loaded.ok) expect(loaded.error.message).toMatch(/no-such is no file, .*two-items/);
  expect(loaded.ok).toBe(false);
});
