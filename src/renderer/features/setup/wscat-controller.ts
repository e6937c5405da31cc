/** One pasted command at a time is tried beside the real handshake: how far that is, and what came of it. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { WscatItem, WscatStep } from '../../../shared/contract/setup-contract.ts';
import type { FourFields } from '../../../shared/preflight/dry-run.ts';
import { createSingleRun, type RunState } from '../../ui/single-run.ts';
import type { ReadableStore } from '../../ui/store.ts';

export type WscatState = RunState & {
  /** The command as it was pasted. */
  readonly command: string;
  readonly step: WscatStep;
  readonly compared: Extract<WscatItem, { type: 'compared' }> | undefined;
};

export type WscatController = {
  readonly state: ReadableStore<WscatState>;
  run(client: ConsoleClient, command: string, fields: FourFields): void;
  cancel(): void;
};

const NOTHING: WscatState = { phase: 'never', why: '', command: '', step: 'command', compared: undefined };

export function createWscatController(): WscatController {
  const { state, run, cancel } = createSingleRun<WscatState, WscatItem>(NOTHING, (now, item) =>
    item.type === 'step' ? { ...now, step: item.step } : { ...now, compared: item },
  );
  return {
    state,
    run: (client, command, { connectorId, apiKey, clientSecret }) =>
      run({ command }, handlers => client.compareWscat({ command, connectorId, apiKey, clientSecret }, handlers)),
    cancel,
  };
}
