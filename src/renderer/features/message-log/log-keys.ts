/** Going through the log and selecting in it, by keys and clicks. */
import { type KeyboardEvent, type MouseEvent, type RefObject, useCallback, useRef } from 'react';
import type { MessageRow } from '../../../shared/projections/message-rows.ts';
import { moveTo } from '../../ui/list-keys.ts';
import type { Line, LineKey } from './lines.ts';
import type { LogLines } from './log-lines.ts';
import type { Show } from './log-places.ts';
import { isInView, ROW_PX } from './log-scroll.ts';
import { type LogSelection, type SelectedFrom, selectOnly, selectTo, selectToo } from './selection.ts';

type KeyProps = {
  lines: LogLines;
  selection: LogSelection;
  scroller: RefObject<HTMLElement | null>;
  show: Show;
  /** Scrolls no more than is needed, and goes on following the end where that is followed. */
  scrollTo(place: number): void;
  onSelection(selection: LogSelection, from: SelectedFrom): void;
  onPick(row: MessageRow): void;
};

export type LogKeys = {
  onKeyDown(event: KeyboardEvent): void;
  /** A click on a line: alone, with Ctrl or Cmd one more, with Shift all up to it. */
  pick(key: LineKey, event: MouseEvent): void;
  /** To the next line from the selected one, or from the top, that is `wanted`; false where there is none. */
  goToNext(by: 1 | -1, wanted: (line: Line) => boolean): boolean;
  /** Unfolds the selected row, or folds it; false where there is nothing to unfold. */
  unfoldLead(): boolean;
};

export function useLogKeys({ lines, selection, scroller, show, scrollTo, onSelection, onPick }: KeyProps): LogKeys {
  const { count, line, keyAt, placeOf, unfold } = lines;
  const leadPlace = placeOf(selection.lead);
  const unfoldLead = () => {
    const lead = line(leadPlace);
    if (!lead || lead.member || lead.row.members.length < 2) return false;
    unfold(lead.row.n);
    return true;
  };
  const goTo = (place: number, extend: boolean) => {
    if (count === 0) return;
    const to = Math.max(0, Math.min(count - 1, place));
    onSelection(extend ? selectTo(selection, to, keyAt, placeOf) : selectOnly(keyAt(to)), 'here');
    scrollTo(to);
  };
  const goToNext = (by: 1 | -1, wanted: (found: Line) => boolean) => {
    const from = leadPlace >= 0 ? leadPlace : by > 0 ? -1 : count;
    for (let place = from + by; place >= 0 && place < count; place += by) {
      const found = line(place);
      if (!found || !wanted(found)) continue;
      onSelection(selectOnly(found.key), 'elsewhere');
      show(place, isInView(scroller.current, place) ? 'auto' : 'center');
      onPick(found.row);
      return true;
    }
    return false;
  };
  const selectAll = () => {
    const keys = new Set(Array.from({ length: count }, (_, place) => keyAt(place) ?? -1));
    onSelection({ lead: selection.lead ?? keyAt(0), anchor: selection.anchor ?? keyAt(0), keys }, 'here');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && unfoldLead()) event.preventDefault();
    else if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault();
      selectAll();
    } else {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1);
      const to = moveTo(event.nativeEvent, leadPlace, count, page);
      if (to === undefined) return;
      event.preventDefault();
      goTo(to, event.shiftKey);
    }
  };
  const newest = useRef({ selection, lines, onSelection, onPick });
  newest.current = { selection, lines, onSelection, onPick };
  // Always the same function: rows that did not change are not drawn again.
  const pick = useCallback((key: LineKey, event: MouseEvent) => {
    const now = newest.current;
    const place = now.lines.placeOf(key);
    if (event.ctrlKey || event.metaKey) now.onSelection(selectToo(now.selection, key), 'here');
    else if (event.shiftKey)
      now.onSelection(selectTo(now.selection, place, now.lines.keyAt, now.lines.placeOf), 'here');
    else {
      now.onSelection(selectOnly(key), 'here');
      const picked = now.lines.line(place);
      if (picked) now.onPick(picked.row);
    }
  }, []);
  return { onKeyDown, pick, goToNext, unfoldLead };
}
