import { useCallback, useMemo, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { useCommand } from '../commands/commands.ts';
import { KeysOverlay } from '../commands/keys-overlay.tsx';
import { ImportStrip } from '../features/bundle/import-strip.tsx';
import { type CallRequest, DEFAULT_CALL } from '../features/call/call-controller.ts';
import { CallPanel } from '../features/call/call-panel.tsx';
import { CallStrip } from '../features/call/call-strip.tsx';
import { CheckView } from '../features/checks/check-view.tsx';
import { CompareView } from '../features/compare/compare-view.tsx';
import { Questions } from '../features/questions/questions.tsx';
import { selectedSession } from '../features/sessions/selection.ts';
import { SessionList } from '../features/sessions/session-list.tsx';
import { rowOf } from '../features/sessions/session-rows.ts';
import type { SessionsStore } from '../features/sessions/sessions-store.ts';
import { SettingsView } from '../features/settings/settings-view.tsx';
import { FoldingPanel } from '../ui/folding-panel.tsx';
import { rememberedLayouts } from '../ui/remembered.ts';
import { useStore } from '../ui/store.ts';
import { Banners } from './banners.tsx';
import { useDesktopNews } from './desktop-news.ts';
import { FirstStart } from './first-start.tsx';
import { LastCallFailure, LastCallOutcome } from './last-call.tsx';
import { usePaneKeys } from './pane-keys.ts';
import { useAttached, useClient, useConnected, useParts } from './parts.ts';
import { SessionPane } from './session-pane.tsx';
import { SetupPane } from './setup-pane.tsx';
import { FIRST_ASKED, SymptomLinks } from './symptom-links.tsx';
import { TopBar } from './top-bar.tsx';
import './app.css';

/** The whole page: bar, banners, call, and below them the sessions beside the one that is open. */
export function App() {
  const { status, sessions, call, callForm, questions, scripts, recentTargets, settings, setup, view, imports } =
    useParts();
  const client = useClient();
  useAttached(status);
  useAttached(sessions);
  useAttached(questions);
  useAttached(settings);
  useAttached(scripts);
  useAttached(recentTargets);
  useAttached(setup);
  useDesktopNews();
  usePaneKeys();
  const callState = useStore(call.state);
  const [optionsOpen, setOptionsOpen] = useState(false);
  // Whoever chooses a session wants to see it: the other views wait behind their buttons.
  const listed = useMemo<SessionsStore>(
    () => ({
      ...sessions,
      select: (id, exactView) => {
        view.set('session');
        sessions.select(id, exactView);
      },
    }),
    [sessions, view],
  );
  const home = useCallback(() => {
    view.set('session');
    sessions.close();
  }, [view, sessions]);
  useCommand('console.home', home);
  useCommand('console.callOptions', () => setOptionsOpen(open => !open));
  useCommand('console.settings', () => view.update(open => (open === 'settings' ? 'session' : 'settings')));
  useCommand('console.setup', () => view.update(open => (open === 'setup' ? 'session' : 'setup')));
  useCommand('console.compare', () => view.update(open => (open === 'compare' ? 'session' : 'compare')));
  useCommand('console.check', () => view.update(open => (open === 'check' ? 'session' : 'check')));
  const layout = useDefaultLayout({ id: 'main', storage: rememberedLayouts });

  const connected = useConnected();
  const readOnly = useStore(status)?.readOnly;
  const busy = callState.phase !== 'idle' || !connected || readOnly !== undefined;
  const place = useCallback(
    async (request: CallRequest) => {
      if (!client) return;
      view.set('session');
      await call.place(client, request);
      const after = call.state.get();
      // A call that could not begin leaves its reason, and here are the other ways to make one.
      if (after.phase === 'idle' && after.last?.failed) setOptionsOpen(true);
    },
    [client, call, view],
  );
  const openCapture = useCallback(
    (files: readonly File[]) => {
      if (!client) return;
      view.set('session');
      void imports.open(client, files);
    },
    [client, imports, view],
  );
  const talk = useCallback(() => void place(DEFAULT_CALL), [place]);
  useCommand('console.call', talk, !busy);

  return (
    <div className="app">
      <KeysOverlay />
      <TopBar
        busy={busy}
        readOnly={readOnly}
        onCapture={openCapture}
        optionsOpen={optionsOpen}
        onHome={home}
        onCall={talk}
        onOptions={() => setOptionsOpen(open => !open)}
      />
      <Banners />
      <ImportStrip controller={imports} onFiles={openCapture} />
      <CallStrip call={call} />
      <LastCallFailure
        onPlace={request => {
          setOptionsOpen(false);
          void place(request);
        }}
      />
      <Questions store={questions} client={client} />
      {optionsOpen && (
        <CallPanel
          form={callForm}
          scripts={scripts}
          recent={recentTargets}
          client={client}
          busy={busy}
          readOnly={readOnly}
          onPlace={request => void place(request)}
        />
      )}
      <main className="app-main">
        <Group
          id="main"
          className="app-panes"
          orientation="horizontal"
          {...(layout.defaultLayout ? { defaultLayout: layout.defaultLayout } : {})}
          onLayoutChanged={layout.onLayoutChanged}
        >
          <FoldingPanel id="sessions" name="Sessions" upright defaultSize={260} minSize={180} maxSize="50">
            <Sessions listed={listed} />
          </FoldingPanel>
          <Separator className="separator" title="Drag, or the arrow keys; Enter folds" aria-label="Resize sessions" />
          <Panel id="session" minSize={400}>
            <div className="app-session">
              <LastCallOutcome />
              <OpenView listed={listed} onTalk={talk} onPlace={place} onCapture={openCapture} busy={busy} />
            </div>
          </Panel>
        </Group>
      </main>
    </div>
  );
}

function Sessions({ listed }: { listed: SessionsStore }) {
  const { listView, deletion, messageSearch } = useParts();
  const client = useClient();
  const connected = useConnected();
  return (
    <SessionList
      store={listed}
      view={listView}
      deletion={deletion}
      messages={messageSearch}
      client={client}
      connected={connected}
      onEnter={focusLog}
    />
  );
}

type ViewProps = {
  listed: SessionsStore;
  onTalk(): void;
  onPlace(request: CallRequest): Promise<void>;
  onCapture(files: readonly File[]): void;
  busy: boolean;
};

function OpenView({ listed, onTalk, onPlace, onCapture, busy }: ViewProps) {
  const { check, checkForm, settings, view, ...parts } = useParts();
  const status = useStore(parts.status);
  const client = useClient();
  const connected = useConnected();
  const open = useStore(view);
  switch (open) {
    case 'session':
      return <OpenSession onTalk={onTalk} onCapture={onCapture} busy={busy} />;
    case 'check':
      return (
        <CheckView
          check={check}
          form={checkForm}
          connected={connected}
          onRun={request => client && check.run(client, request)}
          onOpenSession={id => listed.select(id, true)}
        />
      );
    case 'setup':
      return <SetupPane listed={listed} onPlace={onPlace} />;
    case 'compare':
      return <OpenCompare listed={listed} />;
    case 'settings':
      if (!client) return <p className="app-hint late quiet">Reading the settings…</p>;
      return <SettingsView stores={settings} status={status} client={client} connected={connected} />;
    default:
      return assertNever(open, 'view');
  }
}

function OpenCompare({ listed }: { listed: SessionsStore }) {
  const { comparison, sessions } = useParts();
  const client = useClient();
  const connected = useConnected();
  const { rows } = useStore(sessions);
  return (
    <CompareView
      comparison={comparison}
      rows={rows}
      client={connected ? client : undefined}
      onOpenSession={id => listed.select(id, true)}
    />
  );
}

function OpenSession({ onTalk, onCapture, busy }: Pick<ViewProps, 'onTalk' | 'onCapture' | 'busy'>) {
  const { sessions, status } = useParts();
  const { loaded, rows, selection } = useStore(sessions);
  const readOnly = useStore(status)?.readOnly !== undefined;
  const row = rowOf(rows, selection.id);
  const session = selectedSession(rows, selection);
  if (row && session) return <SessionPane key={session.id} row={row} session={session} />;
  if (!loaded) return <p className="app-hint late quiet">Reading the sessions…</p>;
  if (rows.length === 0) return <FirstStart onTalk={onTalk} onCapture={onCapture} busy={busy} />;
  return (
    <div className="app-hint quiet">
      <p>
        {readOnly ? 'Choose a session on the left.' : 'Choose a session on the left, or press Call to talk to the bot.'}{' '}
        Something does not work?
      </p>
      <SymptomLinks ids={FIRST_ASKED} />
    </div>
  );
}

function focusLog(): void {
  document.querySelector<HTMLElement>('[role=listbox][aria-label=Messages]')?.focus();
}
