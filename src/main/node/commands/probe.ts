/** `probe`: the connection probe that Genesys Cloud makes when an integration is activated. */
import type { Command } from 'commander';
import { PROBE_STEPS } from '../../host/checks/probe-steps.ts';
import { addTargetFlags, CREDENTIALS_HELP, judgeServer, type TargetFlags } from './check-target.ts';

export function probeCommand(command: Command): void {
  command
    .argument('<url>', 'ws:// or wss:// address of an AudioHook server: its Base Connection URI')
    .addHelpText(
      'after',
      '\nThe last step says what the administrator would see: Active, or Inactive and why.' +
        CREDENTIALS_HELP +
        '\nExit codes: 0 Active, 1 Inactive, 2 usage, 3 the server could not be reached.',
    );
  addTargetFlags(command);
  command.action(async (url: string, _flags: TargetFlags, self: Command) => {
    process.exitCode = await probe(url, self.optsWithGlobals<TargetFlags>());
  });
}

async function probe(url: string, flags: TargetFlags): Promise<number> {
  const checks = PROBE_STEPS.filter(step => !step.profiles || step.profiles.includes(flags.profile));
  const report = await judgeServer(url, flags, { checks, first: 'probe' });
  if (flags.json) console.log(JSON.stringify(report));
  else {
    for (const { status, title, detail, fix } of report.results) {
      console.log(`${status.padEnd(4)}  ${title}: ${detail}${fix ? `\n      To do: ${fix}` : ''}`);
    }
  }
  return report.summary.fail > 0 ? 1 : 0;
}
