/** What fills the room beside the list of sessions: the chosen session, or one of the console's own views. */
import { recallForWindow, rememberForWindow } from '../ui/remembered.ts';
import { createStore, type Store } from '../ui/store.ts';

/** Each view that has a button in the top bar; `session` is what is there without one. */
export const VIEWS = [
  { id: 'setup', label: 'Setup', hint: 'Connect Genesys Cloud, and find out why nothing arrives' },
  { id: 'check', label: 'Check', hint: 'Judge an AudioHook server' },
  { id: 'compare', label: 'Compare', hint: 'Lay two sessions beside each other' },
  { id: 'settings', label: 'Settings', hint: 'Server, credentials, connector profiles, OpenAI, privacy, appearance' },
] as const;

export type View = 'session' | (typeof VIEWS)[number]['id'];

export type ViewStore = Store<View>;

export function createViewStore(): ViewStore {
  // A reload comes back to the same view.
  const recalled = recallForWindow('view');
  const store = createStore<View>(VIEWS.find(({ id }) => id === recalled)?.id ?? 'session');
  store.subscribe(() => rememberForWindow('view', store.get()));
  return store;
}

/** Something that is on or off in this window, and stays so over a reload. */
export function createSwitch(key: string): Store<boolean> {
  const store = createStore(recallForWindow(key) === 'on');
  store.subscribe(() => rememberForWindow(key, store.get() ? 'on' : 'off'));
  return store;
}
