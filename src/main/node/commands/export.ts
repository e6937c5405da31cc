/** `export`: a session as one file for support, with nothing in it that must not leave the house. */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Redaction } from '../../../shared/bundle/manifest.ts';
import { bytesWords } from '../../../shared/projections/words.ts';
import { REDACTION_LEVELS, type RedactionLevel } from '../../../shared/redaction/redactor.ts';
import { redactSession } from '../../host/bundle/redact-session.ts';
import { writeBundle } from '../../host/bundle/write-bundle.ts';
import { dataDir } from '../../host/settings/data-dir.ts';
import { knownSecrets } from '../../host/settings/known-secrets.ts';
import { version } from '../../version.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { SESSION_HELP, withSession } from '../data-store.ts';
import { addDataDirFlag } from '../host-flags.ts';
import { secretHoldersOf } from '../secrets-of-folder.ts';

type ExportFlags = {
  output: string;
  audio?: boolean;
  redact: RedactionLevel;
  force?: boolean;
  dataDir?: string;
  json?: boolean;
};

export function exportCommand(command: Command): void {
  command
    .argument('<session>', 'which session')
    .requiredOption('-o, --output <file.zip>', 'where to write it')
    .addOption(
      new Option(
        '--redact <level>',
        'what is taken out: keys; also who called and what was said; or all but the protocol',
      )
        .choices([...REDACTION_LEVELS])
        .default('secrets'),
    )
    .option('--include-audio', 'put the sound in, also with --redact personal or all')
    .option('--no-audio', 'leave the sound out')
    .option('--force', 'write over a file that is there')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `${SESSION_HELP}\nSecrets are always taken out. With --redact personal or all the sound is left out unless it is asked for.`,
    );
  addDataDirFlag(command);
  command.action(async (wanted: string, _flags: unknown, self: Command) => {
    const flags = self.optsWithGlobals<ExportFlags & { includeAudio?: boolean }>();
    const audio = flags.includeAudio ? true : flags.audio === false ? false : undefined;
    const path = await freePath(flags.output, flags.force ?? false);
    const holders = await secretHoldersOf(dataDir(process.env, flags.dataDir), process.env);
    const known = { secrets: knownSecrets(holders), version };
    await withSession(flags.dataDir, wanted, async session => {
      const ready = await redactSession(session, { level: flags.redact, audio }, known);
      if (!ready.ok) throw new CouldNotRun(ready.error.message);
      const written = await writeBundle(path, ready.value, { nowMs: Date.now() });
      if (!written.ok) throw new CouldNotRun(written.error.message);
      const { bytes, manifest } = written.value;
      const { sessionId, redaction, files } = manifest;
      if (flags.json) console.log(JSON.stringify({ file: path, bytes, sessionId, redaction, files }));
      else {
        const seenBy = session.summary.role === 'server' ? 'the server' : 'the caller';
        console.log(`${path}  ${bytesWords(bytes)}  session ${sessionId}, as ${seenBy} saw it`);
        console.log(redactionWords(redaction, audio ?? flags.redact === 'secrets'));
      }
    });
  });
}

/** Where to write: looked at before the work, and in words that say what to do. @throws CouldNotRun */
async function freePath(output: string, force: boolean): Promise<string> {
  const path = resolve(output);
  const there = await kindOf(path);
  if (there === 'folder')
    throw new CouldNotRun(`${path} is a folder: give the name of a file in it, as in -o ${output}/call.zip.`);
  if (there === 'file' && !force) {
    throw new CouldNotRun(
      `${path} is there already, and was left as it is: choose another name, or write over it with --force.`,
    );
  }
  const folder = dirname(path);
  const around = await kindOf(folder);
  if (around === 'folder') return path;
  const why = around === 'file' ? 'is no folder' : 'does not exist: make it first';
  throw new CouldNotRun(`${path} cannot be written: the folder ${folder} ${why}, or write elsewhere with -o.`);
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new CouldNotRun(`${path} cannot be written: ${message}.`);
  }
}

/** @param wanted the sound was to be in it */
function redactionWords({ level, audio, marks, ids }: Redaction, wanted: boolean): string {
  const counts = Object.entries(marks).map(([mark, times]) => `${mark.replace(/^\w+:/, '')} ${times}`);
  const removed = counts.length > 0 ? `taken out: ${counts.join(', ')}` : 'nothing had to be taken out';
  const pseudonyms = ids > 0 ? `; ${ids} ids replaced` : '';
  return `Redacted: ${level}; ${removed}${pseudonyms}. Sound: ${audio === 'included' ? 'included' : wanted ? 'there is none' : 'left out'}.`;
}
