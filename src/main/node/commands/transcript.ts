/** `transcript`: what was said in a session. */
import type { Command } from 'commander';
import { Transcript, type TranscriptTurn } from '../../../shared/projections/transcript.ts';
import { heardWords } from '../../../shared/projections/transcript-files.ts';
import { clockWords } from '../../../shared/projections/words.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { SESSION_HELP, withSession } from '../data-store.ts';
import { addDataDirFlag } from '../host-flags.ts';

type TranscriptFlags = { dataDir?: string; json?: boolean };

export function transcriptCommand(command: Command): void {
  command
    .argument('<session>', 'which session')
    .option('--json', 'print one JSON array of turns; times in ms since the session began')
    .addHelpText('after', SESSION_HELP);
  addDataDirFlag(command);
  command.action(async (wanted: string, _flags: TranscriptFlags, self: Command) => {
    const flags = self.optsWithGlobals<TranscriptFlags>();
    await withSession(flags.dataDir, wanted, async session => {
      const events = await session.events();
      if (!events.ok) throw new CouldNotRun(events.error.message);
      const transcript = new Transcript();
      for (const event of events.value) transcript.add(event);
      const turns = transcript.turns();
      if (flags.json) console.log(JSON.stringify(turns));
      else for (const turn of turns) console.log(lineOf(turn));
      if (turns.length === 0 && !flags.json) console.error(nothingSaid(session.summary.role));
    });
  });
}

function nothingSaid(role: 'server' | 'client'): string {
  return role === 'client'
    ? "Nothing was put into words here: the caller's view has the sound only. The server's view of the call has the words."
    : 'Nothing was put into words in this session.';
}

/** One line a turn: `0:04  bot     I am listening. [cut: and so on]`. */
function lineOf(turn: TranscriptTurn): string {
  const { speaker, startMs, text, state } = turn;
  const missing = { speaking: '', waiting: '(no words came)', failed: '(could not be put into words)', done: '' }[
    state
  ];
  return `${clockWords(startMs).padStart(7)}  ${speaker.padEnd(6)}  ${text === '' ? missing : heardWords(turn)}`;
}
