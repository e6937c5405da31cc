import { BotChoice } from '../features/server-status/bot-choice.tsx';
import { ServerStatus, UnknownStatus } from '../features/server-status/server-status.tsx';
import { useStore } from '../ui/store.ts';
import { chooseTheme, THEMES, type Theme, theme } from '../ui/theme.ts';
import { useClient, useConnected, useParts } from './parts.ts';
import { VIEWS } from './view.ts';

type BarProps = {
  busy: boolean;
  optionsOpen: boolean;
  onCall(): void;
  onOptions(): void;
};

/** The console's state on the left, what one can start on the right. */
export function TopBar({ busy, optionsOpen, onCall, onOptions }: BarProps) {
  const status = useStore(useParts().status);
  const client = useClient();
  const connected = useConnected();
  return (
    <header className="top-bar">
      <h1>AudioHook Console</h1>
      {status && !connected && <UnknownStatus />}
      {status && client && connected && (
        <>
          <ServerStatus client={client} status={status} />
          <BotChoice client={client} status={status} />
        </>
      )}
      <span className="grow" />
      <ThemeChoice />
      <ViewButtons />
      <button type="button" title="c" aria-expanded={optionsOpen} onClick={onOptions}>
        Call options
      </button>
      <button
        type="button"
        className="primary"
        data-places-call
        title="Talk to the bot with your microphone"
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

const THEME_NAMES: Record<Theme, string> = { system: 'System theme', light: 'Light theme', dark: 'Dark theme' };

function ThemeChoice() {
  const chosen = useStore(theme);
  return (
    <select
      aria-label="Theme"
      value={chosen}
      onChange={event => chooseTheme(THEMES.find(one => one === event.target.value) ?? 'system')}
    >
      {THEMES.map(one => (
        <option key={one} value={one}>
          {THEME_NAMES[one]}
        </option>
      ))}
    </select>
  );
}
