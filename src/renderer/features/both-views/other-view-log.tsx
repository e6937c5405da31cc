import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { grouped } from '../../ui/format.ts';
import { moveTo } from '../../ui/list-keys.ts';
import { type ReadableStore, useStore } from '../../ui/store.ts';
import { useWidth } from '../../ui/use-width.ts';
import { fittedColumns } from '../message-log/columns.ts';
import type { FilteredRowsStore } from '../message-log/filtered-rows.ts';
import { type LineKey, lineAt, linesOf, placeOfKey } from '../message-log/lines.ts';
import { isInView, ROW_PX, useFollowEnd } from '../message-log/log-scroll.ts';
import { type LogViewStore, TIME_NAMES } from '../message-log/log-view-store.ts';
import type { MessageLogStore } from '../message-log/message-log-store.ts';
import { LogRow, lineId } from '../message-log/message-row.tsx';
import { usePlayheadPlace } from '../message-log/playhead.ts';
import { rowTime } from '../message-log/row-time.ts';
import { type LogSelection, selectOnly } from '../message-log/selection.ts';
import { earlierWords, onClockOf, shiftedRows, shiftMs } from './one-clock.ts';
import './both-views.css';

type OtherProps = {
  store: MessageLogStore;
  filtered: FilteredRowsStore;
  /** The same filter, columns and kind of time as in the log beside it. */
  view: LogViewStore;
  /** Whose log this is. */
  session: SessionSummary;
  /** The session beside it, whose clock counts in both. */
  main: SessionSummary;
  /** On the clock of `main`. */
  playhead: { readonly cursorMs: ReadableStore<number>; readonly playing: ReadableStore<boolean> };
  selection: LogSelection;
  onSelection(selection: LogSelection): void;
  /** A row was chosen: its time on the clock of `main`, ms. */
  onPick(atMs: number): void;
};

/** Names of this list's rows: the log beside it has rows of the same numbers. */
const LIST = 'other-message';

/** The other side's log of the same call, on the clock of the one beside it: it goes where the playhead goes. */
export function OtherViewLog(props: OtherProps) {
  const { store, filtered, view, session, main, playhead, selection, onSelection, onPick } = props;
  const { rows, failure, ended } = useStore(store);
  const looks = useStore(view);
  const { indices, marked } = useStore(filtered);
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const lines = useMemo(() => linesOf(rows, indices, unfolded), [rows, indices, unfolded]);
  const { count } = lines;
  const scroller = useRef<HTMLDivElement>(null);
  const live = session.state === 'live';
  const { following, setFollowing, onScroll } = useFollowEnd(scroller, live, live || !ended, count, rows.count);
  const width = useWidth(scroller);
  const { ids, template } = useMemo(() => fittedColumns(looks.columns, width), [looks.columns, width]);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });

  const by = shiftMs(main, session);
  const onMainClock = useMemo(() => shiftedRows(by), [by]);
  const own = useMemo(() => onClockOf(playhead, by), [playhead, by]);
  const current = usePlayheadPlace(own, rows, lines.indices);
  const followsEnd = live && following;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a playhead that moved on moves the list
  useEffect(() => {
    if (current < 0 || followsEnd || isInView(scroller.current, current)) return;
    setFollowing(false);
    virtual.scrollToIndex(current, { align: 'center' });
  }, [current]);

  const line = (place: number) => lineAt(rows, lines, place, store.event);
  const leadPlace = selection.lead === undefined ? -1 : placeOfKey(rows, lines, selection.lead);
  const choose = (place: number) => {
    const chosen = line(place);
    if (!chosen) return;
    onSelection(selectOnly(chosen.key));
    onPick(chosen.row.atMs + by);
  };
  const newest = useRef({ choose, placeOf: (key: LineKey) => placeOfKey(rows, lines, key) });
  newest.current = { choose, placeOf: key => placeOfKey(rows, lines, key) };
  const pick = useCallback((key: LineKey, _event: MouseEvent) => {
    newest.current.choose(newest.current.placeOf(key));
  }, []);
  const unfold = useCallback((n: number) => {
    setUnfolded(before => {
      const next = new Set(before);
      if (!next.delete(n)) next.add(n);
      return next;
    });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const lead = line(leadPlace);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1);
    const to = moveTo(event.nativeEvent, leadPlace, count, page);
    if (to !== undefined) {
      choose(to);
      virtual.scrollToIndex(to, { align: 'auto' });
    } else if (event.key === 'Enter' && lead && !lead.member && lead.row.members.length > 1) unfold(lead.row.n);
    else return;
    event.preventDefault();
  };

  const items = virtual.getVirtualItems();
  const name = session.role === 'client' ? 'Caller’s view' : 'Server’s view';
  const context = { kind: looks.time, startedAtMs: Date.parse(main.startedAt), positionAt: store.positionAt };
  const shifted = (place: number) => {
    const shown = line(place);
    return shown && { ...shown, row: onMainClock(shown.row) };
  };
  return (
    <section className="log" aria-label={name} style={{ '--log-columns': template } as CSSProperties}>
      <p className="both-caption">
        <strong>{name}</strong>{' '}
        <span className="quiet">
          {grouped(indices.length)} of {grouped(rows.count)} rows{earlierWords(by)}
        </span>
        {failure && <span className="problem"> {failure.message}</span>}
      </p>
      <div className="log-head" aria-hidden="true">
        {ids.map(id => (
          <span key={id} className={`log-head-cell col-${id}`}>
            {id === 'time' ? TIME_NAMES[looks.time] : HEADS[id]}
          </span>
        ))}
      </div>
      <div
        className="log-rows"
        role="listbox"
        aria-label={`Messages, ${name}`}
        tabIndex={0}
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        aria-activedescendant={
          selection.lead !== undefined && items.some(({ index }) => index === leadPlace)
            ? lineId(selection.lead, LIST)
            : undefined
        }
      >
        <div className="log-space" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map(item => {
            const shown = shifted(item.index);
            return (
              shown && (
                <LogRow
                  key={shown.key}
                  list={LIST}
                  lineKey={shown.key}
                  row={shown.row}
                  member={shown.member}
                  unfolded={!shown.member && unfolded.has(shown.row.n)}
                  columns={ids}
                  time={rowTime(shown.row, shifted(item.index - 1)?.row.atMs, context)}
                  top={item.start}
                  position={item.index + 1}
                  count={count}
                  selected={selection.keys.has(shown.key)}
                  current={item.index === current}
                  finding={undefined}
                  found={marked?.has(shown.index)}
                  role={session.role}
                  onPick={pick}
                  onUnfold={unfold}
                />
              )
            );
          })}
        </div>
        {count === 0 && (
          <p className="log-empty quiet">
            {rows.count > 0
              ? 'No row of this side passes the filter above.'
              : ended
                ? 'This side has no messages.'
                : 'Reading the messages…'}
          </p>
        )}
      </div>
    </section>
  );
}

const HEADS = {
  leg: 'leg',
  type: 'type',
  seq: 'seq',
  says: 'what it says',
  size: 'bytes',
  findings: 'findings',
} as const;
