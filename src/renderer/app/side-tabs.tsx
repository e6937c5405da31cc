/** What can stand beside the log: a tab for each thing that there is to say about the session or a message. */
import { useEffect, useState } from 'react';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import { eventRow } from '../../shared/projections/message-rows.ts';
import { replaySpeed } from '../../shared/replay/replay-speed.ts';
import { FindingsTab } from '../features/findings/findings-tab.tsx';
import { TurnsPanel } from '../features/latency/turns-panel.tsx';
import { useWatch } from '../features/latency/use-watch.ts';
import { VadLab } from '../features/latency/vad-lab.tsx';
import { WatchPanel } from '../features/latency/watch-panel.tsx';
import { CompareMessages } from '../features/message-log/compare-messages.tsx';
import { rowOfEvent } from '../features/message-log/find-row.ts';
import { eventOfKey, isMember } from '../features/message-log/lines.ts';
import { MessageDetail } from '../features/message-log/message-detail.tsx';
import type { MessageLogStore } from '../features/message-log/message-log-store.ts';
import { findingOf, type RowFinding } from '../features/message-log/row-findings.ts';
import type { LogSelection } from '../features/message-log/selection.ts';
import { TranscriptList } from '../features/message-log/transcript-list.tsx';
import { Sequence } from '../features/relay/sequence.tsx';
import { rowOf } from '../features/sessions/session-rows.ts';
import { isPlayable } from '../features/waveforms/peaks-feed.ts';
import { useStore } from '../ui/store.ts';
import type { OtherPick } from './both-logs.tsx';
import { useClient, useParts } from './parts.ts';
import type { SideTab } from './session-side.tsx';
import type { SessionStores } from './session-stores.ts';
import { SymptomsOfSession } from './symptom-links.tsx';

export type SideProps = {
  session: SessionSummary;
  /** The session made no sound. */
  silent: boolean;
  stores: SessionStores;
  selection: LogSelection;
  /** What is selected in the other side's log instead, where both are open. */
  other: OtherPick | undefined;
  /** By the number of the event that they point at. */
  findings: ReadonlyMap<number, RowFinding>;
  onFinding(id: string): void;
  /** Moves the playhead and the log; with `n`, selects that event's row. */
  onGoTo(atMs: number, n?: number): void;
};

/** The tabs that there are now. */
export function useSideTabs(props: SideProps): readonly SideTab[] {
  const { session, silent, stores, selection, other, onGoTo } = props;
  const { log } = stores;
  const { watch } = useParts();
  const hits = useWatch(stores.latency, watch, session);
  const selected = selection.lead !== undefined || other !== undefined;
  const client = useClient();
  const worst = useStore(stores.findings).diagnosis?.findings[0]?.severity;
  return [
    {
      id: 'findings',
      label: 'Findings',
      urgent: worst === 'problem',
      content: (
        <FindingsTab client={client} store={stores.findings} log={log} session={session} onGoTo={onGoTo}>
          <SymptomsOfSession session={session} />
        </FindingsTab>
      ),
    },
    ...(silent
      ? []
      : [
          { id: 'transcript', label: 'Transcript', content: <Words {...props} /> },
          { id: 'turns', label: 'Turns', content: <Turns {...{ session, stores, hits, onGoTo }} /> },
        ]),
    ...(session.role === 'server' && session.kind !== 'refused'
      ? [{ id: 'sequence', label: 'Sequence', content: <Said {...props} /> }]
      : []),
    // Two are compared; each is shown alone by a click on it.
    ...(selected && selection.keys.size !== 2
      ? [{ id: 'message', label: 'Message', content: <SelectedMessage {...props} /> }]
      : []),
    ...(selection.keys.size === 2
      ? [{ id: 'compare', label: 'Compare', content: <Compared log={log} selection={selection} /> }]
      : []),
  ];
}

/** Opens the pane by itself, once for each session, when a tab says that something is wrong. */
export function useUrgent(tabs: readonly SideTab[], tab: string | undefined, suggest: (id: string) => void): void {
  const urgent = tabs.find(one => one.urgent)?.id;
  const [told, setTold] = useState(false);
  useEffect(() => {
    if (!urgent || told) return;
    setTold(true);
    if (tab === undefined) suggest(urgent);
  }, [urgent, told, tab, suggest]);
}

function Words({ session, stores: { log, waves }, onGoTo }: SideProps) {
  const playable = isPlayable(useStore(waves.feed));
  return <TranscriptList log={log} session={session} player={waves.player} playable={playable} onGoTo={onGoTo} />;
}

type TurnsProps = Pick<SideProps, 'session' | 'stores' | 'onGoTo'> & { hits: ReturnType<typeof useWatch> };

function Turns({ session, stores, hits, onGoTo }: TurnsProps) {
  const { watch, sessions } = useParts();
  const client = useClient();
  const { turns } = useStore(stores.latency);
  const { rows } = useStore(sessions);
  const speed = replaySpeed(session, rowOf(rows, session.id)?.views ?? []);
  if (speed !== undefined) {
    return (
      <p className="quiet turns" data-testid="turns-panel">
        No latencies: the caller ran {speed} times as fast as it was captured, and the server did not, so the times
        between them mean nothing. Run it again at 1x to measure.
      </p>
    );
  }
  return (
    <TurnsPanel latency={stores.latency} live={session.state === 'live'} onGoTo={onGoTo}>
      <WatchPanel settings={watch} hits={hits} onGoTo={onGoTo} />
      <VadLab sessionId={session.id} turns={turns} client={client} onGoTo={onGoTo} />
    </TurnsPanel>
  );
}

function Said({ session, stores, selection, onGoTo }: SideProps) {
  const { sessions } = useParts();
  const client = useClient();
  const selected = selection.lead === undefined ? undefined : eventOfKey(selection.lead);
  const onOpenSession = (id: string) => sessions.selectWhenListed(id, true);
  return <Sequence log={stores.log} {...{ session, client, selected, onGoTo, onOpenSession }} />;
}

function SelectedMessage({ stores, other, findings, onFinding, ...props }: SideProps) {
  const { log, session, selection } = other ?? { ...props, log: stores.log };
  const { rows } = useStore(log);
  const client = useClient();
  const { lead } = selection;
  const n = lead === undefined ? -1 : eventOfKey(lead);
  const event = log.event(n);
  const row = event && lead !== undefined && isMember(lead) ? eventRow(event) : rowOfEvent(rows, n);
  if (!event || !row) return null;
  return (
    <MessageDetail
      key={`${session.id} ${lead}`}
      row={row}
      event={event}
      sessionId={session.id}
      client={client}
      eventOf={log.event}
      // Those of the other side are told with its own session.
      finding={other ? undefined : findingOf(row, findings)}
      onFinding={onFinding}
    />
  );
}

function Compared({ log, selection }: { log: MessageLogStore; selection: LogSelection }) {
  useStore(log);
  const [first, second] = [...selection.keys]
    .map(eventOfKey)
    .sort((a, b) => a - b)
    .map(log.event);
  return first && second ? <CompareMessages first={first} second={second} /> : null;
}
