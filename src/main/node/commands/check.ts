/** `check`: plays Genesys Cloud against any AudioHook server, and judges it. */

import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { CheckReport, CheckResult } from '../../../shared/checks/check-report.ts';
import { firstThings } from '../../../shared/checks/first-things.ts';
import { checksOf } from '../../host/checks/all-checks.ts';
import type { Check } from '../../host/checks/check.ts';
import { junit } from '../../host/checks/junit.ts';
import { sourceOf } from '../../host/checks/run-checks.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { UsageError } from '../host-flags.ts';
import { addTargetFlags, CREDENTIALS_HELP, judgeServer, type TargetFlags } from './check-target.ts';

type CheckFlags = TargetFlags & { junit?: string; only?: string[]; list?: boolean };

export function checkCommand(command: Command): void {
  command
    .argument('[url]', 'ws:// or wss:// address of an AudioHook server')
    .option('--junit <file>', 'write the result as JUnit XML too')
    .option('--only <id>', 'run this check alone; may be given several times', (id, before: string[] = []) => [
      ...before,
      id,
    ])
    .option('--list', 'list the checks of the profile, and call nobody')
    .addHelpText(
      'after',
      '\nIt makes some 70 short calls, a few at a time, right ones and wrong ones; all are kept as sessions. Each may start a' +
        '\nbot. It takes at most 2 minutes with a healthy server; docs/checks.md says what each check means.' +
        CREDENTIALS_HELP +
        '\nExit codes: 0 no check failed, 1 one did, 2 usage, 3 the server could not be reached.',
    );
  addTargetFlags(command);
  command.action(async (url: string | undefined, _flags: CheckFlags, self: Command) => {
    const flags = self.optsWithGlobals<CheckFlags>();
    const checks = wanted(flags);
    if (flags.list) list(checks, flags);
    else if (url === undefined) throw new UsageError('Which server? Give its ws:// or wss:// address.');
    else process.exitCode = await check(url, checks, flags);
  });
}

function wanted(flags: CheckFlags): readonly Check[] {
  const all = checksOf(flags.profile);
  if (!flags.only) return all;
  const ids = new Set(flags.only.flatMap(text => text.split(',')));
  for (const id of ids) {
    if (all.some(one => one.id === id)) continue;
    throw new UsageError(`There is no check "${id}" for ${flags.profile}; --list shows all.`);
  }
  return all.filter(({ id }) => ids.has(id));
}

function list(checks: readonly Check[], { json }: CheckFlags): void {
  if (json) {
    const rows = checks.map(one => ({ id: one.id, group: one.group, title: one.title, source: sourceOf(one) }));
    console.log(JSON.stringify(rows));
    return;
  }
  let group = '';
  for (const one of checks) {
    if (one.group !== group) console.log(`${group ? '\n' : ''}${one.group}`);
    group = one.group;
    console.log(`  ${one.id.padEnd(28)} ${one.title}${one.breach ? ' (warns)' : ''}`);
  }
}

async function check(url: string, checks: readonly Check[], flags: CheckFlags): Promise<number> {
  let done = 0;
  const onResult = (result: CheckResult) => {
    done += 1;
    const count = `${String(done).padStart(String(checks.length).length)}/${checks.length}`;
    console.log(`${count}  ${result.status.padEnd(4)}  ${result.id.padEnd(28)} ${result.title}: ${result.detail}`);
  };
  const report = await judgeServer(url, flags, { checks, ...(flags.json ? {} : { onResult }) });
  if (flags.json) console.log(JSON.stringify(report));
  else conclude(report);
  // Last: a file that cannot be written must not cost the result of two minutes.
  if (flags.junit !== undefined) await writeJunit(flags.junit, report);
  return report.summary.fail > 0 ? 1 : 0;
}

/** What is to be done, once more and together, and the sum. */
function conclude({ results, summary }: CheckReport): void {
  for (const status of ['warn', 'fail']) {
    for (const result of results.filter(one => one.status === status)) {
      console.log(`\n${status}  ${result.id}: ${result.title}`);
      console.log(`      ${result.detail}\n      To do: ${result.fix}\n      Source: ${result.source}`);
    }
  }
  const first = firstThings(results);
  if (first.length > 0) {
    console.log('\nChange this first; much of the rest may follow from it:');
    for (const [at, { title, fix }] of first.entries()) console.log(`  ${at + 1}. ${title}. ${fix}`);
  }
  const { pass, fail, warn, na } = summary;
  console.log(`\n${pass} passed, ${fail} failed, ${warn} warned, ${na} not applicable.`);
}

async function writeJunit(file: string, report: CheckReport): Promise<void> {
  try {
    await writeFile(file, junit(report));
  } catch (error) {
    throw new CouldNotRun(`${file} cannot be written: ${(error as Error).message}.`);
  }
}
