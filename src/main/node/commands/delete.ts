/** `delete`: a session is moved aside, and can be had back for a day. */
import type { Command } from 'commander';
import { bytesWords } from '../../../shared/projections/words.ts';
import { findSession } from '../../host/capture/resolve-session.ts';
import { CouldNotRun } from '../could-not-run.ts';
import { SESSION_HELP, withStore } from '../data-store.ts';
import { addDataDirFlag, UsageError } from '../host-flags.ts';

type DeleteFlags = { dataDir?: string; undo?: boolean; forGood?: boolean; json?: boolean };

export function deleteCommand(command: Command): void {
  command
    .argument('<session>', 'which session')
    .option('--undo', 'bring a deleted session back: SESSION is its whole id')
    .option('--for-good', 'delete it so that it cannot be had back')
    .option('--json', 'print one JSON object')
    .addHelpText('after', SESSION_HELP);
  addDataDirFlag(command);
  command.action(async (wanted: string, _flags: DeleteFlags, self: Command) => {
    const flags = self.optsWithGlobals<DeleteFlags>();
    if (flags.undo && flags.forGood) throw new UsageError('--undo and --for-good cannot go together.');
    const { id, words } = await (flags.undo ? bringBack(wanted, flags) : remove(wanted, flags));
    console.log(flags.json ? JSON.stringify({ id }) : words);
  });
}

async function remove(wanted: string, flags: DeleteFlags): Promise<{ id: string; words: string }> {
  return withStore(flags.dataDir, async store => {
    const found = findSession(store.list(), wanted);
    if (!found.ok) throw new CouldNotRun(found.error.message);
    const { id, bytes } = found.value;
    const deleted = await store.delete(id, flags.forGood ?? false);
    if (!deleted.ok) throw new CouldNotRun(deleted.error.message);
    const undo = flags.forGood ? 'It cannot be had back.' : `For a day, \`delete --undo ${id}\` brings it back.`;
    return { id, words: `Deleted ${id} (${bytesWords(bytes)}). ${undo}` };
  });
}

async function bringBack(id: string, flags: DeleteFlags): Promise<{ id: string; words: string }> {
  return withStore(flags.dataDir, async store => {
    const back = await store.undoDelete(id);
    if (!back.ok) throw new CouldNotRun(back.error.message);
    return { id, words: `${id} is back.` };
  });
}
