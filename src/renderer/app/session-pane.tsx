import { useCallback, useEffect, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import { rowAt } from '../../shared/projections/message-rows.ts';
import { MessageDetail } from '../features/message-log/message-detail.tsx';
import { MessageLog } from '../features/message-log/message-log.tsx';
import { createMessageLogStore, type MessageLogStore } from '../features/message-log/message-log-store.ts';
import { SessionHeader } from '../features/sessions/session-header.tsx';
import type { SessionRow } from '../features/sessions/session-rows.ts';
import { createPeaksFeed } from '../features/waveforms/peaks-feed.ts';
import { createSessionPlayer } from '../features/waveforms/session-player.ts';
import { Waveforms } from '../features/waveforms/waveforms.tsx';
import { rememberedLayouts } from '../ui/remembered.ts';
import { useStore } from '../ui/store.ts';
import { useAttached, useParts } from './parts.ts';

/** One session: waveforms above, log below, the selected message on the right. Keyed by the session's id. */
export function SessionPane({ row, session }: { row: SessionRow; session: SessionSummary }) {
  const { sessions } = useParts();
  const live = session.state === 'live';
  const { log, feed, player } = useSessionStores(session);
  const [selected, setSelected] = useState<number>();
  const onFollowing = useCallback((following: boolean) => sessions.setFollowing(following), [sessions]);
  const detail = selected !== undefined;
  const across = useDefaultLayout({
    id: 'session',
    panelIds: detail ? ['content', 'detail'] : ['content'],
    storage: rememberedLayouts,
  });
  const down = useDefaultLayout({ id: 'content', storage: rememberedLayouts });

  return (
    <div className="session-pane" data-testid="session-pane" data-session-id={session.id}>
      <SessionHeader row={row} session={session} onView={id => sessions.select(id, true)} />
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
            <Panel id="waves" defaultSize={200} minSize={110} groupResizeBehavior="preserve-pixel-size">
              <Waveforms feed={feed} player={player} live={live} />
            </Panel>
            <Separator className="separator" aria-label="Resize waveforms" />
            <Panel id="log" minSize={120}>
              <MessageLog
                store={log}
                live={live}
                role={session.role}
                selected={selected}
                onSelect={setSelected}
                onFollowing={onFollowing}
              />
            </Panel>
          </Group>
        </Panel>
        {detail && (
          <>
            <Separator className="separator" aria-label="Resize message" />
            <Panel id="detail" defaultSize={320} minSize={220} groupResizeBehavior="preserve-pixel-size">
              <SelectedMessage log={log} n={selected} onClose={() => setSelected(undefined)} />
            </Panel>
          </>
        )}
      </Group>
    </div>
  );
}

function SelectedMessage({ log, n, onClose }: { log: MessageLogStore; n: number; onClose(): void }) {
  const { rows } = useStore(log);
  const event = log.event(n);
  const row = findRow(rows, n);
  if (!event || !row) return null;
  return <MessageDetail key={n} row={row} event={event} onClose={onClose} />;
}

/** Rows begin with ascending numbers, so the row of event `n` is found by halving. */
function findRow(rows: Parameters<typeof rowAt>[0], n: number) {
  let low = 0;
  let high = rows.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rowAt(rows, middle)?.n ?? 0) <= n) low = middle;
    else high = middle - 1;
  }
  const row = rowAt(rows, low);
  return row?.n === n ? row : undefined;
}

function useSessionStores(session: SessionSummary) {
  const live = session.state === 'live';
  const [stores] = useState(() => {
    const feed = createPeaksFeed(session.id, { durationMs: session.durationMs, live });
    return {
      log: createMessageLogStore(session.id),
      feed,
      player: createSessionPlayer(session.id, () => feed.get().durationMs),
    };
  });
  const { log, feed, player } = stores;
  useAttached(log);
  useAttached(feed);
  useAttached(player);
  useEffect(() => feed.setLive(live), [feed, live]);
  // New events mean new audio: the picture grows with the log.
  useEffect(() => log.subscribe(feed.touch), [log, feed]);
  useEffect(() => player.dispose, [player]);
  return stores;
}
