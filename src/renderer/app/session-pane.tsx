import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import { type MessageRow, rowAt } from '../../shared/projections/message-rows.ts';
import { RECORDED_BOT } from '../../shared/replay/session-bot.ts';
import { useCommand } from '../commands/commands.ts';
import { SaveMenu } from '../features/bundle/save-menu.tsx';
import { showFinding } from '../features/findings/finding-item.tsx';
import { FindingsStrip } from '../features/findings/findings-strip.tsx';
import { placeAt } from '../features/message-log/find-row.ts';
import type { LogPlace } from '../features/message-log/log-places.ts';
import { MessageLog } from '../features/message-log/message-log.tsx';
import type { MessageLogStore } from '../features/message-log/message-log-store.ts';
import { findingsByEvent } from '../features/message-log/row-findings.ts';
import { leadEvent } from '../features/message-log/selection.ts';
import { ModelLine, useModelSession } from '../features/model/model-line.tsx';
import { SessionHeader } from '../features/sessions/session-header.tsx';
import { type SessionRow, wrongElsewhere } from '../features/sessions/session-rows.ts';
import { Waveforms } from '../features/waveforms/waveforms.tsx';
import { FoldingPanel } from '../ui/folding-panel.tsx';
import { Later } from '../ui/later.tsx';
import { nextFrame } from '../ui/next-frame.ts';
import { rememberedLayouts } from '../ui/remembered.ts';
import { createStore, useStore } from '../ui/store.ts';
import { useWidth } from '../ui/use-width.ts';
import { BothLogs } from './both-logs.tsx';
import { useClient, useConnected, useParts } from './parts.ts';
import { ReplayActions } from './replay-actions.tsx';
import { SessionSide, SideOpeners } from './session-side.tsx';
import { useAddress, useSessionStores, useSilent, useTimeLink } from './session-stores.ts';
import { useSideTabs, useUrgent } from './side-tabs.tsx';
import { useSide } from './use-side.ts';

/** Narrower than this, an open message would leave the table no room: it goes below, px. */
const BESIDE_PX = 900;

/** Two fifths of the room below the bars: in a low window the log needs it more, px. */
const wavesHeight = () => Math.round(Math.max(110, Math.min(330, 0.66 * (window.innerHeight - 360))));

/** One session: waveforms above, log below, what there is to say beside or below. Keyed by the session's id. */
export function SessionPane({ row, session }: { row: SessionRow; session: SessionSummary }) {
  const { sessions, bothViews, logView, places } = useParts();
  const [left] = useState(() => places.of(session.id));
  const stores = useSessionStores(session, left);
  const { log, filtered, waves } = stores;
  const client = useClient();
  const silent = useSilent(log, session);
  const { selection, other, select, selectOther, letGo, letGoOther, side, open, suggest, touch } = useSide(left);
  const { tab, behind } = side;
  const isMain = session.id === row.main.id;
  const opposite = useStore(bothViews) && isMain ? row.views.find(one => one.id !== session.id) : undefined;
  const oppositeId = opposite?.id;
  useEffect(() => {
    if (oppositeId === undefined && other !== undefined) letGoOther();
  }, [oppositeId, other, letGoOther]);
  const selected = leadEvent(selection);
  const { visit, goTo, onGoTo, onItem, seek } = useTimeLink(stores, selected);
  const onFollowing = useCallback((following: boolean) => sessions.setFollowing(following), [sessions]);
  const onPick = useCallback((picked: MessageRow) => seek(picked.atMs), [seek]);
  // The row before that moment is at the top then, so that what came of it lies below.
  const onOtherPick = useCallback(
    (atMs: number) => {
      const { rows } = log.get();
      const { indices } = filtered.get();
      seek(atMs);
      goTo(rowAt(rows, indices[placeAt(rows, indices, atMs)] ?? -1)?.atMs ?? atMs);
    },
    [log, filtered, seek, goTo],
  );
  const [logTop] = useState(() => createStore<number | undefined>(undefined));
  const onPlace = useCallback(
    (place: LogPlace) => {
      places.note(session.id, { log: place });
      logTop.set(place.following ? undefined : place.topMs);
    },
    [places, session.id, logTop],
  );
  useEffect(() => places.note(session.id, { selected, tab, behind }), [places, session.id, selected, tab, behind]);
  const { cursorMs } = waves.player;
  const { feed } = waves;
  useEffect(
    () =>
      feed.subscribe(() => {
        const { view, placing } = feed.get();
        places.note(session.id, { drawn: { view, placing } });
      }),
    [places, session.id, feed],
  );
  useEffect(
    () => cursorMs.subscribe(() => places.note(session.id, { playheadMs: cursorMs.get() })),
    [places, session.id, cursorMs],
  );

  // Below the log of a low window it may lie outside of it.
  const openInSight = useCallback(
    (id: string) => {
      open(id);
      nextFrame(() => document.querySelector('.side')?.scrollIntoView({ block: 'nearest' }));
    },
    [open],
  );
  const onFinding = useCallback(
    (id: string) => {
      openInSight('findings');
      nextFrame(() => showFinding(id));
    },
    [openInSight],
  );
  const { diagnosis } = useStore(stores.findings);
  const findings = useMemo(() => findingsByEvent(diagnosis?.findings ?? []), [diagnosis]);
  const tabs = useSideTabs({
    ...{ session, silent, stores, selection, findings },
    other: opposite && other,
    onFinding,
    onGoTo,
  });
  useUrgent(tabs, tab, suggest);
  const shownTab = tabs.find(({ id }) => id === tab)?.id;
  useCommand('session.close', letGo, selection.keys.size > 0 || other !== undefined);
  useCommand('session.side', () => open(shownTab ? undefined : tabs[0]?.id));
  const pane = useRef<HTMLDivElement>(null);
  const width = useWidth(pane);
  const where = shownTab === undefined ? 'none' : width > 0 && width < BESIDE_PX ? 'below' : 'beside';
  return (
    <div className="session-pane" data-testid="session-pane" data-session-id={session.id} ref={pane}>
      <SessionHeader
        row={row}
        session={session}
        connected={useConnected()}
        address={useAddress(log, session.role)}
        both={opposite !== undefined}
        onView={id => {
          bothViews.set(false);
          sessions.select(id, true);
        }}
        onBoth={() => {
          bothViews.set(true);
          if (!isMain) sessions.select(row.main.id);
        }}
      >
        <ModelFacts log={log} session={session} />
        <ReplayActions row={row} session={session} />
        <SaveMenu client={client} session={session} views={row.views} silent={silent} />
      </SessionHeader>
      <FindingsStrip
        store={stores.findings}
        live={session.state === 'live'}
        elsewhere={wrongElsewhere(row, session)}
        onOpen={() => {
          if (shownTab === 'findings') focusSide();
          else openInSight('findings');
        }}
      >
        {!shownTab && <SideOpeners tabs={tabs.filter(({ id }) => id !== 'findings')} onOpen={openInSight} />}
      </FindingsStrip>
      {silent && <p className="session-silent quiet">No audio in this session.</p>}
      <Panes
        where={where}
        side={
          shownTab && (
            <SessionSide tabs={tabs} open={shownTab} onOpen={open} onTouch={touch} onClose={() => open(undefined)} />
          )
        }
        waves={silent ? undefined : <Waveforms waves={waves} client={client} onVisit={goTo} onItem={onItem} />}
      >
        <BothLogs
          session={session}
          other={opposite}
          playhead={waves.player}
          picked={other}
          onOther={selectOther}
          onPick={onOtherPick}
          topMs={logTop}
          onScrolled={goTo}
        >
          <MessageLog
            store={log}
            filtered={filtered}
            view={logView}
            session={session}
            selection={selection}
            playhead={waves.player}
            findings={findings}
            visit={visit}
            left={left.log}
            onSelection={select}
            onPick={onPick}
            onFinding={onFinding}
            onFollowing={onFollowing}
            onPlace={onPlace}
          />
        </BothLogs>
      </Panes>
    </div>
  );
}

function focusSide(): void {
  document.querySelector<HTMLElement>('.side [role=tab][aria-selected=true]')?.focus();
}

/** Of a call that a model answered: how old its session with the model is, and what it cost. */
function ModelFacts({ log, session }: { log: MessageLogStore; session: SessionSummary }) {
  const model = useModelSession(log, session);
  return model && <ModelLine model={model} simulated={session.bot === 'simulator' || session.bot === RECORDED_BOT} />;
}

type PanesProps = {
  where: 'none' | 'beside' | 'below';
  side: ReactNode;
  /** Absent where there is nothing to draw. */
  waves: ReactNode | undefined;
  children: ReactNode;
};

/** The panes and the lines between them, which are moved by pointer and by arrow keys; sizes are remembered. */
function Panes({ where, side, waves, children }: PanesProps) {
  const across = useDefaultLayout({
    id: 'session',
    panelIds: where === 'beside' ? ['content', 'detail'] : ['content'],
    storage: rememberedLayouts,
  });
  const down = useDefaultLayout({
    id: 'content',
    panelIds: [...(waves ? ['waves'] : []), 'log', ...(where === 'below' ? ['below'] : [])],
    storage: rememberedLayouts,
  });
  return (
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
          {waves && (
            <>
              <FoldingPanel id="waves" name="Waveforms" defaultSize={wavesHeight()} minSize={90}>
                <Later>{waves}</Later>
              </FoldingPanel>
              <Separator
                className="separator"
                title="Drag, or the arrow keys; Enter folds"
                aria-label="Resize waveforms"
              />
            </>
          )}
          <Panel id="log" minSize={190}>
            <Later>{children}</Later>
          </Panel>
          {where === 'below' && (
            <>
              <Separator className="separator" aria-label="Resize side pane" />
              <Panel id="below" defaultSize={170} minSize={90} groupResizeBehavior="preserve-pixel-size">
                {side}
              </Panel>
            </>
          )}
        </Group>
      </Panel>
      {where === 'beside' && (
        <>
          <Separator className="separator" aria-label="Resize side pane" />
          <Panel id="detail" defaultSize={320} minSize={220} groupResizeBehavior="preserve-pixel-size">
            {side}
          </Panel>
        </>
      )}
    </Group>
  );
}
