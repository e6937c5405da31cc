/** Settings, secrets and accepted pairs, as the host last said; undefined before it said anything. */

import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { AcceptedPair } from '../../../shared/contract/credentials-contract.ts';
import type { SecretsState, SettingsState } from '../../../shared/contract/settings-contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

export type AcceptedPairs = { readonly changeable: boolean; readonly pairs: readonly AcceptedPair[] };

export type SettingsStores = {
  readonly settings: ReadableStore<SettingsState | undefined>;
  readonly secrets: ReadableStore<SecretsState | undefined>;
  readonly credentials: ReadableStore<AcceptedPairs | undefined>;
  attach(client: ConsoleClient): () => void;
};

export function createSettingsStores(): SettingsStores {
  const settings = createStore<SettingsState | undefined>(undefined);
  const secrets = createStore<SecretsState | undefined>(undefined);
  const credentials = createStore<AcceptedPairs | undefined>(undefined);
  return {
    settings,
    secrets,
    credentials,
    attach: client => {
      const ends = [
        client.settings({}, { item: settings.set }),
        client.secrets({}, { item: secrets.set }),
        client.acceptedCredentials({}, { item: credentials.set }),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
