/** Where the log stands: at its end while that is followed, and never so that what was in view is lost. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Fixed, so that a hundred thousand rows need no measuring. The same as --row. */
export const ROW_PX = 24;
/** How near to the end still counts as at the end, px: half a row, for fractional zoom. */
const END_PX = 12;
/** What a person scrolls with. */
export const BY_HAND = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const;

type Scroller = RefObject<HTMLElement | null>;

/** Whether any of the row at `place` can be seen. */
export function isInView(element: HTMLElement | null, place: number): boolean {
  const top = place * ROW_PX;
  return element !== null && top + ROW_PX > element.scrollTop && top < element.scrollTop + element.clientHeight;
}

/** Whether the last row can be seen, or almost. */
export function isAtEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight <= END_PX;
}

/**
 * Follows the newest row while the log is at its end, where it begins with `atEnd`, and `grows`: the end of one to which
 * nothing is added is a place like any other. `seen`: how many of all rows there were when it was left: what was unfolded
 * or filtered since is not new.
 */
export function useFollowEnd(scroller: Scroller, atEnd: boolean, grows: boolean, count: number, rows: number) {
  const [wasAtEnd, setFollowing] = useState(atEnd);
  const following = wasAtEnd && grows;
  const grew = useRef(grows);
  const [seen, setSeen] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of count is what moves the end
  useLayoutEffect(() => {
    const element = scroller.current;
    // The last rows may come together with the word that they are the last.
    if (wasAtEnd && (grows || grew.current) && element) element.scrollTop = element.scrollHeight;
    grew.current = grows;
  }, [count, following]);
  useEffect(() => {
    const element = scroller.current;
    if (!following || !element) return;
    // A banner, or another pane's size, moves the end too.
    const observer = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, following]);
  useEffect(() => {
    if (following) setSeen(rows);
  }, [rows, following]);
  const onScroll = () => {
    const element = scroller.current;
    if (element) setFollowing(isAtEnd(element));
  };
  return { following, setFollowing, onScroll, seen };
}

/** A message that opens below the table makes it lower: the selected row, at `place`, stays in view if it was. */
export function useStayInView(scroller: Scroller, place: number): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element || place < 0) return;
    const bottom = (place + 1) * ROW_PX;
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      const wasInView = bottom > element.scrollTop && bottom - ROW_PX < element.scrollTop + height;
      height = element.clientHeight;
      if (wasInView && bottom > element.scrollTop + height) element.scrollTop = bottom - height;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, place]);
}
