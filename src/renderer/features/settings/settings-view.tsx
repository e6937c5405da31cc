import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { ConsoleStatus } from '../../../shared/contract/status-contract.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useStore } from '../../ui/store.ts';
import { AppearanceSection } from './appearance-section.tsx';
import { CaptureSection } from './capture-section.tsx';
import { CredentialsSection } from './credentials-section.tsx';
import { OpenAiSection } from './openai-section.tsx';
import { PrivacySection } from './privacy-section.tsx';
import { ProfilesSection } from './profiles-section.tsx';
import { ServerSection } from './server-section.tsx';
import { SearchContext, type SettingsAccess, SettingsProvider } from './settings-context.ts';
import type { SettingsStores } from './settings-stores.ts';
import { TunnelSection } from './tunnel-section.tsx';
import './settings.css';

type ViewProps = {
  stores: SettingsStores;
  status: ConsoleStatus | undefined;
  client: ConsoleClient;
  connected: boolean;
};

/** All that can be set, saved as it is changed. */
export function SettingsView({ stores, status, client, connected }: ViewProps) {
  const state = useStore(stores.settings);
  const secrets = useStore(stores.secrets);
  const accepted = useStore(stores.credentials);
  const [search, setSearch] = useState('');
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<string>();
  const change = useCallback<SettingsAccess['change']>(
    async (path, value) => {
      const input = { path: [...path], ...(value !== undefined && { value }) };
      const changed = await client.changeSetting(input);
      if (changed.ok) {
        setSaid(`Saved ${path.join('.')}.`);
        setProblem(undefined);
      }
      return changed.ok ? undefined : changed.error.message;
    },
    [client],
  );
  const access = useMemo(() => state && { state, client, change }, [state, client, change]);
  if (!state || !access) return <p className="app-hint quiet">Reading the settings…</p>;
  const readOnly = status?.readOnly !== undefined;
  const undo = async () => {
    const undone = await client.undoSettings({});
    setSaid(undone.ok ? `Taken back: ${state.undoable}.` : '');
    setProblem(undone.ok ? undefined : undone.error.message);
  };
  const sections: readonly { id: string; title: string; content: ReactNode }[] = [
    { id: 'server', title: 'Server', content: <ServerSection server={status?.server} /> },
    { id: 'credentials', title: 'Credentials', content: <CredentialsSection accepted={accepted} /> },
    { id: 'profiles', title: 'Connector profiles', content: <ProfilesSection /> },
    { id: 'openai', title: 'OpenAI', content: <OpenAiSection secrets={secrets} /> },
    { id: 'tunnel', title: 'Tunnel', content: <TunnelSection secrets={secrets} /> },
    { id: 'capture', title: 'Capture and retention', content: <CaptureSection /> },
    { id: 'privacy', title: 'Privacy', content: <PrivacySection status={status} file={state.file} /> },
    { id: 'appearance', title: 'Appearance', content: <AppearanceSection /> },
  ];
  return (
    <section className="settings" aria-labelledby="settings-title">
      <header className="settings-bar">
        <h2 id="settings-title">Settings</h2>
        <input
          type="search"
          aria-label="Search settings"
          placeholder="Search"
          value={search}
          onChange={event => setSearch(event.target.value)}
        />
        <span className="quiet grow cut" role="status">
          {said}
        </span>
        <button
          type="button"
          disabled={state.undoable === undefined || !connected || readOnly}
          onClick={() => void undo()}
        >
          {state.undoable === undefined ? 'Nothing to undo' : `Undo ${state.undoable}`}
        </button>
      </header>
      {state.problem && (
        <p className="banner problem-banner" role="alert">
          <span className="problem" aria-hidden="true">
            ✕
          </span>
          <span className="grow">{state.problem}</span>
          <CopyButton text={state.problem} what="problem of the settings" />
        </p>
      )}
      {problem && <Problem words={problem} />}
      {readOnly && (
        <p className="banner" role="note">
          Nothing can be changed here: the settings belong to the console that holds this data folder.
        </p>
      )}
      <div className="settings-body">
        <nav className="settings-nav" aria-label="Sections of the settings">
          {sections.map(({ id, title }) => (
            <button key={id} type="button" className="plain" onClick={() => show(id)}>
              {title}
            </button>
          ))}
        </nav>
        <div className="settings-sections">
          <SettingsProvider value={access}>
            <SearchContext.Provider value={search.trim().toLowerCase()}>
              {sections.map(({ id, content }) => (
                // What is of this browser alone can be set all the same.
                <fieldset key={id} className="settings-slot" disabled={readOnly && id !== 'appearance'}>
                  {content}
                </fieldset>
              ))}
            </SearchContext.Provider>
          </SettingsProvider>
          <p className="settings-none quiet">No setting has this name. Another word, or all of them again?</p>
        </div>
      </div>
    </section>
  );
}

function show(id: string): void {
  document.getElementById(`settings-${id}`)?.scrollIntoView({ block: 'start' });
}
