import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { type MessageRow, noMessageRows, rowAt } from '../../../shared/projections/message-rows.ts';
import { isBareKey } from '../../ui/keyboard.ts';
import { useStore } from '../../ui/store.ts';
import { placeFrom, placeOfEvent } from './find-row.ts';
import { hiddenBy, LogBar } from './log-bar.tsx';
import { isInView, ROW_PX, useFollowEnd, useStayInView } from './log-scroll.ts';
import type { MessageLogStore } from './message-log-store.ts';
import { LogRow, rowId } from './message-row.tsx';
import { type Playhead, useFollowPlayhead, usePlayheadPlace } from './playhead.ts';
import { allShown, type FilteredRows, filterRows, type ShownChips, usefulChips } from './row-filter.ts';
import './message-log.css';

/** A time that the log is to show, once for each object. */
export type Visit = { readonly atMs: number /** Select the row, too. */; readonly select: boolean };

type LogProps = {
  store: MessageLogStore;
  /** The session is live: more may come. */
  live: boolean;
  /** Which side of the AudioHook leg the console was on. */
  role: SessionSummary['role'];
  /** Event number of the selected row. */
  selected: number | undefined;
  playhead: Playhead;
  /** Where the user went to in the waveforms. */
  visit: Visit | undefined;
  onSelect(n: number | undefined): void;
  /** A row was clicked: it is to be selected, and the playhead goes to it. */
  onPick(row: MessageRow): void;
  /** Told whether the newest row is being followed. */
  onFollowing(following: boolean): void;
};

/**
 * Both legs in one list, oldest at the top. A live session opens at its end and is followed while there; an ended one
 * opens at its beginning. Knows no protocol.
 */
export function MessageLog(props: LogProps) {
  const { store, live, role, selected, playhead, visit, onSelect, onPick, onFollowing } = props;
  const { rows, failure, ended } = useStore(store);
  const [shown, setShown] = useState<ShownChips>(allShown);
  const filtered = useFiltered(store, shown);
  const count = filtered.indices.length;
  const chips = useUsefulChips(store, role);
  const scroller = useRef<HTMLDivElement>(null);
  const { following, setFollowing, onScroll, unseen } = useFollowEnd(scroller, live, count);

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 16,
  });

  useEffect(() => onFollowing(following), [following, onFollowing]);

  const toEnd = () => setFollowing(true);

  const selectedPlace = selected === undefined ? -1 : placeOfEvent(rows, filtered.indices, selected);
  useStayInView(scroller, live && following ? -1 : selectedPlace);

  const show = (place: number, align: 'start' | 'center') => {
    setFollowing(false);
    virtual.scrollToIndex(place, { align });
  };
  const current = usePlayheadPlace(playhead, rows, filtered.indices);
  useFollowPlayhead(playhead, current, {
    isVisible: place => isInView(scroller.current, place),
    center: place => show(place, 'center'),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each visit is made once, whatever comes after it
  useLayoutEffect(() => {
    const place = visit ? placeFrom(rows, filtered.indices, visit.atMs) : -1;
    if (!visit || place < 0) return;
    if (visit.select) onSelect(rowAt(rows, filtered.indices[place] ?? -1)?.n);
    if (!visit.select || !isInView(scroller.current, place)) show(place, visit.select ? 'center' : 'start');
  }, [visit]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isBareKey(event.nativeEvent) || count === 0) return;
    if (event.key === 'Escape') {
      onSelect(undefined);
      return;
    }
    const to = moveTo(event.key, selectedPlace, count);
    if (to === undefined) return;
    event.preventDefault();
    const row = rowAt(rows, filtered.indices[to] ?? -1);
    if (!row) return;
    onSelect(row.n);
    virtual.scrollToIndex(to, { align: 'auto' });
  };

  const items = virtual.getVirtualItems();
  const visibleSelection = items.some(item => rowAt(rows, filtered.indices[item.index] ?? -1)?.n === selected);
  return (
    <section className="log" aria-label="Message log">
      <LogBar
        chips={chips}
        shown={shown}
        role={role}
        words={count === rows.count ? `${count} rows` : `${count} of ${rows.count} rows`}
        problem={failure?.message}
        onToggle={chip => setShown({ ...shown, [chip]: !shown[chip] })}
      />
      <div className="log-head" aria-hidden="true">
        <span className="log-time">since start</span>
        <span>leg</span>
        <span>type</span>
        <span className="log-seq">seq</span>
        <span>what it says</span>
        <span className="log-size">bytes</span>
      </div>
      <div
        className="log-rows"
        role="listbox"
        aria-label="Messages"
        tabIndex={0}
        aria-keyshortcuts="g"
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        aria-activedescendant={visibleSelection && selected !== undefined ? rowId(selected) : undefined}
      >
        <div className="log-space" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map(item => {
            const row = rowAt(rows, filtered.indices[item.index] ?? -1);
            return (
              row && (
                <LogRow
                  key={row.n}
                  row={row}
                  top={item.start}
                  position={item.index + 1}
                  count={count}
                  selected={row.n === selected}
                  current={item.index === current}
                  role={role}
                  onPick={onPick}
                />
              )
            );
          })}
        </div>
        {count === 0 && (
          <p className="log-empty quiet">
            {emptyWords(rows.count > 0 ? hiddenBy(chips, shown, role) : '', live, ended)}
          </p>
        )}
      </div>
      {live && !following && unseen > 0 && (
        <button type="button" className="log-to-end primary" onClick={toEnd}>
          {unseen} new
        </button>
      )}
    </section>
  );
}

function useUsefulChips(store: MessageLogStore, role: SessionSummary['role']) {
  const { rows, ended } = useStore(store);
  // All rows are looked through just once, when they are all there.
  const known = ended ? rows : undefined;
  return useMemo(() => usefulChips(known ?? noMessageRows, role, known !== undefined), [known, role]);
}

function useFiltered(store: MessageLogStore, shown: ShownChips): FilteredRows {
  const { rows } = useStore(store);
  const before = useRef<{ store: MessageLogStore; rows: FilteredRows }>(undefined);
  return useMemo(() => {
    const start = before.current?.store === store ? before.current.rows : undefined;
    const filtered = filterRows(start, rows, shown);
    before.current = { store, rows: filtered };
    return filtered;
  }, [store, rows, shown]);
}

function moveTo(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowDown' || key === 'j') return Math.min(count - 1, at + 1);
  if (key === 'ArrowUp' || key === 'k') return Math.max(0, at < 0 ? count - 1 : at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}

function emptyWords(hidden: string, live: boolean, ended: boolean): string {
  if (hidden) return `Every row is hidden: press ${hidden} above to see them again.`;
  if (live) return 'Waiting for the first message.';
  return ended ? 'This session has no messages.' : 'Reading the messages…';
}
