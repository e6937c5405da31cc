/** From pane to pane by one key, as in an editor: what lies between them need not be tabbed through. */
import { useCommand } from '../commands/commands.ts';

/** In the order of the page, what is about the call first; where one is not there, it is passed over. The first that can take the focus in it does. */
const PANES = [
  '.call-strip',
  '.call-panel',
  '[role=listbox][aria-label=Sessions]',
  '.waves',
  '[role=listbox][aria-label=Messages]',
  '[role=listbox][aria-label^="Messages, "]',
  '.side',
  '.settings-sections, .setup-panel:not([hidden]), .check-view, .compare-view',
] as const;

const FOCUSABLE = [
  ...['button', 'input', 'select', 'textarea'].map(tag => `${tag}:not(:disabled, [tabindex="-1"])`),
  ...['summary', '[tabindex="0"]'],
].join(', ');

export function usePaneKeys(): void {
  useCommand('pane.next', () => move(1));
  useCommand('pane.previous', () => move(-1));
}

function move(by: 1 | -1): boolean {
  const panes = PANES.map(one => document.querySelector<HTMLElement>(one)).filter(isShown);
  if (panes.length === 0) return false;
  const at = panes.findIndex(pane => pane.contains(document.activeElement));
  const from = at < 0 && by < 0 ? 0 : at;
  const pane = panes[(from + by + panes.length) % panes.length];
  const target = pane && entryOf(pane);
  target?.focus();
  return target !== undefined;
}

/** What takes the focus in a pane: the pane, its open tab, or the first that can. */
function entryOf(pane: HTMLElement): HTMLElement | undefined {
  if (pane.matches('[tabindex="0"]')) return pane;
  const tab = pane.querySelector<HTMLElement>('[role=tab][aria-selected=true]');
  return tab ?? [...pane.querySelectorAll<HTMLElement>(FOCUSABLE)].find(isShown);
}

function isShown(pane: HTMLElement | null): pane is HTMLElement {
  return pane !== null && pane.getClientRects().length > 0;
}
