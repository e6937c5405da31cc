/** `compare`: two captured sessions beside each other. Exit code 0 alike, 1 different. */
import type { Command } from 'commander';
import { type ComparedRow, type Comparison, rowName } from '../../../shared/compare/compare-sessions.ts';
import { paceWords } from '../../../shared/compare/paces.ts';
import type { Asked } from '../../../shared/compare/steps.ts';
import { compareStored } from '../../host/replay/compare-stored.ts';
import { SessionHearing } from '../../host/replay/session-hearing.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { SESSION_HELP, withSessionOf, withStore } from '../data-store.ts';
import { addDataDirFlag } from '../host-flags.ts';

type CompareFlags = Asked & { dataDir?: string; json?: boolean };

/** More differences than this are counted, not listed. */
const MOST_LISTED = 30;

export function compareCommand(command: Command): void {
  command
    .argument('<a>', 'a session')
    .argument('<b>', 'another')
    .option('--ids', 'count ids too')
    .option('--sequence', 'count sequence numbers too')
    .option('--times', 'count times, keep-alive and usage too')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `${SESSION_HELP}\nExit codes: 0 the messages are alike, 1 they are not, 2 usage, 3 no such session.`,
    );
  addDataDirFlag(command);
  command.action(async (a: string, b: string, _flags: CompareFlags, self: Command) => {
    const { dataDir, json, ...asked } = self.optsWithGlobals<CompareFlags>();
    const compared = await withStore(dataDir, store =>
      withSessionOf(store, a, one =>
        withSessionOf(store, b, other =>
          compareStored(one, other, { store, hearing: new SessionHearing(store) }, asked),
        ),
      ),
    );
    if (!compared.ok) throw new CouldNotRun(compared.error.message);
    if (json) console.log(JSON.stringify(result(compared.value)));
    else for (const line of words(compared.value)) console.log(line);
    process.exitCode = compared.value.alike ? 0 : 1;
  });
}

/** Rows that are alike are counted only. */
function result({ rows, ...rest }: Comparison) {
  return { ...rest, compared: rows.length, rows: rows.filter(({ difference }) => difference !== undefined) };
}

function words({ alike, first, differences, rows, notCompared, turns, paces, findings }: Comparison): string[] {
  const lines = [
    alike
      ? `Alike: ${rows.length} messages, ids, numbers and times left aside.`
      : `Different in ${differences} of ${rows.length} messages. First: ${first?.text}`,
  ];
  if (notCompared.length > 0) lines.push(`Not compared, because only one of them has it: ${notCompared.join(', ')}.`);
  const different = rows.filter(({ difference }) => difference !== undefined);
  for (const row of different.slice(0, MOST_LISTED)) lines.push(rowLine(row));
  if (different.length > MOST_LISTED) lines.push(`... and ${different.length - MOST_LISTED} more.`);
  const pace = paceWords(paces);
  if (pace !== undefined) lines.push('', pace);
  if (turns.length > 0) {
    lines.push('', 'Turn   latency of A   latency of B');
    for (const { number, aMs, bMs } of turns) {
      lines.push(`${String(number).padStart(4)}   ${latency(aMs)}   ${latency(bMs)}`);
    }
  }
  for (const { id, title } of findings.lost) lines.push(`Only in A: ${id} ${title}`);
  for (const { id, title } of findings.gained) lines.push(`Only in B: ${id} ${title}`);
  return lines;
}

function rowLine(row: ComparedRow): string {
  const { party, a, b, difference } = row;
  const at = (step: ComparedRow['a']) => (step ? `${(step.atMs / 1000).toFixed(3)} s` : '-').padStart(11);
  return `${at(a)} ${at(b)}  ${party.padEnd(10)}  ${rowName(row)}  ${difference}`;
}

function latency(ms: number | undefined): string {
  return (ms === undefined ? '-' : `${Math.round(ms)} ms`).padStart(12);
}
