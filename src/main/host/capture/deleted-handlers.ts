/** What the page asks of sessions that go, and come back. */
import type { HandlersOf } from '../../../shared/contract/define.ts';
import type { deletedContract } from '../../../shared/contract/deleted-contract.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { SessionStore } from './session-store.ts';

export function deletedHandlers(store: SessionStore): HandlersOf<typeof deletedContract> {
  return {
    deleteSessions: ({ sessionIds }) => each(sessionIds, id => store.delete(id)),
    restoreSessions: ({ sessionIds }) => each(sessionIds, id => store.undoDelete(id)),
  };
}

/** One after the other: a folder is moved a time, and one that cannot be is no reason to leave the others. */
async function each(ids: readonly string[], act: (id: string) => Promise<Result<undefined>>) {
  const sessionIds: string[] = [];
  const failures: string[] = [];
  for (const id of ids) {
    const done = await act(id);
    if (done.ok) sessionIds.push(id);
    // What keeps all of them is said once.
    else if (!failures.includes(done.error.message)) failures.push(done.error.message);
  }
  return ok({ sessionIds, failures });
}
