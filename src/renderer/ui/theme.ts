/** Dark, light, or as the system has it. The tokens follow `color-scheme`; only what is painted on canvas must be told. */

import { recall, remember } from './remembered.ts';
import { createStore, type ReadableStore } from './store.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const isTheme = (value: string | null): value is Theme => THEMES.some(theme => theme === value);

const recalled = recall('theme');
const chosen = createStore<Theme>(isTheme(recalled) ? recalled : 'system');
const systemDark = matchMedia('(prefers-color-scheme: dark)');
/** Counts changes of what colours mean, for canvases to draw again. */
const colours = createStore(0);

const dark = createStore(false);

const apply = () => {
  document.documentElement.dataset.theme = chosen.get();
  dark.set(chosen.get() === 'dark' || (chosen.get() === 'system' && systemDark.matches));
  colours.update(count => count + 1);
};
chosen.subscribe(apply);
systemDark.addEventListener('change', apply);
apply();

export const theme: ReadableStore<Theme> = chosen;
/** What is shown now, whoever chose it. */
export const isDark: ReadableStore<boolean> = dark;
export const colourVersion: ReadableStore<number> = colours;

export function chooseTheme(next: Theme): void {
  chosen.set(next);
  remember('theme', next);
}
