/** `show`: the log of a session, one line an event. */
import type { Command } from 'commander';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { eventMatcher } from '../../../shared/filter/match-filter.ts';
import { noFilter, parseFilter } from '../../../shared/filter/parse-filter.ts';
import { formatEvent } from '../../../shared/projections/event-line.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { SESSION_HELP, withSession } from '../data-store.ts';
import { addDataDirFlag, UsageError } from '../host-flags.ts';

type ShowFlags = { dataDir?: string; filter?: string; json?: boolean };

export function addShowCommand(program: Command): void {
  const command = program
    .command('show')
    .argument('<session>', 'which session')
    .description('print the log of a session')
    .option('--filter <expression>', 'print only what fits, as in the filter of the page')
    .option('--json', 'print the events as they were captured, one JSON object a line')
    .addHelpText(
      'after',
      `${SESSION_HELP}\nA filter: leg:bot dir:in type:response.* seq>40 gap>200ms text:"order" -type:ping text:/order|call/`,
    );
  addDataDirFlag(command);
  command.action(async (wanted: string, _flags: ShowFlags, self: Command) => {
    const flags = self.optsWithGlobals<ShowFlags>();
    const matches = matcherFrom(flags.filter);
    await withSession(flags.dataDir, wanted, async session => {
      const events = await session.events();
      if (!events.ok) throw new CouldNotRun(events.error.message);
      let shown = 0;
      for (const event of events.value) {
        if (!matches(event)) continue;
        shown += 1;
        console.log(flags.json ? JSON.stringify(event) : formatEvent(event));
      }
      if (shown === 0) console.error(`None of ${events.value.length} events matches.`);
    });
  });
}

function matcherFrom(text: string | undefined): (event: SessionEvent) => boolean {
  const parsed = text === undefined ? { filter: noFilter } : parseFilter(text);
  if ('error' in parsed) throw new UsageError(`--filter ${text}: ${parsed.error.message}`);
  return eventMatcher(parsed.filter);
}
