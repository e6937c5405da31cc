import { useCallback, useRef, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import type { WatchHit } from '../../shared/latency/watchpoints.ts';
import type { LaneItem } from '../../shared/projections/event-lanes.ts';
import type { MessageRow } from '../../shared/projections/message-rows.ts';
import { TurnsPanel } from '../features/latency/turns-panel.tsx';
import { useWatch } from '../features/latency/use-watch.ts';
import { VadLab } from '../features/latency/vad-lab.tsx';
import { WatchPanel } from '../features/latency/watch-panel.tsx';
import { rowOfEvent } from '../features/message-log/find-row.ts';
import { MessageDetail } from '../features/message-log/message-detail.tsx';
import { MessageLog } from '../features/message-log/message-log.tsx';
import type { MessageLogStore } from '../features/message-log/message-log-store.ts';
import { SessionHeader } from '../features/sessions/session-header.tsx';
import type { SessionRow } from '../features/sessions/session-rows.ts';
import { Waveforms } from '../features/waveforms/waveforms.tsx';
import { rememberedLayouts } from '../ui/remembered.ts';
import { useStore } from '../ui/store.ts';
import { useWidth } from '../ui/use-width.ts';
import { useClient, useConnected, useParts } from './parts.ts';
import { SessionSide, SideOpeners, type SideTab } from './session-side.tsx';
import { type SessionStores, useAddress, useSessionStores, useSilent, useTimeLink } from './session-stores.ts';

/** Narrower than this, an open message would leave the table no room: it goes below, px. */
const BESIDE_PX = 900;

/** Two fifths of the room below the bars: in a low window the log needs it more, px. */
const wavesHeight = () => Math.round(Math.max(110, Math.min(330, 0.66 * (window.innerHeight - 360))));

/** One session: waveforms above, log below, what there is to say beside or below. Keyed by the session's id. */
export function SessionPane({ row, session }: { row: SessionRow; session: SessionSummary }) {
  const { sessions, watch } = useParts();
  const live = session.state === 'live';
  const stores = useSessionStores(session);
  const { log, waves } = stores;
  const silent = useSilent(log, session);
  const hits = useWatch(stores.latency, watch, live);
  const [selected, setSelected] = useState<number>();
  const { visit, goTo, seek } = useTimeLink(stores, selected);
  const [tab, setTab] = useState<string>();
  // A chosen message is shown at once, unless something else is being read beside the log.
  const select = useCallback((n: number | undefined) => {
    setSelected(n);
    if (n !== undefined) setTab(tab => tab ?? 'message');
    else setTab(tab => (tab === 'message' ? undefined : tab));
  }, []);
  const onFollowing = useCallback((following: boolean) => sessions.setFollowing(following), [sessions]);
  const onPick = useCallback(
    (picked: MessageRow) => {
      select(picked.n);
      seek(picked.atMs);
    },
    [select, seek],
  );
  const onGoTo = useCallback(
    (atMs: number, n?: number) => {
      seek(atMs);
      goTo(atMs);
      if (n !== undefined) setSelected(n);
    },
    [seek, goTo],
  );
  const onItem = useCallback(
    ({ n, fromMs }: LaneItem) => {
      setSelected(n);
      goTo(fromMs);
    },
    [goTo],
  );
  const pane = useRef<HTMLDivElement>(null);
  const width = useWidth(pane);
  const tabs: SideTab[] = [
    ...(silent
      ? []
      : [{ id: 'turns', label: 'Turns', content: <Turns {...{ session, live, stores, hits }} onGoTo={onGoTo} /> }]),
    ...(selected === undefined
      ? []
      : [{ id: 'message', label: 'Message', content: <SelectedMessage log={log} n={selected} /> }]),
  ];
  const open = tabs.find(({ id }) => id === tab)?.id;
  const beside = open === undefined ? 'none' : width > 0 && width < BESIDE_PX ? 'below' : 'beside';
  const closeSide = () => {
    setTab(undefined);
    setSelected(undefined);
  };
  const side = open && <SessionSide tabs={tabs} open={open} onOpen={setTab} onClose={closeSide} />;
  const across = useDefaultLayout({
    id: 'session',
    panelIds: beside === 'beside' ? ['content', 'detail'] : ['content'],
    storage: rememberedLayouts,
  });
  const down = useDefaultLayout({
    id: 'content',
    panelIds: [...(silent ? [] : ['waves']), 'log', ...(beside === 'below' ? ['below'] : [])],
    storage: rememberedLayouts,
  });

  return (
    <div className="session-pane" data-testid="session-pane" data-session-id={session.id} ref={pane}>
      <SessionHeader
        row={row}
        session={session}
        connected={useConnected()}
        address={useAddress(log, session.role)}
        onView={id => sessions.select(id, true)}
      >
        {!open && <SideOpeners tabs={tabs} onOpen={setTab} />}
      </SessionHeader>
      {silent && <p className="session-silent quiet">No audio in this session.</p>}
      <Group
        id="session"
        className="app-panes"
        orientation="horizontal"
        {...(across.defaultLayout ? { defaultLayout: across.defaultLayout } : {})}
        onLayoutChanged={across.onLayoutChanged}
      >
        <Panel id="content" minSize={320}>
          <Group
            id="content"
            orientation="vertical"
            {...(down.defaultLayout ? { defaultLayout: down.defaultLayout } : {})}
            onLayoutChanged={down.onLayoutChanged}
          >
            {!silent && (
              <>
                <Panel id="waves" defaultSize={wavesHeight()} minSize={90} groupResizeBehavior="preserve-pixel-size">
                  <Waveforms waves={waves} onVisit={goTo} onItem={onItem} />
                </Panel>
                <Separator className="separator" aria-label="Resize waveforms" />
              </>
            )}
            <Panel id="log" minSize={100}>
              <MessageLog
                store={log}
                live={live}
                role={session.role}
                selected={selected}
                playhead={waves.player}
                visit={visit}
                onSelect={select}
                onPick={onPick}
                onFollowing={onFollowing}
              />
            </Panel>
            {beside === 'below' && (
              <>
                <Separator className="separator" aria-label="Resize side pane" />
                <Panel id="below" defaultSize={170} minSize={90} groupResizeBehavior="preserve-pixel-size">
                  {side}
                </Panel>
              </>
            )}
          </Group>
        </Panel>
        {beside === 'beside' && (
          <>
            <Separator className="separator" aria-label="Resize side pane" />
            <Panel id="detail" defaultSize={320} minSize={220} groupResizeBehavior="preserve-pixel-size">
              {side}
            </Panel>
          </>
        )}
      </Group>
    </div>
  );
}

type TurnsProps = {
  session: SessionSummary;
  live: boolean;
  stores: SessionStores;
  hits: readonly WatchHit[];
  onGoTo(atMs: number, n?: number): void;
};

function Turns({ session, live, stores, hits, onGoTo }: TurnsProps) {
  const { watch } = useParts();
  const client = useClient();
  const { turns } = useStore(stores.latency);
  return (
    <TurnsPanel latency={stores.latency} live={live} onGoTo={onGoTo}>
      <WatchPanel settings={watch} hits={hits} onGoTo={onGoTo} />
      <VadLab sessionId={session.id} turns={turns} client={client} onGoTo={onGoTo} />
    </TurnsPanel>
  );
}

function SelectedMessage({ log, n }: { log: MessageLogStore; n: number }) {
  const { rows } = useStore(log);
  const event = log.event(n);
  const row = rowOfEvent(rows, n);
  if (!event || !row) return null;
  return <MessageDetail key={n} row={row} event={event} />;
}
