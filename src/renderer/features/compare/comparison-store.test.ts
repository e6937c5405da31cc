import { expect, test } from 'vitest';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { type Compared, createComparisonStore } from './comparison-store.ts';

type Handlers = Parameters<ConsoleClient['compare']>[1];

const COMPARED = { alike: true } as Compared;

test('what was found by another way to count stays while it is counted anew, and not after that was ended', () => {
  const runs: Handlers[] = [];
  const compare = (_: unknown, handlers: Handlers) => {
    runs.push(handlers);
    return () => undefined;
  };
  const client = { compare } as unknown as ConsoleClient;
  const store = createComparisonStore();
  const asked = { ids: true, sequence: false, times: false };
  store.between('a', 'b');
  store.start(client);
  runs[0]?.item({ type: 'compared', comparison: COMPARED });
  runs[0]?.end?.();
  expect(store.run.get()).toMatchObject({ phase: 'done', compared: COMPARED });

  store.ask(asked);
  store.start(client);
  expect(store.run.get()).toMatchObject({ phase: 'running', compared: COMPARED });
  store.cancel();
  store.start(client, true);
  expect(store.run.get()).toMatchObject({ phase: 'running', compared: undefined });
});
