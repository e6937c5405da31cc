/** Everything that lives as long as the page, made once by main.tsx and handed to the components that need it. */
import { createContext, useContext, useEffect } from 'react';
import type { ConsoleClient } from '../../shared/contract/contract.ts';
import { createImportController, type ImportController } from '../features/bundle/import-controller.ts';
import { type CallController, createCallController } from '../features/call/call-controller.ts';
import { type CallForm, createCallForm } from '../features/call/call-form.ts';
import { createRecentTargetsStore, type RecentTargetsStore } from '../features/call/recent-targets-store.ts';
import { createScriptsStore, type ScriptsStore } from '../features/call/scripts-store.ts';
import { type CheckController, createCheckController } from '../features/checks/check-controller.ts';
import { type CheckForm, createCheckForm } from '../features/checks/check-form.ts';
import { type ComparisonStore, createComparisonStore } from '../features/compare/comparison-store.ts';
import { createWatchSettings, type WatchSettings } from '../features/latency/watch-settings.ts';
import { createLogViewStore, type LogViewStore } from '../features/message-log/log-view-store.ts';
import { createQuestionsStore, type QuestionsStore } from '../features/questions/questions-store.ts';
import { createStatusStore, type StatusStore } from '../features/server-status/status-store.ts';
import { createDeleteController, type DeleteController } from '../features/sessions/delete-controller.ts';
import { createListViewStore, type ListViewStore } from '../features/sessions/list-view-store.ts';
import { createMessageSearch, type MessageSearchStore } from '../features/sessions/message-search.ts';
import { createSessionsStore, type SessionsStore } from '../features/sessions/sessions-store.ts';
import { createSettingsStores, type SettingsStores } from '../features/settings/settings-stores.ts';
import { createSetupStores, type SetupStores } from '../features/setup/setup-stores.ts';
import { type ReadableStore, type Store, useStore } from '../ui/store.ts';
import type { Connection } from './connection.ts';
import { createPlaces, type Places } from './places.ts';
import { createSwitch, createViewStore, type ViewStore } from './view.ts';

export type Parts = {
  readonly connection: ReadableStore<Connection>;
  readonly status: StatusStore;
  readonly sessions: SessionsStore;
  readonly listView: ListViewStore;
  readonly deletion: DeleteController;
  readonly messageSearch: MessageSearchStore;
  readonly call: CallController;
  readonly callForm: Store<CallForm>;
  readonly scripts: ScriptsStore;
  readonly recentTargets: RecentTargetsStore;
  readonly check: CheckController;
  readonly checkForm: Store<CheckForm>;
  readonly comparison: ComparisonStore;
  readonly questions: QuestionsStore;
  readonly settings: SettingsStores;
  readonly logView: LogViewStore;
  readonly places: Places;
  readonly setup: SetupStores;
  readonly imports: ImportController;
  readonly view: ViewStore;
  /** Calls that were seen from both sides are open with both. */
  readonly bothViews: Store<boolean>;
  /** Watchpoints are a person's, not a session's. */
  readonly watch: Store<WatchSettings>;
};

export function createParts(connection: ReadableStore<Connection>): Parts {
  const sessions = createSessionsStore(window);
  return {
    connection,
    status: createStatusStore(),
    sessions,
    listView: createListViewStore(),
    deletion: createDeleteController(),
    messageSearch: createMessageSearch(),
    call: createCallController(sessionId => sessions.select(sessionId)),
    callForm: createCallForm(),
    scripts: createScriptsStore(),
    recentTargets: createRecentTargetsStore(),
    check: createCheckController(),
    checkForm: createCheckForm(),
    comparison: createComparisonStore(),
    questions: createQuestionsStore(),
    settings: createSettingsStores(),
    logView: createLogViewStore(),
    places: createPlaces(window),
    setup: createSetupStores(),
    imports: createImportController(sessionId => sessions.selectWhenListed(sessionId, true)),
    view: createViewStore(),
    bothViews: createSwitch('both-views'),
    watch: createWatchSettings(),
  };
}

const PartsContext = createContext<Parts | undefined>(undefined);
export const PartsProvider = PartsContext.Provider;

/** What main.tsx made. @throws outside of its tree: that is a bug. */
export function useParts(): Parts {
  const parts = useContext(PartsContext);
  if (!parts) throw new Error('The page was drawn without its parts.');
  return parts;
}

/** The client of now: another one after each reconnection, none before the first connection. */
export function useClient(): ConsoleClient | undefined {
  const connection = useStore(useParts().connection);
  return connection.state === 'connecting' ? undefined : connection.client;
}

/** False while the host cannot be asked: then what it last said may be true no more. */
export function useConnected(): boolean {
  return useStore(useParts().connection).state === 'connected';
}

/** Feeds `store` from the client of now, once it `may` be. */
export function useAttached(store: { attach(client: ConsoleClient): () => void }, may = true): void {
  const client = useClient();
  useEffect(() => (client && may ? store.attach(client) : undefined), [client, store, may]);
}
