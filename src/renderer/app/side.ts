/** Which tab of the side pane is open: what opens it by itself, and what it comes back to. */
import type { SelectedFrom } from '../features/message-log/selection.ts';

/** `tab`: none: the pane is folded away. `behind`: what a tab about the selection took the place of. */
export type Side = { readonly tab: string | undefined; readonly behind?: string | undefined };

/** Tabs that are about the selection, and go with it. */
const OF_SELECTION = ['message', 'compare'];

export const isOfSelection = (tab: string | undefined): boolean => OF_SELECTION.includes(tab ?? '');

/** What is open that has nothing to do with the selection. */
const lasting = ({ tab, behind }: Side) => (isOfSelection(tab) ? behind : tab);

/** Somebody opened `tab`, or folded the pane away; who goes from a message to another tab and back comes back to that. */
export function opened(now: Side, tab: string | undefined): Side {
  return isOfSelection(tab) ? { tab, behind: lasting(now) } : { tab };
}

/**
 * Something was selected, or let go.
 * @param wanted the tab that tells of it; undefined: nothing is selected any more
 * @param isSuggested the open tab came by itself, and nobody has touched it
 */
export function selected(now: Side, wanted: string | undefined, from: SelectedFrom, isSuggested: boolean): Side {
  if (now.tab === undefined) return { tab: wanted };
  if (isOfSelection(now.tab)) return wanted === undefined ? { tab: now.behind } : { tab: wanted, behind: now.behind };
  const stays = wanted === undefined || (from === 'elsewhere' && !isSuggested);
  return stays ? now : { tab: wanted, behind: now.tab };
}
