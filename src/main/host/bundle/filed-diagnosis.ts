/** Reads the diagnosis that came with an imported session. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FINDINGS_FILE, MANIFEST_FILE, manifestSchema } from '../../../shared/bundle/manifest.ts';
import type { FiledDiagnosis } from '../../../shared/diagnosis/filed-diagnosis.ts';
import { diagnosisSchema } from '../../../shared/diagnosis/finding.ts';

/** Undefined for a session that was captured here, and where the files cannot be read: its events tell all the same. */
export async function filedDiagnosis(folder: string): Promise<FiledDiagnosis | undefined> {
  const manifest = manifestSchema.safeParse(await readJson(join(folder, MANIFEST_FILE)));
  const result = diagnosisSchema.safeParse(await readJson(join(folder, FINDINGS_FILE)));
  if (!manifest.success || !result.success) return undefined;
  const { level, audio } = manifest.data.redaction;
  return { result: result.data, isRedacted: level !== 'secrets' || audio === 'left-out' };
}

/** Undefined where there is no such file, or no JSON in it. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Whoever asks tells what the missing file means.
    return undefined;
  }
}
