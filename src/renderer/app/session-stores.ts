/** What one open session keeps outside React, and what its parts share: one log, one picture, one playhead. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import type { LaneItem } from '../../shared/projections/event-lanes.ts';
import { useCommand } from '../commands/commands.ts';
import { createFindingsStore } from '../features/findings/findings-store.ts';
import { createLatencyStore } from '../features/latency/latency-store.ts';
import { createFilteredRows } from '../features/message-log/filtered-rows.ts';
import { rowHolding } from '../features/message-log/find-row.ts';
import type { Visit } from '../features/message-log/log-places.ts';
import { createMessageLogStore, isReading, type MessageLogStore } from '../features/message-log/message-log-store.ts';
import { isPlayable, isReadingSound } from '../features/waveforms/peaks-feed.ts';
import { createWaves } from '../features/waveforms/waves.ts';
import { useStore } from '../ui/store.ts';
import { useAttached, useParts } from './parts.ts';
import type { Place } from './places.ts';

/** @param left where somebody was in this session before */
export function useSessionStores(session: SessionSummary, left: Place) {
  const live = session.state === 'live';
  const [stores] = useState(() => {
    const log = createMessageLogStore(session);
    return {
      log,
      findings: createFindingsStore(session.id),
      filtered: createFilteredRows(log),
      latency: createLatencyStore(session.id, log),
      waves: createWaves(session, { ...log, reading: () => isReading(log.get(), session) }, left),
    };
  });
  const { log, findings, filtered, latency, waves } = stores;
  const { feed, player, ear, timeline } = waves;
  const { filter } = useStore(useParts().logView).filter;
  useEffect(() => filtered.setFilter(filter), [filtered, filter]);
  useEffect(() => filtered.attach(), [filtered]);
  useAttached(log);
  useAttached(feed);
  // The host has one thread: what it works out from all events and all sound waits until rows and waves are here.
  const rowsRead = useSyncExternalStore(log.subscribe, () => log.get().ended || log.get().failure !== undefined);
  const soundRead = useSyncExternalStore(feed.subscribe, () => !isReadingSound(feed.get()));
  const readNow = live || (rowsRead && soundRead);
  // A call that ends is told so before its last rows come: what has begun is not stopped for that.
  const [read, setRead] = useState(readNow);
  if (readNow && !read) setRead(true);
  useAttached(findings, read);
  useAttached(latency, read);
  useAttached(player);
  useAttached(ear);
  useEffect(() => feed.setLive(live), [feed, live]);
  // New events mean new audio: the picture grows with the log.
  useEffect(() => log.subscribe(feed.touch), [log, feed]);
  useEffect(() => timeline.follow(), [timeline]);
  useEffect(() => player.dispose, [player]);
  return stores;
}

export type SessionStores = ReturnType<typeof useSessionStores>;

/**
 * The link between log and sound. `pick`: a row was clicked, the playhead goes there. `visit`: the log goes to a time.
 * G jumps from one to the other: from the selected row to the playhead, or, while the waveforms have the focus or
 * nothing is selected, from the playhead to its row.
 */
export function useTimeLink({ log, waves }: SessionStores, selected: number | undefined) {
  const { feed, player } = waves;
  const [visit, setVisit] = useState<Visit>();
  const seek = useCallback(
    (atMs: number) => {
      player.seek(atMs);
      feed.show(atMs);
    },
    [player, feed],
  );
  useCommand('session.jump', () => {
    const row = selected === undefined ? undefined : rowHolding(log.get().rows, selected);
    const inWaves = (document.activeElement?.closest('.waves') ?? null) !== null;
    if (row && !inWaves) seek(row.atMs);
    else setVisit({ atMs: player.cursorMs.get(), select: true });
  });
  useCommand('session.play', () => {
    if (isPlayable(feed.get())) player.toggle();
  });
  const goTo = useCallback((atMs: number) => setVisit({ atMs, select: false }), []);
  const select = useCallback(
    (atMs: number, n: number) => {
      const row = rowHolding(log.get().rows, n);
      setVisit(row ? { atMs: row.atMs, n: row.n, select: true } : { atMs, select: false });
    },
    [log],
  );
  const onGoTo = useCallback(
    (atMs: number, n?: number) => {
      seek(atMs);
      if (n === undefined) goTo(atMs);
      else select(atMs, n);
    },
    [seek, goTo, select],
  );
  const onItem = useCallback(({ n, fromMs }: LaneItem) => select(fromMs, n), [select]);
  return { visit, goTo, onGoTo, onItem, seek };
}

/**
 * True for a session that ended without any sound: there is nothing to draw or to play. A call that never connected has
 * its tracks, too, but nothing in them: its log tells, once all of it is here.
 */
export function useSilent(log: MessageLogStore, session: SessionSummary): boolean {
  const noneLogged = useSyncExternalStore(log.subscribe, () => log.get().ended && !log.get().hasAudio);
  return session.state !== 'live' && (noneLogged || Object.keys(session.tracks).length === 0);
}

/** Where a caller's view called to; empty until its first events are here, and for a server's view. */
export function useAddress(log: MessageLogStore, role: SessionSummary['role']): string {
  return useSyncExternalStore(log.subscribe, () => (role === 'client' ? addressIn(log) : ''));
}

/** A call's upgrade is among its very first events. */
const FIRST_EVENTS = 5;

function addressIn(log: MessageLogStore): string {
  for (let n = 0; n < FIRST_EVENTS; n += 1) {
    const event = log.event(n);
    if (event?.type === 'connection' && event.phase === 'upgrade') return event.target ?? '';
  }
  return '';
}
