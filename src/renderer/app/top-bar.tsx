import { OpenCapture } from '../features/bundle/open-capture.tsx';
import { BotChoice } from '../features/server-status/bot-choice.tsx';
import { ServerStatus, UnknownStatus } from '../features/server-status/server-status.tsx';
import { TunnelStatus } from '../features/setup/tunnel-status.tsx';
import { useStore } from '../ui/store.ts';
import { chooseTheme, isDark } from '../ui/theme.ts';
import { useClient, useConnected, useParts } from './parts.ts';
import { VIEWS } from './view.ts';

type BarProps = {
  busy: boolean;
  /** Why no call can be made here, in a sentence. */
  readOnly: string | undefined;
  optionsOpen: boolean;
  /** To the first screen, with its questions. */
  onHome(): void;
  onCall(): void;
  /** A bundle was chosen. */
  onCapture(files: readonly File[]): void;
  onOptions(): void;
};

/** The console's state on the left, what one can start on the right. */
export function TopBar({ busy, readOnly, optionsOpen, onHome, onCall, onCapture, onOptions }: BarProps) {
  const { setup, settings, view, ...parts } = useParts();
  const own = useStore(settings.settings)?.settings.server.publicAuthority;
  const status = useStore(parts.status);
  const client = useClient();
  const connected = useConnected();
  return (
    <header className="top-bar">
      <h1>
        <button
          type="button"
          className="plain home-button"
          title="Close the session, to the first screen"
          onClick={onHome}
        >
          AudioHook Console
        </button>
      </h1>
      {status && !connected && <UnknownStatus />}
      {status && client && connected && (
        <>
          <ServerStatus client={client} status={status} />
          <TunnelStatus
            client={client}
            tunnel={setup.tunnel}
            ownAddress={own}
            onSetup={() => {
              setup.tab.set('connect');
              view.set('setup');
            }}
          />
          <BotChoice client={client} status={status} />
        </>
      )}
      <span className="grow" />
      <ViewButtons />
      <OpenCapture disabled={!connected} onFiles={onCapture} label="Open…" />
      <ThemeToggle />
      <button type="button" title="c" aria-expanded={optionsOpen} onClick={onOptions}>
        Call options
      </button>
      <button
        type="button"
        className="primary"
        data-places-call
        title={readOnly ?? 'Talk to the bot with your microphone'}
        disabled={busy}
        onClick={onCall}
      >
        Call
      </button>
    </header>
  );
}

function ViewButtons() {
  const { view } = useParts();
  const open = useStore(view);
  return VIEWS.map(({ id, label, hint }) => (
    <button
      key={id}
      type="button"
      title={hint}
      aria-pressed={open === id}
      onClick={() => view.set(open === id ? 'session' : id)}
    >
      {label}
    </button>
  ));
}

/** The other theme at once; Settings has the system's, too. */
function ThemeToggle() {
  const dark = useStore(isDark);
  return (
    <button
      type="button"
      className="plain"
      aria-label={dark ? 'Light theme' : 'Dark theme'}
      title={dark ? 'Light theme' : 'Dark theme'}
      onClick={() => chooseTheme(dark ? 'light' : 'dark')}
    >
      <span aria-hidden="true">◐</span>
    </button>
  );
}
