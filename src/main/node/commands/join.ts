/** `join`: one session of the two recordings of a relayed call. */
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { findSession } from '../../host/capture/resolve-session.ts';
import { joinSessions } from '../../host/relay/join-sessions.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { withStore } from '../data-store.ts';
import { addDataDirFlag } from '../host-flags.ts';

type JoinFlags = { dataDir?: string; offset?: number; json?: boolean };

export function joinCommand(command: Command): void {
  command
    .argument('[genesys]', 'the recording of `relay` (default: the newest)')
    .argument('[model]', 'the recording of `relay-model` (default: the one that ran at the time and sounds the same)')
    .option('--offset <ms>', 'by hand: what is added to times of the model’s recording', milliseconds)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExit codes: 0 joined, 1 they do not belong together, 2 usage, 3 could not be read.');
  addDataDirFlag(command);
  command.action(async (genesys: string | undefined, model: string | undefined, _flags: JoinFlags, self: Command) => {
    process.exitCode = await join(genesys, model, self.optsWithGlobals<JoinFlags>());
  });
}

async function join(genesys: string | undefined, model: string | undefined, flags: JoinFlags): Promise<number> {
  return withStore(flags.dataDir, async store => {
    const sessions = store.list();
    const found = findSession(
      genesys === undefined ? sessions.filter(({ relay }) => relay === 'genesys') : sessions,
      genesys ?? 'last',
    );
    if (!found.ok) throw new CouldNotRun(found.error.message);
    const other = model === undefined ? undefined : findSession(sessions, model);
    if (other && !other.ok) throw new CouldNotRun(other.error.message);
    const joined = await joinSessions(store, found.value.id, other?.value.id, flags.offset);
    if (!joined.ok) {
      if (joined.error.code !== 'no-match') throw new CouldNotRun(joined.error.message);
      console.error(joined.error.message);
      return 1;
    }
    const { sessionId, offset } = joined.value;
    if (flags.json) console.log(JSON.stringify(joined.value));
    else
      console.log(
        `Joined as ${sessionId}: offset ${offset.offsetMs.toFixed(1)} ms, right to ${offset.plusMinusMs.toFixed(1)} ms.`,
      );
    return 0;
  });
}

function milliseconds(text: string): number {
  const ms = Number(text);
  if (text.trim() === '' || !Number.isFinite(ms))
    throw new InvalidArgumentError('An offset is a number of milliseconds.');
  return ms;
}
