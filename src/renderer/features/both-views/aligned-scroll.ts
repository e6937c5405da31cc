/** Two logs of one call scroll together: at the top of both is the same moment. Whichever is scrolled by hand leads. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { ReadableStore } from '../../ui/store.ts';
import { placeFrom } from '../message-log/find-row.ts';
import type { LogLines } from '../message-log/log-lines.ts';
import { BY_HAND, isAtEnd, ROW_PX } from '../message-log/log-scroll.ts';

type Aligned = {
  scroller: RefObject<HTMLElement | null>;
  /** What is at the top of the log that leads at first, ms on its clock; undefined while it follows its end. */
  topMs: ReadableStore<number | undefined>;
  /** What is at the top here, ms on the clock of that log, once somebody has scrolled here. */
  onScrolled(atMs: number): void;
  /** Added to a time of this log to have it on the clock of that one, ms. */
  byMs: number;
  lines: LogLines;
};

/** @returns what is called before the page scrolls here by itself: the other log is not taken along then */
export function useAlignedScroll({ scroller, topMs, onScrolled, byMs, lines }: Aligned): () => void {
  const leads = useRef(false);
  /** Where a person began to scroll; undefined where nobody does. */
  const from = useRef<'end' | 'elsewhere'>(undefined);
  const align = () => {
    const element = scroller.current;
    const ms = topMs.get();
    if (!element || leads.current || ms === undefined) return;
    // Its very beginning is the beginning here, too, whoever began first.
    element.scrollTop = ms <= 0 ? 0 : ROW_PX * Math.max(0, placeFrom(lines.rows, lines.lines.indices, ms - byMs));
  };
  const tell = () => {
    const element = scroller.current;
    if (!element || from.current === undefined) return;
    const to = isAtEnd(element) ? 'end' : 'elsewhere';
    // Rows that came moved it: nobody has left the end that is followed.
    if (from.current === 'end' && to === 'end') return;
    from.current = to;
    const top = lines.line(Math.round(element.scrollTop / ROW_PX))?.row;
    if (top) onScrolled(element.scrollTop < ROW_PX ? 0 : top.atMs + byMs);
  };
  const newest = useRef({ align, tell });
  newest.current = { align, tell };
  useEffect(() => topMs.subscribe(() => newest.current.align()), [topMs]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are what it is aligned anew for
  useLayoutEffect(() => newest.current.align(), [lines.lines]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const byHand = (event: Event) => {
      leads.current = event.target instanceof Node && element.contains(event.target);
      if (!leads.current) from.current = undefined;
      else from.current ??= isAtEnd(element) ? 'end' : 'elsewhere';
    };
    const onEnd = () => newest.current.tell();
    for (const type of BY_HAND) document.addEventListener(type, byHand, { capture: true, passive: true });
    element.addEventListener('scrollend', onEnd);
    return () => {
      for (const type of BY_HAND) document.removeEventListener(type, byHand, { capture: true });
      element.removeEventListener('scrollend', onEnd);
    };
  }, [scroller]);
  return useCallback(() => {
    from.current = undefined;
  }, []);
}
