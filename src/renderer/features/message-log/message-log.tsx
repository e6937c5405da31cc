import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { rowAt } from '../../../shared/projections/message-rows.ts';
import { isBareKey } from '../../ui/keyboard.ts';
import { useStore } from '../../ui/store.ts';
import type { MessageLogStore } from './message-log-store.ts';
import { LogRow, rowId } from './message-row.tsx';
import { allShown, CHIPS, type Chip, type FilteredRows, filterRows, type ShownChips } from './row-filter.ts';
import './message-log.css';

/** Fixed, so that a hundred thousand rows need no measuring. The same as --row. */
const ROW_PX = 24;
/** How near to the end still counts as at the end, px: half a row, for fractional zoom. */
const END_PX = 12;

const CHIP_NAMES: Record<Chip, string> = { genesys: 'Genesys', bot: 'OpenAI', audio: 'Audio', notes: 'Notes' };

type LogProps = {
  store: MessageLogStore;
  /** The session is live: more may come. */
  live: boolean;
  /** Which side of the AudioHook leg the console was on. */
  role: SessionSummary['role'];
  /** Event number of the selected row. */
  selected: number | undefined;
  onSelect(n: number | undefined): void;
  /** Told whether the newest row is being followed. */
  onFollowing(following: boolean): void;
};

/**
 * Both legs in one list, oldest at the top. A live session opens at its end and is followed while there; an ended one
 * opens at its beginning. Knows no protocol.
 */
export function MessageLog({ store, live, role, selected, onSelect, onFollowing }: LogProps) {
  const { rows, failure, ended } = useStore(store);
  const [shown, setShown] = useState<ShownChips>(allShown);
  const filtered = useFiltered(store, shown);
  const count = filtered.indices.length;
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(live);
  const [seenCount, setSeenCount] = useState(0);

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 16,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of count is what moves the end
  useLayoutEffect(() => {
    const element = scroller.current;
    if (following && element) element.scrollTop = element.scrollHeight;
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
  }, [following]);
  useEffect(() => {
    if (following) setSeenCount(count);
  }, [count, following]);
  useEffect(() => onFollowing(following), [following, onFollowing]);

  const onScroll = () => {
    const element = scroller.current;
    if (element) setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight <= END_PX);
  };
  const toEnd = () => setFollowing(true);

  const positionOf = (n: number | undefined) =>
    n === undefined ? -1 : filtered.indices.findIndex(index => rowAt(rows, index)?.n === n);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isBareKey(event.nativeEvent) || count === 0) return;
    if (event.key === 'Escape') {
      onSelect(undefined);
      return;
    }
    const to = moveTo(event.key, positionOf(selected), count);
    if (to === undefined) return;
    event.preventDefault();
    const row = rowAt(rows, filtered.indices[to] ?? -1);
    if (!row) return;
    onSelect(row.n);
    virtual.scrollToIndex(to, { align: 'auto' });
  };

  const items = virtual.getVirtualItems();
  const visibleSelection = items.some(item => rowAt(rows, filtered.indices[item.index] ?? -1)?.n === selected);
  const unseen = count - seenCount;
  return (
    <section className="log" aria-label="Message log">
      <div className="log-bar">
        {CHIPS.map(chip => (
          <button
            key={chip}
            type="button"
            className="chip"
            aria-pressed={shown[chip]}
            onClick={() => setShown({ ...shown, [chip]: !shown[chip] })}
          >
            {CHIP_NAMES[chip]}
          </button>
        ))}
        <span className="quiet" data-testid="log-count">
          {count === rows.count ? `${count} rows` : `${count} of ${rows.count} rows`}
        </span>
        {failure && (
          <span className="problem" role="alert">
            {failure.message}
          </span>
        )}
      </div>
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
                  role={role}
                  onSelect={onSelect}
                />
              )
            );
          })}
        </div>
        {count === 0 && <p className="log-empty quiet">{emptyWords(rows.count, live, ended)}</p>}
      </div>
      {live && !following && unseen > 0 && (
        <button type="button" className="log-to-end primary" onClick={toEnd}>
          {unseen} new
        </button>
      )}
    </section>
  );
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

function emptyWords(all: number, live: boolean, ended: boolean): string {
  if (all > 0) return 'Every row is hidden by the chips above.';
  if (live) return 'Waiting for the first message.';
  return ended ? 'This session has no messages.' : 'Reading the messages…';
}
