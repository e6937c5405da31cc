/** Reads the diagnosis that came with an imported session. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FINDINGS_FILE, MANIFEST_FILE, manifestSchema } from '../../../shared/bundle/manifest.ts';
import type { FiledDiagnosis } from '../../../shared/diagnosis/filed-diagnosis.ts';
import { diagnosisSchema } from '../../../shared/diagnosis/finding.ts';

/** Some hundred findings with all their evidence are far less; it came from a stranger, and is read whole. */
const MOST_BYTES = 16 << 20;

/** Undefined for a session that was captured here, and where the files cannot be read: its events tell all the same. */
export async function filedDiagnosis(folder: string): Promise<FiledDiagnosis | undefined> {
  const manifest = manifestSchema.safeParse(await readJson(join(folder, MANIFEST_FILE)));
  const result = diagnosisSchema.safeParse(await readJson(join(folder, FINDINGS_FILE)));
  if (!manifest.success || !result.success) return undefined;
  const { level, audio } = manifest.data.redaction;
  return { result: result.data, isRedacted: level !== 'secrets' || audio === 'left-out' };
}

/** Undefined where there is no such file, no JSON in it, or too much of it. */
export async function readJson(path: string): Promise<unknown> {
  try {
    if ((await stat(path)).size > MOST_BYTES) return undefined;
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Whoever asks tells what the missing file means.
    return undefined;
  }
}
