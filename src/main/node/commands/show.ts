/** `show`: the log of a session, as the page has it: a line a row, in which what comes in pieces is folded. */
import type { Command } from 'commander';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { eventMatcher, matcherOf, rowSource } from '../../../shared/filter/match-filter.ts';
import { type Filter, noFilter, parseFilter } from '../../../shared/filter/parse-filter.ts';
import { formatEvent, formatRow } from '../../../shared/projections/event-line.ts';
import type { Role } from '../../../shared/projections/leg-names.ts';
import { foldMessageRows, noMessageRows, rowAt } from '../../../shared/projections/message-rows.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { SESSION_HELP, withSession } from '../data-store.ts';
import { addDataDirFlag, UsageError } from '../host-flags.ts';

type ShowFlags = { dataDir?: string; filter?: string; unfold?: boolean; json?: boolean };

export function showCommand(command: Command): void {
  command
    .argument('<session>', 'which session')
    .option('--filter <expression>', 'print only what fits, as in the filter of the page')
    .option('--unfold', 'a line for each event, also of audio, pings and text that comes in pieces')
    .option('--json', 'print the events as they were captured, one JSON object a line')
    .addHelpText(
      'after',
      `${SESSION_HELP}\nA filter: leg:openai dir:in type:response.* seq>40 gap>200ms text:"order" -type:ping text:/order|call/`,
    );
  addDataDirFlag(command);
  command.action(async (wanted: string, _flags: ShowFlags, self: Command) => {
    const flags = self.optsWithGlobals<ShowFlags>();
    const filter = filterFrom(flags.filter);
    await withSession(flags.dataDir, wanted, async session => {
      const events = await session.events();
      if (!events.ok) throw new CouldNotRun(events.error.message);
      const { role } = session.summary;
      const lines =
        flags.json || flags.unfold
          ? eventLines(events.value, filter, role, flags)
          : rowLines(events.value, filter, role);
      let shown = 0;
      for (const line of lines) {
        shown += 1;
        console.log(line);
      }
      if (shown === 0) console.error(`None of ${events.value.length} events matches.`);
    });
  });
}

function* eventLines(
  events: readonly SessionEvent[],
  filter: Filter,
  role: Role,
  { json }: ShowFlags,
): Generator<string> {
  const matches = eventMatcher(filter);
  for (const event of events) if (matches(event)) yield json ? JSON.stringify(event) : formatEvent(event, role);
}

function* rowLines(events: readonly SessionEvent[], filter: Filter, role: Role): Generator<string> {
  const byNumber = new Map(events.map(event => [event.n, event]));
  const source = rowSource(n => byNumber.get(n));
  const matches = matcherOf(filter);
  const rows = foldMessageRows(noMessageRows, events);
  for (let index = 0; index < rows.count; index += 1) {
    const row = rowAt(rows, index);
    if (row && matches(row, source)) yield formatRow(row, role);
  }
}

/** @throws UsageError that shows the place */
function filterFrom(text: string | undefined): Filter {
  const parsed = text === undefined ? { filter: noFilter } : parseFilter(text);
  if ('filter' in parsed) return parsed.filter;
  const { at, length, message } = parsed.error;
  throw new UsageError(`--filter: ${message}\n  ${text}\n  ${' '.repeat(at)}${'^'.repeat(Math.max(1, length))}`);
}
