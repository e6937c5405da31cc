import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { grouped } from '../../ui/format.ts';
import { moveTo } from '../../ui/list-keys.ts';
import { type ReadableStore, useStore } from '../../ui/store.ts';
import { useWidth } from '../../ui/use-width.ts';
import { fittedColumns } from '../message-log/columns.ts';
import type { FilteredRowsStore } from '../message-log/filtered-rows.ts';
import type { LineKey } from '../message-log/lines.ts';
import { useLogLines } from '../message-log/log-lines.ts';
import { LogRows, useVirtualRows } from '../message-log/log-rows.tsx';
import { isInView, ROW_PX, useFollowEnd } from '../message-log/log-scroll.ts';
import { headOf, type LogViewStore } from '../message-log/log-view-store.ts';
import { isReading, type MessageLogStore } from '../message-log/message-log-store.ts';
import { usePlayheadPlace } from '../message-log/playhead.ts';
import type { RowFinding } from '../message-log/row-findings.ts';
import { type LogSelection, selectOnly } from '../message-log/selection.ts';
import { useAlignedScroll } from './aligned-scroll.ts';
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
  /** What is at the top of the log beside it, ms on the clock of `main`; undefined while it follows its end. */
  topMs: ReadableStore<number | undefined>;
  /** It was scrolled by hand: what is at its top then, ms on the clock of `main`. */
  onScrolled(atMs: number): void;
};

/** The other side's log of the same call, on the clock of the one beside it: it goes where the playhead goes. */
export function OtherViewLog(props: OtherProps) {
  const { store, filtered, view, session, main, playhead, selection, onSelection, onPick, topMs, onScrolled } = props;
  const log = useStore(store);
  const { failure, ended } = log;
  const looks = useStore(view);
  const { indices, marked } = useStore(filtered);
  const lines = useLogLines(store, filtered);
  const { rows, count, line, placeOf, unfold } = lines;
  const scroller = useRef<HTMLDivElement>(null);
  const live = session.state === 'live';
  const reading = isReading(log, session);
  const { following, setFollowing, onScroll } = useFollowEnd(scroller, live, live || !ended, count, rows.count);
  const width = useWidth(scroller);
  const { ids, template } = useMemo(() => fittedColumns(looks.columns, width), [looks.columns, width]);
  const virtual = useVirtualRows(scroller, count);

  const by = shiftMs(main, session);
  const onMainClock = useMemo(() => shiftedRows(by), [by]);
  const byItself = useAlignedScroll({ scroller, topMs, onScrolled, byMs: by, lines });
  const show = (place: number, align: 'center' | 'auto') => {
    byItself();
    virtual.scrollToIndex(place, { align });
  };
  const own = useMemo(() => onClockOf(playhead, by), [playhead, by]);
  const current = usePlayheadPlace(own, rows, lines.lines.indices);
  const followsEnd = live && following;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a playhead that moved on moves the list
  useEffect(() => {
    if (current < 0 || followsEnd || isInView(scroller.current, current)) return;
    setFollowing(false);
    show(current, 'center');
  }, [current]);

  const leadPlace = placeOf(selection.lead);
  const choose = (place: number) => {
    const chosen = line(place);
    if (!chosen) return;
    onSelection(selectOnly(chosen.key));
    onPick(chosen.row.atMs + by);
  };
  const newest = useRef({ choose, placeOf });
  newest.current = { choose, placeOf };
  const pick = useCallback((key: LineKey, _event: MouseEvent) => {
    newest.current.choose(newest.current.placeOf(key));
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const lead = line(leadPlace);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1);
    const to = moveTo(event.nativeEvent, leadPlace, count, page);
    if (to !== undefined) {
      choose(to);
      show(to, 'auto');
    } else if (event.key === 'Enter' && lead && !lead.member && lead.row.members.length > 1) unfold(lead.row.n);
    else return;
    event.preventDefault();
  };
  const shifted = useMemo(
    () => ({
      ...lines,
      line: (place: number) => {
        const shown = lines.line(place);
        return shown && { ...shown, row: onMainClock(shown.row) };
      },
    }),
    [lines, onMainClock],
  );
  const name = session.role === 'client' ? 'Caller’s view' : 'Server’s view';
  return (
    <section className="log" aria-label={name} style={{ '--log-columns': template } as CSSProperties}>
      <p className="both-caption">
        <strong>{name}</strong>{' '}
        <span className="quiet">
          {grouped(indices.length)} of {grouped(rows.count)} rows, times by the{' '}
          {main.role === 'server' ? 'server' : 'caller'}’s clock{earlierWords(by)}
        </span>
        {failure && <span className="problem"> {failure.message}</span>}
      </p>
      <div className="log-head" aria-hidden="true">
        {ids.map(id => (
          <span key={id} className={`log-head-cell col-${id}`}>
            {headOf(id, looks.time)}
          </span>
        ))}
      </div>
      <LogRows
        label={`Messages, ${name}`}
        list="other-message"
        {...{ scroller, virtual, selection, current, marked, onScroll, onKeyDown }}
        lines={shifted}
        columns={ids}
        time={{ kind: looks.time, startedAtMs: Date.parse(main.startedAt), positionAt: store.positionAt }}
        role={session.role}
        findings={NO_FINDINGS}
        reading={reading}
        onPick={pick}
        empty={emptyWords(rows.count > 0, reading, ended)}
      />
    </section>
  );
}

/** Findings are told in the log of the session that they are of. */
const NO_FINDINGS: ReadonlyMap<number, RowFinding> = new Map();

/** Where it could not be read, the caption says why. */
function emptyWords(filtered: boolean, reading: boolean, ended: boolean): string {
  if (filtered) return 'No row of this side passes the filter above.';
  if (reading) return 'Reading the messages…';
  return ended ? 'This side has no messages.' : '';
}
