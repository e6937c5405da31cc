/** `call --script`: a file, or the name of a script that ships or was saved in the page. */
import { stepWords } from '../../../shared/call-script/call-script.ts';
import { loadScriptFile } from '../../host/call-scripts/load-script.ts';
import type { PlayedScript } from '../../host/call-scripts/play-script.ts';
import { ScriptStore } from '../../host/call-scripts/script-store.ts';
import { ScriptedCaller } from '../../host/call-scripts/scripted-caller.ts';
import { CouldNotRun } from '../could-not-run.ts';

/** @throws CouldNotRun */
export async function scriptFrom(fileOrName: string, folder: string): Promise<PlayedScript> {
  const named = await new ScriptStore(folder).load(fileOrName);
  const isFile = /\.json$/i.test(fileOrName);
  const loaded = named.ok || !isFile ? named : await loadScriptFile(fileOrName);
  if (loaded.ok) return { ...loaded.value, caller: new ScriptedCaller() };
  const hint = isFile ? '' : ' --script list shows what there is; a file ends in .json.';
  throw new CouldNotRun(`${loaded.error.message}${hint}`);
}

/** Every script by name with its steps, for a person or as JSON. */
export async function scriptLines(folder: string, json = false): Promise<string> {
  const entries = await new ScriptStore(folder).list();
  if (json) return JSON.stringify(entries);
  return entries
    .flatMap(({ script, problem }) => [
      `${script.name}${script.about ? `: ${script.about}` : ''}`,
      ...(problem === undefined ? script.steps.map(step => `    ${stepWords(step)}`) : [`    ${problem}`]),
    ])
    .join('\n');
}
