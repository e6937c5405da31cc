/** `import`: a support bundle back into the data folder. */
import type { Command } from 'commander';
import { importBundle } from '../../host/bundle/import-bundle.ts';
import { dataDir } from '../../host/settings/data-dir.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { addDataDirFlag } from '../host-flags.ts';

type ImportFlags = { dataDir?: string; json?: boolean };

export function importCommand(command: Command): void {
  command
    .argument('<file.zip>', 'a support bundle')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nA session that is there already is not imported again; that is no failure.');
  addDataDirFlag(command);
  command.action(async (file: string, _flags: unknown, self: Command) => {
    const flags = self.optsWithGlobals<ImportFlags>();
    const imported = await importBundle(file, dataDir(process.env, flags.dataDir));
    if (!imported.ok) throw new CouldNotRun(imported.error.message);
    const { sessionId, already } = imported.value;
    if (flags.json) console.log(JSON.stringify({ id: sessionId, already }));
    else
      console.log(
        already ? `Session ${sessionId} is there already; nothing was imported.` : `Imported session ${sessionId}.`,
      );
  });
}
