import { type CSSProperties, useCallback, useEffect, useMemo, useRef } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { isErrorRow } from '../../../shared/filter/error-rows.ts';
import { firstWhere } from '../../../shared/lib/first-where.ts';
import { type MessageRow, noMessageRows } from '../../../shared/projections/message-rows.ts';
import { useCommand } from '../../commands/commands.ts';
import { useStore } from '../../ui/store.ts';
import { useWidth } from '../../ui/use-width.ts';
import { fittedColumns } from './columns.ts';
import type { FilteredRowsStore } from './filtered-rows.ts';
import type { Line, LineKey } from './lines.ts';
import { hiddenBy, LogBar } from './log-bar.tsx';
import { usefulChips } from './log-filter.ts';
import { LogHead } from './log-head.tsx';
import { useLogKeys } from './log-keys.ts';
import { useLogLines } from './log-lines.ts';
import { type LogPlace, type Show, useKeepInView, useReturn, useTopRow, useVisit, type Visit } from './log-places.ts';
import { LogRows, useVirtualRows } from './log-rows.tsx';
import { isInView, useFollowEnd, useStayInView } from './log-scroll.ts';
import type { LogViewStore } from './log-view-store.ts';
import { isReading, type MessageLogStore } from './message-log-store.ts';
import { type Playhead, useFollowPlayhead, usePlayheadPlace } from './playhead.ts';
import { findingOf, type RowFinding } from './row-findings.ts';
import { RowMenu } from './row-menu.tsx';
import { type LogSelection, type SelectedFrom, selectOnly } from './selection.ts';
import './message-log.css';

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
  onSelection(selection: LogSelection, from: SelectedFrom): void;
  /** A row was clicked: the playhead goes to it. */
  onPick(row: MessageRow): void;
  /** Opens a finding; always the same function. */
  onFinding(id: string): void;
  /** Told whether the newest row is being followed. */
  onFollowing(following: boolean): void;
  onPlace(place: LogPlace): void;
};

/**
 * Both legs in one list, oldest at the top. A live session opens at its end and is followed while there; an ended one
 * opens at its beginning. Knows no protocol.
 */
export function MessageLog(props: LogProps) {
  const { store, filtered, view, session, selection, playhead, findings, left, onSelection, onPick, onFollowing } =
    props;
  const { role } = session;
  const live = session.state === 'live';
  const log = useStore(store);
  const reading = isReading(log, session);
  const looks = useStore(view);
  const shown = useStore(filtered);
  const lines = useLogLines(store, filtered);
  const { count, placeOf } = lines;
  const chips = useUsefulChips(store, role);
  const scroller = useRef<HTMLDivElement>(null);
  const { following, setFollowing, onScroll, seen } = useFollowEnd(
    scroller,
    live && (left?.following ?? true),
    live || !log.ended,
    count,
    log.rows.count,
  );
  const width = useWidth(scroller);
  const { ids, template } = useMemo(() => fittedColumns(looks.columns, width), [looks.columns, width]);
  const virtual = useVirtualRows(scroller, count);
  const show: Show = (place, align) => {
    setFollowing(false);
    virtual.scrollToIndex(place, { align });
  };
  useEffect(() => onFollowing(following), [following, onFollowing]);

  const leadPlace = placeOf(selection.lead);
  const top = useTopRow(props.onPlace, scroller, lines, following);
  useStayInView(scroller, following ? -1 : leadPlace);
  useVisit(props.visit, lines, scroller, show, key => onSelection(selectOnly(key), 'elsewhere'));
  useReturn(live && left?.following ? undefined : left, lines, log.ended, scroller, show);
  useKeepInView(shown.filter, lines, leadPlace, top, following, scroller, show);
  const current = usePlayheadPlace(playhead, lines.rows, lines.lines.indices);
  useFollowPlayhead(playhead, current, {
    isVisible: place => isInView(scroller.current, place),
    center: place => show(place, 'center'),
  });

  const keys = useLogKeys({
    ...{ lines, selection, scroller, show, onSelection, onPick },
    scrollTo: place => virtual.scrollToIndex(place, { align: 'auto' }),
  });
  /** What a finding points at; before the diagnosis has come, what looks wrong by itself. */
  const isTrouble = ({ row, member }: Line) =>
    !member && (findingOf(row, findings) !== undefined || row.level === 'warning' || isErrorRow(row));
  const toNewest = () => (live ? setFollowing(true) : show(count - 1, 'auto'));
  useCommand('session.nextFinding', () => keys.goToNext(1, isTrouble));
  useCommand('session.previousFinding', () => keys.goToNext(-1, isTrouble));
  useCommand('log.time', view.nextTime);
  useCommand('log.newest', toNewest);
  useCommand('log.unfold', keys.unfoldLead);
  useCommand('log.finding', () => {
    const lead = lines.line(leadPlace);
    const id = lead && findingOf(lead.row, findings)?.ids[0];
    if (id === undefined) return false;
    props.onFinding(id);
  });

  const focus = useCallback(() => scroller.current?.focus(), []);
  // The bar is the same while rows come: what it calls is looked up when it does.
  const newest = useRef({ keys, looks, shown });
  newest.current = { keys, looks, shown };
  const onEnter = useCallback(
    (by: 1 | -1) => {
      const now = newest.current;
      if (now.looks.mode === 'highlight') now.keys.goToNext(by, ({ index }) => now.shown.marked?.has(index) ?? false);
      else focus();
    },
    [focus],
  );
  const { indices } = shown;
  const unseen = indices.length - firstWhere(indices.length, at => (indices[at] ?? 0) >= seen);
  return (
    <section className="log" aria-label="Message log" style={{ '--log-columns': template } as CSSProperties}>
      <LogBar
        view={looks}
        store={view}
        log={store}
        filtered={filtered}
        session={session}
        chips={chips}
        onEnter={onEnter}
        onLeave={focus}
      />
      <LogHead ids={ids} view={looks} store={view} />
      <RowMenu
        store={store}
        selection={selection}
        lines={lines}
        onPick={(key: LineKey) => onSelection(selectOnly(key), 'elsewhere')}
      >
        <LogRows
          {...{ scroller, virtual, lines, role, selection, current, findings, reading, onScroll }}
          columns={ids}
          time={{ kind: looks.time, startedAtMs: Date.parse(session.startedAt), positionAt: store.positionAt }}
          marked={shown.marked}
          onKeyDown={keys.onKeyDown}
          onPick={keys.pick}
          onFinding={props.onFinding}
          empty={emptyWords(
            log.rows.count > 0 ? hiddenBy(chips, looks.shown, role) : '',
            log.rows.count > 0 && looks.text !== '',
            live,
            log.ended,
          )}
        />
      </RowMenu>
      {live && !following && unseen > 0 && (
        <button type="button" className="log-to-end primary" onClick={toNewest}>
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

function emptyWords(hidden: string, filtered: boolean, live: boolean, ended: boolean): string {
  if (filtered) return 'No row is what the filter asks for. Escape in the filter shows all again.';
  if (hidden) return `Every row is hidden: press ${hidden} above to see them again.`;
  if (live) return 'Waiting for the first message.';
  return ended ? 'This session has no messages.' : 'Reading the messages…';
}
