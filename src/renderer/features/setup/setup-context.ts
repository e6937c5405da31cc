/** What every part of the Setup view needs, handed down once. */
import { createContext, useContext, useMemo } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { ConsoleStatus } from '../../../shared/contract/status-contract.ts';
import { type PublicAddress, publicAddress } from '../../../shared/setup/public-address.ts';
import type { SymptomAction } from '../../../shared/setup/symptoms.ts';
import { useStore } from '../../ui/store.ts';
import type { SettingsAccess } from '../settings/settings-context.ts';
import type { SettingsStores } from '../settings/settings-stores.ts';
import type { SetupStores } from './setup-stores.ts';

export type Setup = {
  readonly client: ConsoleClient;
  readonly connected: boolean;
  readonly status: ConsoleStatus;
  readonly stores: SetupStores;
  readonly settings: SettingsStores;
  /** Calls this console with the fake Genesys Cloud, and shows the call. */
  onCall(connectorId: string): void;
  onOpenSession(sessionId: string): void;
  onAction(action: SymptomAction): void;
};

const SetupContext = createContext<Setup | undefined>(undefined);
export const SetupProvider = SetupContext.Provider;

/** @throws outside of the view: that is a bug. */
export function useSetup(): Setup {
  const setup = useContext(SetupContext);
  if (!setup) throw new Error('A part of Setup was drawn outside of it.');
  return setup;
}

/** Where the console can be reached from outside now. */
export function usePublicAddress(): PublicAddress {
  const { stores, settings } = useSetup();
  const tunnel = useStore(stores.tunnel);
  const current = useStore(settings.settings);
  return publicAddress(current?.settings.server ?? { basePath: '/', publicAuthority: undefined }, tunnel);
}

/** For fields of the Settings view that stand here, too; undefined before the settings are known. */
export function useSettingsAccess(): SettingsAccess | undefined {
  const { client, settings } = useSetup();
  const state = useStore(settings.settings);
  return useMemo(
    () =>
      state && {
        state,
        client,
        change: async (path, value) => {
          const changed = await client.changeSetting({ path: [...path], ...(value !== undefined && { value }) });
          return changed.ok ? undefined : changed.error.message;
        },
      },
    [client, state],
  );
}
