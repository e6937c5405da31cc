/** Which place of the log is shown, when it is not a person's scrolling that says so. */
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { rowAt } from '../../../shared/projections/message-rows.ts';
import { placeAt, placeFrom } from './find-row.ts';
import type { LineKey } from './lines.ts';
import { rowKey } from './lines.ts';
import type { LogFilter } from './log-filter.ts';
import type { LogLines } from './log-lines.ts';
import { BY_HAND, isInView, ROW_PX } from './log-scroll.ts';

/** A place that the log is to show, once for each object: a time, or an event's row. */
export type Visit = {
  readonly atMs: number;
  readonly n?: number /** Select the row, too. */;
  readonly select: boolean;
};

/** Where somebody left the log: the row at the top, or its end. */
export type LogPlace = { readonly topMs: number; readonly following: boolean };

type Scroller = RefObject<HTMLElement | null>;
/** Scrolls to a line and follows the end no more. */
export type Show = (place: number, align: 'start' | 'center' | 'auto') => void;

/** Goes where another part of the page says. */
export function useVisit(
  visit: Visit | undefined,
  { rows, lines, keyAt, placeOf }: LogLines,
  scroller: Scroller,
  show: Show,
  onSelect: (key: LineKey | undefined) => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each visit is made once, whatever comes after it
  useLayoutEffect(() => {
    const byEvent = visit?.n === undefined ? -1 : placeOf(rowKey(visit.n));
    const place = byEvent >= 0 ? byEvent : visit ? placeFrom(rows, lines.indices, visit.atMs) : -1;
    if (!visit || place < 0) return;
    if (visit.select) onSelect(keyAt(place));
    if (!visit.select || !isInView(scroller.current, place)) show(place, visit.select ? 'center' : 'start');
  }, [visit]);
}

/**
 * When another filter shows other rows, what was looked at stays in view: the selected row, where it was in view or hidden
 * until now; else what was at the top.
 */
export function useKeepInView(
  filter: LogFilter | undefined,
  { rows, lines, count }: LogLines,
  leadPlace: number,
  topMs: RefObject<number>,
  following: boolean,
  scroller: Scroller,
  show: Show,
): void {
  const lookedAt = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another filter changes what is shown
  useLayoutEffect(() => {
    if (filter === undefined || count === 0) return;
    if (leadPlace >= 0 && (lookedAt.current || !following)) {
      if (!isInView(scroller.current, leadPlace) || following) show(leadPlace, 'center');
    } else if (!following && topMs.current > 0) show(Math.max(0, placeAt(rows, lines.indices, topMs.current)), 'start');
  }, [filter]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      lookedAt.current = leadPlace < 0 || isInView(element, leadPlace);
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [scroller, leadPlace]);
}

/** The time of the row at the top, kept up to date and told to the outside. */
export function useTopRow(
  onPlace: (place: LogPlace) => void,
  scroller: Scroller,
  { line }: LogLines,
  following: boolean,
): RefObject<number> {
  const top = useRef(0);
  const newest = useRef(line);
  newest.current = line;
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => {
      const place = Math.floor(element.scrollTop / ROW_PX);
      top.current = element.scrollTop < ROW_PX ? 0 : (newest.current(place)?.row.atMs ?? 0);
      onPlace({ topMs: top.current, following });
    };
    element.addEventListener('scroll', read, { passive: true });
    read();
    return () => element.removeEventListener('scroll', read);
  }, [scroller, following, onPlace]);
  return top;
}

/** Goes to where the log was left, once its rows reach that far; not after somebody has begun to read elsewhere. */
export function useReturn(
  left: LogPlace | undefined,
  { rows, lines, count }: LogLines,
  ended: boolean,
  scroller: Scroller,
  show: Show,
): void {
  const done = useRef(left === undefined || (left.topMs === 0 && !left.following));
  const newestMs = rowAt(rows, lines.indices.at(-1) ?? -1)?.atMs ?? -1;
  useEffect(() => {
    const element = scroller.current;
    if (!element || done.current) return;
    const giveUp = () => {
      done.current = true;
    };
    for (const type of BY_HAND) element.addEventListener(type, giveUp, { passive: true });
    return () => {
      for (const type of BY_HAND) element.removeEventListener(type, giveUp);
    };
  }, [scroller]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: more rows are what it waits for
  useLayoutEffect(() => {
    if (done.current || !left || newestMs < 0) return;
    // Where the end of a live session was followed, its end is where somebody was.
    if (left.following ? !ended : newestMs < left.topMs && !ended) return;
    done.current = true;
    show(left.following ? count - 1 : Math.max(0, placeAt(rows, lines.indices, left.topMs)), 'start');
  }, [left, newestMs, ended]);
}
