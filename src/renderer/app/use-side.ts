/** What is selected in an open session, and what stands beside its log. */
import { useCallback, useRef, useState } from 'react';
import { rowKey } from '../features/message-log/lines.ts';
import {
  type LogSelection,
  nothingSelected,
  type SelectedFrom,
  selectOnly,
} from '../features/message-log/selection.ts';
import { recall, remember } from '../ui/remembered.ts';
import type { OtherPick } from './both-logs.tsx';
import type { Place } from './places.ts';

/** Tabs that are about the selection, and go with it. */
const OF_SELECTION = ['message', 'compare'];

/** `behind`: what a selected message took the place of. */
type Side = { readonly tab: string | undefined; readonly behind?: string | undefined };

/**
 * Which rows are selected, and which tab is open; none: the pane is folded away. Who selects a row in the log sees its
 * message, and comes back to what was open before when the row is let go. What is read beside the log stays while it leads
 * to one row after the other. `left`: how it was before a reload.
 */
export function useSide(left: Place) {
  const [selection, setSelection] = useState<LogSelection>(() =>
    left.selected === undefined ? nothingSelected : selectOnly(rowKey(left.selected)),
  );
  const [side, setSide] = useState<Side>(() => ({ tab: left.tab || recall('side') || undefined }));
  const [other, setOther] = useState<OtherPick>();
  /** The open tab came by itself, and nobody has touched it. */
  const suggested = useRef(false);
  const show = useCallback((wanted: string | undefined, from: SelectedFrom) => {
    setSide(now => {
      const { tab, behind } = now;
      if (tab === undefined) return { tab: wanted };
      if (OF_SELECTION.includes(tab)) return wanted === undefined ? { tab: behind } : { tab: wanted, behind };
      const stays = wanted === undefined || (from === 'elsewhere' && !suggested.current);
      return stays ? now : { tab: wanted, behind: tab };
    });
  }, []);
  const select = useCallback(
    (next: LogSelection, from: SelectedFrom) => {
      setSelection(next);
      setOther(undefined);
      show(next.keys.size === 2 ? 'compare' : next.keys.size > 0 ? 'message' : undefined, from);
    },
    [show],
  );
  /** A row of the other side's log: of both logs together, one row is chosen. */
  const selectOther = useCallback(
    (pick: OtherPick) => {
      setSelection(nothingSelected);
      setOther(pick);
      show('message', 'here');
    },
    [show],
  );
  const letGo = useCallback(() => select(nothingSelected, 'here'), [select]);
  const letGoOther = useCallback(() => setOther(undefined), []);
  const suggest = useCallback((next: string) => {
    suggested.current = true;
    setSide({ tab: next });
  }, []);
  const touch = useCallback(() => {
    suggested.current = false;
  }, []);
  const open = useCallback((next: string | undefined) => {
    suggested.current = false;
    setSide({ tab: next });
    if (next === undefined) {
      setSelection(nothingSelected);
      setOther(undefined);
    }
    // What is about every session is open again in the next one.
    if (!OF_SELECTION.includes(next ?? '')) remember('side', next ?? '');
  }, []);
  return { selection, other, select, selectOther, letGo, letGoOther, tab: side.tab, open, suggest, touch };
}
