/** Finds a scenario: one that ships, by its name, or a file with its sounds. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { encodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { createResampler, floatToInt16 } from '../../../shared/audio/resample.ts';
import { readWav, type WavAudio } from '../../../shared/audio/wav.ts';
import { concatBytes } from '../../../shared/lib/concat-bytes.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { type Scenario, type ScenarioFile, scenarioSchema } from './scenario.ts';
import { SHIPPED } from './scenarios/shipped.ts';

type Fault = 'no-such-scenario' | 'bad-scenario';

/** Names of the scenarios that ship, each with what it is about. */
export function shippedScenarios(): readonly { readonly name: string; readonly about: string }[] {
  return [...shipped().values()].map(({ name, about }) => ({ name, about }));
}

/** One that ships; undefined when there is none of that name. */
export function shippedScenario(name: string): Scenario | undefined {
  const found = shipped().get(name);
  return found && { ...found, sounds: new Map() };
}

function shipped(): Map<string, ScenarioFile> {
  const files = SHIPPED.map(value => scenarioSchema.parse(value));
  return new Map(files.map(file => [file.name, file]));
}

/** @param nameOrFile the name of one that ships, or a path */
export async function loadScenario(nameOrFile: string): Promise<Result<Scenario, Fault>> {
  const known = shippedScenario(nameOrFile);
  if (known) return ok(known);
  let text: string;
  try {
    text = await readFile(nameOrFile, 'utf8');
  } catch (error) {
    const names = [...shipped().keys()].join(', ');
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is no file' : (error as Error).message;
    return fail('no-such-scenario', `${nameOrFile} ${why}, and none of the scenarios that ship (${names}).`);
  }
  const read = readScenario(text, nameOrFile);
  return read.ok ? withSounds(read.value, nameOrFile) : read;
}

/** Checks a scenario's text; the sentence of a failure names the file and the place in it. */
export function readScenario(text: string, file: string): Result<ScenarioFile, 'bad-scenario'> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail('bad-scenario', `${file} is not JSON: ${(error as Error).message}`);
  }
  const parsed = scenarioSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return fail('bad-scenario', `${file}, ${wordsFor(parsed.error.issues[0])}`);
}

function wordsFor(issue: z.core.$ZodIssue | undefined): string {
  const place = (issue?.path ?? []).reduce<string>(
    (path, key) => (typeof key === 'number' ? `${path}[${key}]` : path === '' ? String(key) : `${path}.${String(key)}`),
    '',
  );
  return `at ${place || 'its top'}: ${issue?.message ?? 'it does not fit'}`;
}

async function withSounds(file: ScenarioFile, path: string): Promise<Result<Scenario, Fault>> {
  const sounds = new Map<string, Uint8Array>();
  for (const [index, { steps }] of file.rules.entries()) {
    for (const [at, step] of steps.entries()) {
      if (step.do !== 'play' || sounds.has(step.wav)) continue;
      const place = `${path}, at rules[${index}].steps[${at}].wav`;
      let bytes: Uint8Array;
      try {
        bytes = await readFile(resolve(dirname(path), step.wav));
      } catch (error) {
        return fail('bad-scenario', `${place}: ${(error as Error).message}`);
      }
      const wav = readWav(bytes);
      if (!wav.ok) return fail('bad-scenario', `${place}: ${step.wav} cannot be played: ${wav.error.message}.`);
      sounds.set(step.wav, pcmuOf(wav.value));
    }
  }
  return ok({ ...file, sounds });
}

/** All channels as one, at 8 kHz. */
function pcmuOf({ pcmu, rateHz, channels }: WavAudio): Uint8Array {
  if (pcmu) return pcmu;
  const [first] = channels;
  const mixed = Float32Array.from(
    first ?? [],
    (_, at) => channels.reduce((sum, channel) => sum + (channel[at] ?? 0), 0) / channels.length,
  );
  const resampler = createResampler(rateHz, PCMU_RATE_HZ);
  return concatBytes([resampler.push(mixed), resampler.flush()].map(part => encodeMuLaw(floatToInt16(part))));
}
