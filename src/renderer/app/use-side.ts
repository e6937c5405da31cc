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
import { isOfSelection, opened, type Side, selected } from './side.ts';

/**
 * Which rows are selected, and which tab is open; none: the pane is folded away. Who selects a row in the log sees its
 * message, and comes back to what was open before when the row is let go. What is read beside the log stays while it leads
 * to one row after the other. `left`: how it was before a reload.
 */
export function useSide(left: Place) {
  const [selection, setSelection] = useState<LogSelection>(() =>
    left.selected === undefined ? nothingSelected : selectOnly(rowKey(left.selected)),
  );
  const [side, setSide] = useState<Side>(() => ({ tab: left.tab || recall('side') || undefined, behind: left.behind }));
  const [other, setOther] = useState<OtherPick>();
  /** The open tab came by itself, and nobody has touched it. */
  const suggested = useRef(false);
  const show = useCallback((wanted: string | undefined, from: SelectedFrom) => {
    const isSuggested = suggested.current;
    setSide(now => selected(now, wanted, from, isSuggested));
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
  const letGoOther = useCallback(() => {
    setOther(undefined);
    show(undefined, 'here');
  }, [show]);
  const suggest = useCallback((next: string) => {
    suggested.current = true;
    setSide({ tab: next });
  }, []);
  const touch = useCallback(() => {
    suggested.current = false;
  }, []);
  const open = useCallback((next: string | undefined) => {
    suggested.current = false;
    setSide(now => opened(now, next));
    if (next === undefined) {
      setSelection(nothingSelected);
      setOther(undefined);
    }
    // What is about every session is open again in the next one.
    if (!isOfSelection(next)) remember('side', next ?? '');
  }, []);
  return { selection, other, select, selectOther, letGo, letGoOther, side, open, suggest, touch };
}
