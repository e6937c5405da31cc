/** What the page asks when it lays two sessions beside each other. */
import type { compareContract } from '../../../shared/contract/compare-contract.ts';
import type { HandlersOf } from '../../../shared/contract/define.ts';
import { fail } from '../../../shared/lib/result.ts';
import { findSession, resolveSession } from '../capture/resolve-session.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { compareStored } from './compare-stored.ts';
import type { SessionHearing } from './session-hearing.ts';

export function compareHandlers(store: SessionStore, hearing: SessionHearing): HandlersOf<typeof compareContract> {
  /** Of the data folder only: a page names no files. */
  const open = async (id: string) => {
    const found = findSession(store.list(), id);
    const session = found.ok ? await resolveSession(store, found.value.id) : found;
    return session.ok ? session : fail('no-such-session', session.error.message);
  };
  return {
    compare: async ({ a, b, asked }) => {
      const one = await open(a);
      if (!one.ok) return one;
      const other = await open(b);
      if (!other.ok) return other;
      const compared = await compareStored(one.value, other.value, { store, hearing }, asked);
      if (!compared.ok) return compared;
      const { rows, notCompared, turns, findings, ...rest } = compared.value;
      // The contract's lists are its own to change.
      const lists = { rows: [...rows], notCompared: [...notCompared], turns: [...turns] };
      const found = { gained: [...findings.gained], lost: [...findings.lost] };
      return { ok: true, value: { ...rest, ...lists, findings: found } };
    },
  };
}
