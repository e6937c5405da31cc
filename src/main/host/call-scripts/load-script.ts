/** A script with its sounds, ready to be played: one that ships, or a file with the WAV files beside it. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type CallScript,
  callScriptSchema,
  readScript,
  type ShippedSpeech,
  soundsOf,
} from '../../../shared/call-script/call-script.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { goodbye, interruption, question } from '../checks/caller-speech.ts';
import { pcmuOfWav } from '../genesys-client/caller-audio.ts';
import { SHIPPED_SCRIPTS } from './shipped.ts';

/** PCMU, 8 kHz, mono. */
const SPEECH: Readonly<Record<ShippedSpeech, Uint8Array>> = { question, interruption, goodbye };

export type LoadedScript = {
  readonly script: CallScript;
  /** What a WAV file of the script says: PCMU, 8 kHz, mono. */
  readonly sounds: ReadonlyMap<string, Uint8Array>;
};

export function speechOf(name: ShippedSpeech): Uint8Array {
  return SPEECH[name];
}

export function shippedScripts(): readonly CallScript[] {
  return SHIPPED_SCRIPTS.map(script => callScriptSchema.parse(script));
}

/** @param file a script's JSON; its WAV files lie beside it */
export async function loadScriptFile(file: string): Promise<Result<LoadedScript, 'bad-script'>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return fail('bad-script', `The script ${file} cannot be read: ${(error as Error).message}.`);
  }
  const read = readScript(text);
  if (!read.ok) return fail('bad-script', `The script ${file} cannot be used: ${read.error.message}.`);
  const sounds = new Map<string, Uint8Array>();
  for (const name of soundsOf(read.value)) {
    let bytes: Uint8Array;
    try {
      bytes = await readFile(join(dirname(file), name));
    } catch (error) {
      return fail('bad-script', `${name} of the script ${file} cannot be read: ${(error as Error).message}.`);
    }
    const sound = pcmuOfWav(bytes, name);
    if (!sound.ok) return fail('bad-script', sound.error.message);
    sounds.set(name, sound.value);
  }
  return ok({ script: read.value, sounds });
}
