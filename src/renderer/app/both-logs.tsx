/** The log of a session; where both views of one call are open, the other side's beside it, or below in little room. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import { OtherViewLog } from '../features/both-views/other-view-log.tsx';
import { createFilteredRows } from '../features/message-log/filtered-rows.ts';
import { createMessageLogStore, type MessageLogStore } from '../features/message-log/message-log-store.ts';
import { type LogSelection, nothingSelected } from '../features/message-log/selection.ts';
import type { SessionPlayer } from '../features/waveforms/session-player.ts';
import { rememberedLayouts } from '../ui/remembered.ts';
import { type ReadableStore, useStore } from '../ui/store.ts';
import { useWidth } from '../ui/use-width.ts';
import { useAttached, useParts } from './parts.ts';

/** A row that is selected in the other side's log. */
export type OtherPick = {
  readonly log: MessageLogStore;
  readonly session: SessionSummary;
  readonly selection: LogSelection;
};

/** Narrower than this, two logs beside each other would show no words: they go one above the other, px. */
const BESIDE_PX = 800;

type BothProps = {
  session: SessionSummary;
  /** The other side; undefined: only the session itself is open. */
  other: SessionSummary | undefined;
  playhead: SessionPlayer;
  picked: OtherPick | undefined;
  onOther(pick: OtherPick): void;
  /** A row of the other side was chosen: its time on the session's clock, ms. */
  onPick(atMs: number): void;
  /** What is at the top of the session's own log, ms; undefined while it follows its end. */
  topMs: ReadableStore<number | undefined>;
  /** The other side's log was scrolled by hand: what is at its top, on the session's clock, ms. */
  onScrolled(atMs: number): void;
  /** The session's own log. */
  children: ReactNode;
};

export function BothLogs({ children, ...props }: BothProps) {
  const { session, other } = props;
  const room = useRef<HTMLDivElement>(null);
  const width = useWidth(room);
  const layout = useDefaultLayout({
    id: 'both',
    panelIds: other ? ['own-log', 'other-log'] : ['own-log'],
    storage: rememberedLayouts,
  });
  return (
    <div className="both-main" ref={room}>
      <Group
        id="both"
        orientation={width > 0 && width < BESIDE_PX ? 'vertical' : 'horizontal'}
        {...(layout.defaultLayout ? { defaultLayout: layout.defaultLayout } : {})}
        onLayoutChanged={layout.onLayoutChanged}
      >
        <Panel id="own-log" minSize={120}>
          <div className="both-main">
            {other && (
              <p className="both-caption">
                <strong>{session.role === 'server' ? 'Server’s view' : 'Caller’s view'}</strong>{' '}
                <span className="quiet">the filter is for both sides, and both scroll together</span>
              </p>
            )}
            {children}
          </div>
        </Panel>
        {other && (
          <>
            <Separator className="separator" aria-label="Resize the two views" />
            <Panel id="other-log" minSize={120}>
              <Other {...props} other={other} key={other.id} />
            </Panel>
          </>
        )}
      </Group>
    </div>
  );
}

type OtherProps = Omit<BothProps, 'children' | 'other'> & { other: SessionSummary };

function Other({ session, other, playhead, picked, onOther, onPick, topMs, onScrolled }: OtherProps) {
  const { logView } = useParts();
  const [{ log, filtered }] = useState(() => {
    const made = createMessageLogStore(other);
    return { log: made, filtered: createFilteredRows(made) };
  });
  const { filter } = useStore(logView).filter;
  useEffect(() => filtered.setFilter(filter), [filtered, filter]);
  useEffect(() => filtered.attach(), [filtered]);
  useAttached(log);
  return (
    <OtherViewLog
      store={log}
      filtered={filtered}
      view={logView}
      session={other}
      main={session}
      playhead={playhead}
      selection={picked?.log === log ? picked.selection : nothingSelected}
      onSelection={selection => onOther({ log, session: other, selection })}
      onPick={onPick}
      topMs={topMs}
      onScrolled={onScrolled}
    />
  );
}
