import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { type MessageRow, type MessageRows, rowAt } from '../../../shared/projections/message-rows.ts';
import { clockTime } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { type ReadableStore, useStore } from '../../ui/store.ts';
import './relay.css';

const ROW_PX = 24;

type SequenceProps = {
  log: ReadableStore<{ readonly rows: MessageRows }>;
  session: SessionSummary;
  client: ConsoleClient | undefined;
  selected: number | undefined;
  onGoTo(atMs: number, n?: number): void;
  onOpenSession(id: string): void;
};

/** Who said what to whom, in order: Genesys Cloud, the server, the model, and an arrow a message. */
export function Sequence({ log, session, client, selected, onGoTo, onOpenSession }: SequenceProps) {
  const said = useSaid(log);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: said.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  return (
    <section className="sequence" aria-label="Sequence" data-testid="sequence">
      {session.relay && session.relay !== 'both' && (
        <JoinOffer session={session} client={client} onOpenSession={onOpenSession} />
      )}
      <div className="sequence-heads">
        <span>Genesys Cloud</span>
        <span>{session.relay ? 'your server' : 'this console'}</span>
        <span>model</span>
      </div>
      <div className="sequence-rows" ref={scroller}>
        <div className="sequence-space" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = said[index];
            return row && <Arrow key={row.n} row={row} top={start} current={row.n === selected} onGoTo={onGoTo} />;
          })}
        </div>
      </div>
    </section>
  );
}

type ArrowProps = { row: MessageRow; top: number; current: boolean; onGoTo(atMs: number, n?: number): void };

function Arrow({ row, top, current, onGoTo }: ArrowProps) {
  const { place, toRight } = arrowOf(row);
  const from = toRight ? 'caller' : 'bot';
  const many = row.members.length > 1 ? ` × ${row.members.length}` : '';
  const short = row.type.replace(/^(?:input_audio_buffer|conversation\.item|response)\./, '');
  return (
    <button
      type="button"
      className="sequence-row"
      style={{ top }}
      aria-current={current}
      title={`${row.type}${many}: ${row.summary}`}
      onClick={() => onGoTo(row.atMs, row.n)}
    >
      <span className="sequence-time mono">{clockTime(row.atMs)}</span>
      <span className="visually-hidden">{toRight ? 'to the right: ' : 'to the left: '}</span>
      <span className="sequence-lanes">
        <span className={`sequence-words ${place} cut`}>
          {short}
          {many}
        </span>
        <span className={`sequence-arrow ${place} ${from} ${toRight ? 'to-right' : 'to-left'}`} />
      </span>
    </button>
  );
}

/** Between whom it goes. Directions are the console's: on Genesys's leg in comes from the left, on the model's from the right. */
function arrowOf({ leg, direction }: MessageRow): { place: 'first' | 'second'; toRight: boolean } {
  return leg === 'genesys'
    ? { place: 'first', toRight: direction === 'in' }
    : { place: 'second', toRight: direction === 'out' };
}

/** The rows that are messages or audio of a wire. Those that are done are looked at once. */
function useSaid(log: SequenceProps['log']): readonly MessageRow[] {
  const { rows } = useStore(log);
  const [done] = useState((): { said: MessageRow[]; count: number } => ({ said: [], count: 0 }));
  return useMemo(() => {
    for (; done.count < rows.closedCount; done.count += 1) addSaid(done.said, rows, done.count);
    const said = [...done.said];
    for (let index = rows.closedCount; index < rows.count; index += 1) addSaid(said, rows, index);
    return said;
  }, [rows, done]);
}

function addSaid(said: MessageRow[], rows: MessageRows, index: number): void {
  const row = rowAt(rows, index);
  if (row && row.leg !== 'console' && (row.kind === 'message' || row.kind === 'audio')) said.push(row);
}

/** A recording of one wire: the other one of the same call may be in the list. */
function JoinOffer({ session, client, onOpenSession }: Pick<SequenceProps, 'session' | 'client' | 'onOpenSession'>) {
  const [failure, setFailure] = useState('');
  if (session.relay !== 'genesys') {
    return (
      <p className="quiet">
        This recording holds the model’s wire alone. Join it from the recording of Genesys Cloud’s.
      </p>
    );
  }
  const join = async () => {
    const joined = await client?.joinRecordings({ genesysId: session.id });
    if (joined?.ok) onOpenSession(joined.value.sessionId);
    else if (joined) setFailure(joined.error.message);
  };
  return (
    <div className="relay-form">
      <p className="quiet">This recording holds the wire of Genesys Cloud alone.</p>
      <div className="row">
        <button type="button" disabled={!client || session.state === 'live'} onClick={() => void join()}>
          Join with the model’s recording
        </button>
      </div>
      {failure && <Problem words={failure} />}
    </div>
  );
}
