import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { isErrorRow } from '../../../shared/filter/error-rows.ts';
import { type MessageRow, noMessageRows, rowAt } from '../../../shared/projections/message-rows.ts';
import { useCommand } from '../../commands/commands.ts';
import { grouped } from '../../ui/format.ts';
import { moveTo } from '../../ui/list-keys.ts';
import { useStore } from '../../ui/store.ts';
import { useWidth } from '../../ui/use-width.ts';
import { fittedColumns } from './columns.ts';
import type { FilteredRowsStore } from './filtered-rows.ts';
import { firstWhere, placeAt, placeFrom } from './find-row.ts';
import { type Line, type LineKey, lineAt, linesOf, placeOfKey, rowKey } from './lines.ts';
import { hiddenBy, LogBar } from './log-bar.tsx';
import { usefulChips } from './log-filter.ts';
import { LogHead } from './log-head.tsx';
import { isInView, ROW_PX, useFollowEnd, useStayInView } from './log-scroll.ts';
import type { LogViewStore } from './log-view-store.ts';
import type { MessageLogStore } from './message-log-store.ts';
import { LogRow, lineId } from './message-row.tsx';
import { type Playhead, useFollowPlayhead, usePlayheadPlace } from './playhead.ts';
import { findingOf, type RowFinding } from './row-findings.ts';
import { RowMenu } from './row-menu.tsx';
import { rowTime } from './row-time.ts';
import { type LogSelection, selectOnly, selectTo, selectToo } from './selection.ts';
import './message-log.css';

/** A place that the log is to show, once for each object: a time, or an event's row. */
export type Visit = {
  readonly atMs: number;
  readonly n?: number /** Select the row, too. */;
  readonly select: boolean;
};

/** Where somebody left the log: the row at the top, or its end. */
export type LogPlace = { readonly topMs: number; readonly following: boolean };

type LogProps = {
  store: MessageLogStore;
  filtered: FilteredRowsStore;
  view: LogViewStore;
  session: SessionSummary;
  selection: LogSelection;
  playhead: Playhead;
  /** By the number of the event that they point at. */
  findings: ReadonlyMap<number, RowFinding>;
  /** Where the user went to in the waveforms, or in another list. */
  visit: Visit | undefined;
  /** Where the log was left before a reload. */
  left: LogPlace | undefined;
  onSelection(selection: LogSelection): void;
  /** A row was clicked: the playhead goes to it. */
  onPick(row: MessageRow): void;
  /** Told whether the newest row is being followed. */
  onFollowing(following: boolean): void;
  onPlace(place: LogPlace): void;
};

/**
 * Both legs in one list, oldest at the top. A live session opens at its end and is followed while there; an ended one
 * opens at its beginning. Knows no protocol.
 */
export function MessageLog(props: LogProps) {
  const {
    store,
    filtered,
    view,
    session,
    selection,
    playhead,
    findings,
    visit,
    left,
    onSelection,
    onPick,
    onFollowing,
  } = props;
  const { role } = session;
  const live = session.state === 'live';
  const { rows, failure, ended } = useStore(store);
  const reading = !live && !ended && failure === undefined;
  const looks = useStore(view);
  const { filter: appliedFilter, indices, marked } = useStore(filtered);
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const lines = useMemo(() => linesOf(rows, indices, unfolded), [rows, indices, unfolded]);
  const { count } = lines;
  const chips = useUsefulChips(store, role);
  const scroller = useRef<HTMLDivElement>(null);
  const { following, setFollowing, onScroll, seen } = useFollowEnd(
    scroller,
    left?.following ?? live,
    live,
    count,
    rows.count,
  );
  const columns = useMemo(() => looks.columns, [looks.columns]);
  const { ids, template } = useColumns(scroller, columns);

  const line = (place: number): Line | undefined => lineAt(rows, lines, place, store.event);
  const keyAt = (place: number) => line(place)?.key;
  const placeOf = (key: LineKey | undefined) => (key === undefined ? -1 : placeOfKey(rows, lines, key));

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });

  useEffect(() => onFollowing(following), [following, onFollowing]);

  const leadPlace = placeOf(selection.lead);
  useStayInView(scroller, live && following ? -1 : leadPlace);

  const show = (place: number, align: 'start' | 'center' | 'auto') => {
    setFollowing(false);
    virtual.scrollToIndex(place, { align });
  };
  const current = usePlayheadPlace(playhead, rows, lines.indices);
  useFollowPlayhead(playhead, current, {
    isVisible: place => isInView(scroller.current, place),
    center: place => show(place, 'center'),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each visit is made once, whatever comes after it
  useLayoutEffect(() => {
    const byEvent = visit?.n === undefined ? -1 : placeOf(rowKey(visit.n));
    const place = byEvent >= 0 ? byEvent : visit ? placeFrom(rows, lines.indices, visit.atMs) : -1;
    if (!visit || place < 0) return;
    if (visit.select) onSelection(selectOnly(keyAt(place)));
    if (!visit.select || !isInView(scroller.current, place)) show(place, visit.select ? 'center' : 'start');
  }, [visit]);

  const unseen = indices.length - firstWhere(indices.length, at => (indices[at] ?? 0) >= seen);
  const top = useTopRow(props, scroller, place => line(place)?.row.atMs, following);
  const newestMs = rowAt(rows, indices.at(-1) ?? -1)?.atMs ?? -1;
  useReturn(scroller, left, newestMs, ended, ms => show(Math.max(0, placeAt(rows, lines.indices, ms)), 'start'));
  // biome-ignore lint/correctness/useExhaustiveDependencies: when other rows are shown, what was looked at stays in view
  useLayoutEffect(() => {
    if (appliedFilter === undefined || following || count === 0) return;
    if (leadPlace >= 0) {
      if (!isInView(scroller.current, leadPlace)) show(leadPlace, 'center');
    } else if (top.current > 0) show(Math.max(0, placeAt(rows, lines.indices, top.current)), 'start');
  }, [appliedFilter]);

  const unfold = useCallback((n: number) => {
    setUnfolded(before => {
      const next = new Set(before);
      if (!next.delete(n)) next.add(n);
      return next;
    });
  }, []);
  const unfoldLead = () => {
    const row = line(leadPlace)?.row;
    if (!row || line(leadPlace)?.member || row.members.length < 2) return false;
    unfold(row.n);
    return true;
  };
  const goTo = (place: number, extend = false) => {
    if (count === 0) return;
    const to = Math.max(0, Math.min(count - 1, place));
    onSelection(extend ? selectTo(selection, to, keyAt, placeOf) : selectOnly(keyAt(to)));
    virtual.scrollToIndex(to, { align: 'auto' });
  };
  /** The next row from the selected one, or from the top, that tells of trouble or was found. */
  const goToNext = (by: 1 | -1, wanted: (line: Line) => boolean) => {
    const from = leadPlace >= 0 ? leadPlace : by > 0 ? -1 : count;
    for (let place = from + by; place >= 0 && place < count; place += by) {
      const found = line(place);
      if (!found || !wanted(found)) continue;
      onSelection(selectOnly(found.key));
      show(place, isInView(scroller.current, place) ? 'auto' : 'center');
      onPick(found.row);
      return true;
    }
    return false;
  };
  /** What a finding points at; before the diagnosis has come, what looks wrong by itself. */
  const isTrouble = ({ row, member }: Line) =>
    !member && (findingOf(row, findings) !== undefined || row.level === 'warning' || isErrorRow(row));
  useCommand('session.nextFinding', () => goToNext(1, isTrouble));
  useCommand('session.previousFinding', () => goToNext(-1, isTrouble));
  useCommand('log.time', view.nextTime);
  useCommand('log.newest', () => setFollowing(true));
  useCommand('log.unfold', unfoldLead);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && unfoldLead()) event.preventDefault();
    else if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault();
      const keys = new Set(Array.from({ length: count }, (_, place) => keyAt(place) ?? -1));
      onSelection({ lead: selection.lead ?? keyAt(0), anchor: selection.anchor ?? keyAt(0), keys });
    } else {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1);
      const to = moveTo(event.nativeEvent, leadPlace, count, page);
      if (to === undefined) return;
      event.preventDefault();
      goTo(to, event.shiftKey);
    }
  };
  const newest = useRef({ selection, keyAt, placeOf, onSelection, onPick, line });
  newest.current = { selection, keyAt, placeOf, onSelection, onPick, line };
  const pick = useCallback((key: LineKey, event: MouseEvent) => {
    const now = newest.current;
    const place = now.placeOf(key);
    if (event.ctrlKey || event.metaKey) now.onSelection(selectToo(now.selection, key));
    else if (event.shiftKey) now.onSelection(selectTo(now.selection, place, now.keyAt, now.placeOf));
    else {
      now.onSelection(selectOnly(key));
      const picked = now.line(place);
      if (picked) now.onPick(picked.row);
    }
  }, []);
  const focus = () => scroller.current?.focus();

  const items = virtual.getVirtualItems();
  const leadVisible = items.some(item => item.index === leadPlace);
  const context = {
    kind: looks.time,
    startedAtMs: Date.parse(session.startedAt),
    positionAt: store.positionAt,
  };
  return (
    <section className="log" aria-label="Message log" style={{ '--log-columns': template } as CSSProperties}>
      <LogBar
        view={looks}
        store={view}
        chips={chips}
        role={role}
        words={countWords(indices.length, rows.count, marked?.size)}
        reading={reading}
        problem={failure?.message}
        types={store.types}
        onEnter={by => {
          if (looks.mode === 'highlight') goToNext(by, ({ index }) => marked?.has(index) ?? false);
          else focus();
        }}
        onLeave={focus}
      />
      <LogHead ids={ids} view={looks} store={view} />
      <RowMenu store={store} selection={selection} lines={{ rows, lines }} onPick={key => onSelection(selectOnly(key))}>
        <div
          className="log-rows"
          role="listbox"
          aria-label="Messages"
          aria-multiselectable="true"
          tabIndex={0}
          aria-keyshortcuts="g"
          ref={scroller}
          onScroll={onScroll}
          onKeyDown={onKeyDown}
          aria-activedescendant={leadVisible && selection.lead !== undefined ? lineId(selection.lead) : undefined}
        >
          <div className="log-space" role="presentation" style={{ height: virtual.getTotalSize() }}>
            {items.map(item => {
              const shown = line(item.index);
              return (
                shown && (
                  <LogRow
                    key={shown.key}
                    lineKey={shown.key}
                    row={shown.row}
                    member={shown.member}
                    unfolded={!shown.member && unfolded.has(shown.row.n)}
                    columns={ids}
                    time={rowTime(shown.row, line(item.index - 1)?.row.atMs, context)}
                    top={item.start}
                    position={item.index + 1}
                    count={reading ? -1 : count}
                    selected={selection.keys.has(shown.key)}
                    current={item.index === current}
                    finding={findingOf(shown.row, findings)}
                    found={marked?.has(shown.index)}
                    role={role}
                    onPick={pick}
                    onUnfold={unfold}
                  />
                )
              );
            })}
          </div>
          {count === 0 && (
            <p className="log-empty quiet">
              {emptyWords(
                rows.count > 0 ? hiddenBy(chips, looks.shown, role) : '',
                rows.count > 0 && looks.text !== '',
                live,
                ended,
              )}
            </p>
          )}
        </div>
      </RowMenu>
      {live && !following && unseen > 0 && (
        <button type="button" className="log-to-end primary" onClick={() => setFollowing(true)}>
          {unseen} new
        </button>
      )}
    </section>
  );
}

function useColumns(scroller: React.RefObject<HTMLElement | null>, columns: Parameters<typeof fittedColumns>[0]) {
  const width = useWidth(scroller);
  return useMemo(() => fittedColumns(columns, width), [columns, width]);
}

function useUsefulChips(store: MessageLogStore, role: SessionSummary['role']) {
  const { rows, ended } = useStore(store);
  // All rows are looked through just once, when they are all there.
  const known = ended ? rows : undefined;
  return useMemo(() => usefulChips(known ?? noMessageRows, role, known !== undefined), [known, role]);
}

/** The time of the row at the top, kept up to date and told to the outside. */
function useTopRow(
  { onPlace }: Pick<LogProps, 'onPlace'>,
  scroller: React.RefObject<HTMLElement | null>,
  atMs: (place: number) => number | undefined,
  following: boolean,
) {
  const top = useRef(0);
  const newest = useRef(atMs);
  newest.current = atMs;
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => {
      top.current = element.scrollTop < ROW_PX ? 0 : (newest.current(Math.floor(element.scrollTop / ROW_PX)) ?? 0);
      onPlace({ topMs: top.current, following });
    };
    element.addEventListener('scroll', read, { passive: true });
    read();
    return () => element.removeEventListener('scroll', read);
  }, [scroller, following, onPlace]);
  return top;
}

/** Goes to where the log was left, once its rows reach that far; not after somebody has begun to read elsewhere. */
function useReturn(
  scroller: React.RefObject<HTMLElement | null>,
  left: LogPlace | undefined,
  newestMs: number,
  ended: boolean,
  show: (ms: number) => void,
): void {
  const done = useRef(left === undefined || left.following || left.topMs === 0);
  const newest = useRef(show);
  newest.current = show;
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
  useLayoutEffect(() => {
    if (done.current || !left || newestMs < 0 || (newestMs < left.topMs && !ended)) return;
    done.current = true;
    newest.current(left.topMs);
  }, [left, newestMs, ended]);
}

/** What a person scrolls with. */
const BY_HAND = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const;

function countWords(shown: number, all: number, marked: number | undefined): string {
  if (marked !== undefined) return `${grouped(marked)} found in ${grouped(all)} rows`;
  return shown === all ? `${grouped(all)} rows` : `${grouped(shown)} of ${grouped(all)} rows`;
}

function emptyWords(hidden: string, filtered: boolean, live: boolean, ended: boolean): string {
  if (filtered) return 'No row is what the filter asks for. Escape in the filter shows all again.';
  if (hidden) return `Every row is hidden: press ${hidden} above to see them again.`;
  if (live) return 'Waiting for the first message.';
  return ended ? 'This session has no messages.' : 'Reading the messages…';
}
