/** `diagnose`: what is wrong with a session, and what to do; the one that matters most first. */
import { type Command, Option } from 'commander';
import { asPost } from '../../../shared/diagnosis/as-post.ts';
import { withFiled } from '../../../shared/diagnosis/filed-diagnosis.ts';
import type { DiagnosisResult, Evidence, Finding } from '../../../shared/diagnosis/finding.ts';
import { diagnoseEvents } from '../../host/diagnosis/diagnose-session.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { SESSION_HELP, withSession } from '../data-store.ts';
import { addDataDirFlag } from '../host-flags.ts';

type DiagnoseFlags = { dataDir?: string; json?: boolean; post?: boolean };

export function diagnoseCommand(command: Command): void {
  command
    .argument('<session>', 'which session: see below')
    .option('--json', 'print the findings as one JSON array')
    .addOption(new Option('--post', 'print a post for a forum or a support case, as Markdown').conflicts('json'))
    .addHelpText(
      'after',
      `${SESSION_HELP}\nExit codes: 0 no problem was found, 1 one was, 2 usage, 3 no such session, or unreadable.`,
    );
  addDataDirFlag(command).action(async (session: string, _flags: DiagnoseFlags, self: Command) => {
    process.exitCode = await diagnose(session, self.optsWithGlobals<DiagnoseFlags>());
  });
}

function diagnose(wanted: string, flags: DiagnoseFlags): Promise<number> {
  return withSession(flags.dataDir, wanted, async session => {
    const events = await session.events();
    if (!events.ok) throw new CouldNotRun(events.error.message);
    const filed = await session.filed();
    const found = await diagnoseEvents(events.value, (track, offset, bytes) => session.audio(track, offset, bytes));
    const result = filed ? withFiled(found, filed) : found;
    if (flags.json) console.log(JSON.stringify(result.findings));
    else if (flags.post) console.log(asPost(session.summary, events.value, result));
    else print(result);
    return result.findings.some(({ severity }) => severity === 'problem') ? 1 : 0;
  });
}

function print({ findings, chains, notTheCause }: DiagnosisResult): void {
  if (findings.length === 0) console.log('Nothing wrong was found.');
  for (const [at, finding] of findings.entries()) console.log(`${at > 0 ? '\n' : ''}${inWords(finding)}`);
  for (const { question, answer } of chains) console.log(`\n${question} ${answer}`);
  if (notTheCause.length > 0) console.log('\nNot the cause:');
  for (const { text } of notTheCause) console.log(`  ${text}`);
}

function inWords(finding: Finding): string {
  const { id, severity, title, explanation, fix, evidence, confidence, source, fromBundle } = finding;
  const steps = fix.map((step, at) => `  ${at + 1}. ${step}`);
  return [
    `${severity}: ${title}.  (${id})`,
    `  ${explanation}`,
    ...(steps.length > 0 ? ['  What to do:', ...steps] : []),
    ...evidence.map(each => `  Seen: ${placeOf(each)}${each.text}`),
    `  How sure: ${confidence}. Source: ${source}.`,
    ...(fromBundle ? ['  Found before the bundle was written: it needs what was left out of it.'] : []),
  ].join('\n');
}

function placeOf({ n, fromMs, toMs }: Evidence): string {
  const time = fromMs === undefined ? '' : `at ${(fromMs / 1000).toFixed(3)} s`;
  const until = toMs === undefined ? '' : ` to ${(toMs / 1000).toFixed(3)} s`;
  const event = n === undefined ? '' : `event ${n}`;
  const place = [event, `${time}${until}`].filter(text => text !== '').join(', ');
  return place === '' ? '' : `${place}: `;
}
