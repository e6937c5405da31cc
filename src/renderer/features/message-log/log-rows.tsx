import { useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, MouseEvent, ReactNode, RefObject } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { ColumnId } from './columns.ts';
import type { LineKey } from './lines.ts';
import type { LogLines } from './log-lines.ts';
import { ROW_PX } from './log-scroll.ts';
import { LogRow, lineId } from './message-row.tsx';
import { findingOf, type RowFinding } from './row-findings.ts';
import { rowTime, type TimeContext } from './row-time.ts';
import type { LogSelection } from './selection.ts';

/** Only the rows near the visible ones are in the page. */
export function useVirtualRows(scroller: RefObject<HTMLElement | null>, count: number) {
  return useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
}

type RowsProps = {
  /** What the list is called, and its rows' ids begin with, where there are two logs. */
  label?: string;
  list?: string;
  scroller: RefObject<HTMLDivElement | null>;
  virtual: Virtualizer<HTMLElement, Element>;
  lines: LogLines;
  columns: readonly ColumnId[];
  time: TimeContext;
  role: SessionSummary['role'];
  selection: LogSelection;
  /** Place of the playhead's row. */
  current: number;
  findings: ReadonlyMap<number, RowFinding>;
  /** Indices of rows that a filter highlights; undefined where none does. */
  marked: ReadonlySet<number> | undefined;
  /** More lines are being read: nobody knows yet how many there are. */
  reading: boolean;
  onScroll(): void;
  onKeyDown(event: KeyboardEvent): void;
  onPick(key: LineKey, event: MouseEvent): void;
  onFinding?(id: string): void;
  /** What is said where there is no row. */
  empty: ReactNode;
};

/** The list itself: it has the focus and the keys. */
export function LogRows(props: RowsProps) {
  const { scroller, virtual, lines, selection, empty } = props;
  const items = virtual.getVirtualItems();
  const leadPlace = lines.placeOf(selection.lead);
  const leadVisible = items.some(({ index }) => index === leadPlace);
  return (
    <div
      className="log-rows"
      role="listbox"
      aria-label={props.label ?? 'Messages'}
      aria-multiselectable={props.list === undefined}
      tabIndex={0}
      aria-keyshortcuts={props.list === undefined ? 'g' : undefined}
      ref={scroller}
      onScroll={props.onScroll}
      onKeyDown={props.onKeyDown}
      aria-activedescendant={
        leadVisible && selection.lead !== undefined ? lineId(selection.lead, props.list) : undefined
      }
    >
      <div className="log-space" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {items.map(item => rowOf(item, props))}
      </div>
      {lines.count === 0 && <p className="log-empty quiet">{empty}</p>}
    </div>
  );
}

/** A function, not a component: while somebody scrolls there are dozens a frame. */
function rowOf({ index, start }: VirtualItem, props: RowsProps): ReactNode {
  const { list, lines, columns, time, role, selection, current, findings, marked, reading, onPick } = props;
  const shown = lines.line(index);
  if (!shown) return null;
  const { key, row, member } = shown;
  return (
    <LogRow
      key={key}
      {...(list === undefined ? {} : { list })}
      lineKey={key}
      row={row}
      member={member}
      unfolded={!member && lines.unfolded.has(row.n)}
      columns={columns}
      time={rowTime(row, lines.line(index - 1)?.row.atMs, time)}
      top={start}
      position={index + 1}
      count={reading ? -1 : lines.count}
      selected={selection.keys.has(key)}
      current={index === current}
      finding={findingOf(row, findings)}
      found={marked?.has(shown.index)}
      role={role}
      onPick={onPick}
      onUnfold={lines.unfold}
      onFinding={props.onFinding}
    />
  );
}
