/** What the page asks when it lays two sessions beside each other. */
import type { CompareItem, compareContract } from '../../../shared/contract/compare-contract.ts';
import type { HandlersOf } from '../../../shared/contract/define.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { findSession, resolveSession } from '../capture/resolve-session.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { type CompareDeps, compareStored } from './compare-stored.ts';
import type { SessionHearing } from './session-hearing.ts';

type Input = { a: string; b: string; asked: { ids: boolean; sequence: boolean; times: boolean } };
type Comparison = Extract<CompareItem, { type: 'compared' }>['comparison'];

export function compareHandlers(store: SessionStore, hearing: SessionHearing): HandlersOf<typeof compareContract> {
  return {
    compare: async (input, sink) => {
      const stop = new AbortController();
      sink.onCancel(() => stop.abort());
      const onStep: CompareDeps['onStep'] = step => sink.send({ type: 'step', step });
      const compared = await compare(input, { store, hearing, signal: stop.signal, onStep });
      if (compared.ok) sink.send({ type: 'compared', comparison: compared.value });
      sink.end(compared.ok ? undefined : compared.error);
    },
  };
}

async function compare({ a, b, asked }: Input, deps: CompareDeps): Promise<Result<Comparison>> {
  /** Of the data folder only: a page names no files. */
  const open = async (id: string) => {
    const found = findSession(deps.store.list(), id);
    const session = found.ok ? await resolveSession(deps.store, found.value.id) : found;
    return session.ok ? session : fail('no-such-session', session.error.message);
  };
  const one = await open(a);
  if (!one.ok) return one;
  const other = await open(b);
  if (!other.ok) return other;
  const compared = await compareStored(one.value, other.value, deps, asked);
  if (!compared.ok) return compared;
  const { rows, notCompared, turns, findings, ...rest } = compared.value;
  // The contract's lists are its own to change.
  const lists = { rows: [...rows], notCompared: [...notCompared], turns: [...turns] };
  const found = { gained: [...findings.gained], lost: [...findings.lost] };
  return ok({ ...rest, ...lists, findings: found });
}
