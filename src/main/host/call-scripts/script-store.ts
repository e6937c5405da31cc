/** Scripts by name: those that ship, and those that were saved in the data folder, each in a folder with its sounds. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CallScript, checkScript, soundsOf } from '../../../shared/call-script/call-script.ts';
import type { ScriptEntry } from '../../../shared/contract/scripts-contract.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { pcmuOfWav } from '../genesys-client/caller-audio.ts';
import { replaceFile } from '../replace-file.ts';
import { type LoadedScript, loadScriptFile, shippedScripts } from './load-script.ts';

const FILE = 'script.json';

export class ScriptStore {
  readonly changed = new Emitter<void>();
  readonly #root: string;

  constructor(dataDir: string) {
    this.#root = join(dataDir, 'scripts');
  }

  /** Saved ones first; one that cannot be used is listed with its problem. */
  async list(): Promise<ScriptEntry[]> {
    const saved: ScriptEntry[] = [];
    for (const folder of await this.#folders()) {
      const loaded = await loadScriptFile(join(this.#root, folder, FILE));
      const name = decodeURIComponent(folder);
      if (loaded.ok) saved.push({ script: loaded.value.script, shipped: false });
      else saved.push({ script: { name, about: '', steps: [] }, shipped: false, problem: loaded.error.message });
    }
    return [...saved, ...shippedScripts().map(script => ({ script, shipped: true }))];
  }

  async load(name: string): Promise<Result<LoadedScript, 'bad-script'>> {
    const folders = await this.#folders();
    const folder = encodeURIComponent(name);
    if (folders.includes(folder)) return loadScriptFile(join(this.#root, folder, FILE));
    const shipped = shippedScripts().find(script => script.name === name);
    if (shipped) return ok({ script: shipped, sounds: new Map() });
    return fail('bad-script', `There is no script named "${name}".`);
  }

  /** Saves a script under its name, in place of the one that had it. Sounds that it had and still says stay. */
  async save(
    value: unknown,
    sounds: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  ): Promise<Result<CallScript, 'bad-script' | 'unwritable'>> {
    const checked = checkScript(value);
    if (!checked.ok) return fail('bad-script', `The script cannot be saved: ${checked.error.message}.`);
    const script = checked.value;
    if (shippedScripts().some(({ name }) => name === script.name)) {
      return fail('bad-script', `"${script.name}" ships with the console: save yours under another name.`);
    }
    for (const { name, bytes } of sounds) {
      const sound = pcmuOfWav(bytes, name);
      if (!sound.ok) return fail('bad-script', sound.error.message);
    }
    const folder = join(this.#root, encodeURIComponent(script.name));
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const wanted = soundsOf(script);
      for (const { name, bytes } of sounds) {
        if (wanted.includes(name)) await writeFile(join(folder, name), bytes, { mode: 0o600 });
      }
      const there = await readdir(folder);
      const missing = wanted.find(name => !there.includes(name));
      if (missing !== undefined) {
        if (!there.includes(FILE)) await rm(folder, { recursive: true, force: true });
        return fail('bad-script', `The script says ${missing}, and there is no such file yet: drop it here.`);
      }
      await replaceFile(join(folder, FILE), `${JSON.stringify(script, null, 2)}\n`);
      for (const name of there) if (name !== FILE && !wanted.includes(name)) await rm(join(folder, name));
    } catch (error) {
      return fail('unwritable', `${folder} cannot be written: ${(error as Error).message}.`);
    }
    this.changed.emit();
    return ok(script);
  }

  async remove(name: string): Promise<Result<Record<string, never>, 'unwritable'>> {
    const folder = encodeURIComponent(name);
    try {
      if ((await this.#folders()).includes(folder)) await rm(join(this.#root, folder), { recursive: true });
    } catch (error) {
      return fail('unwritable', `The script "${name}" cannot be removed: ${(error as Error).message}.`);
    }
    this.changed.emit();
    return ok({});
  }

  async #folders(): Promise<string[]> {
    try {
      const entries = await readdir(this.#root, { withFileTypes: true });
      return entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}
