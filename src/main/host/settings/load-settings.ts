/** Reads settings.json of a data folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../../../shared/settings/settings.ts';

/** The defaults where there is no file. A file that cannot be used is no reason to guess: it is a failure. */
export async function loadSettings(dataDir: string): Promise<Result<Settings, 'bad-settings'>> {
  const file = join(dataDir, 'settings.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok(DEFAULT_SETTINGS);
    return fail('bad-settings', `The settings ${file} cannot be read: ${(error as Error).message}.`);
  }
  const parsed = parseSettings(text);
  return parsed.ok ? parsed : fail('bad-settings', `The settings ${file} cannot be used: ${parsed.error.message}.`);
}
