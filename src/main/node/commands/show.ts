/** `show`: the log of a session, one line an event. */
import type { Command } from 'commander';
import { formatEvent } from '../../../shared/projections/event-line.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { SESSION_HELP, withSession } from '../data-store.ts';
import { addDataDirFlag } from '../host-flags.ts';

type ShowFlags = { dataDir?: string; json?: boolean };

export function addShowCommand(program: Command): void {
  const command = program
    .command('show')
    .argument('<session>', 'which session')
    .description('print the log of a session')
    .option('--json', 'print the events as they were captured, one JSON object a line')
    .addHelpText('after', SESSION_HELP);
  addDataDirFlag(command);
  command.action(async (wanted: string, _flags: ShowFlags, self: Command) => {
    const flags = self.optsWithGlobals<ShowFlags>();
    await withSession(flags.dataDir, wanted, async session => {
      const events = await session.events();
      if (!events.ok) throw new CouldNotRun(events.error.message);
      for (const event of events.value) console.log(flags.json ? JSON.stringify(event) : formatEvent(event));
    });
  });
}
