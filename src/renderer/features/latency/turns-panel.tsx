import type { Latency } from '../../../shared/latency/latency-fold.ts';
import { latencyWords } from '../../../shared/latency/latency-words.ts';
import { partWords, SLOW_TURN_MS, type TurnStatistics } from '../../../shared/latency/turns.ts';
import type { ReadableStore } from '../../ui/store.ts';
import { useStore } from '../../ui/store.ts';
import { BargeInList } from './barge-in-list.tsx';
import { LineTable } from './line-table.tsx';
import { TurnItem } from './turn-item.tsx';
import './latency.css';
import type { ReactNode } from 'react';

type PanelProps = {
  latency: ReadableStore<Latency>;
  live: boolean;
  /** Goes to a time in the sound, and to an event in the log where one is meant. */
  onGoTo(atMs: number, n?: number): void;
  /** What comes below: tools that work on the same turns. */
  children?: ReactNode;
};

/** How long the caller waited at each turn and for what, how fast interruptions worked, and how good the line is. */
export function TurnsPanel({ latency, live, onGoTo, children }: PanelProps) {
  const { turns, statistics, bargeIns, line } = useStore(latency);
  const longestMs = Math.max(SLOW_TURN_MS, ...turns.map(turn => turn.totalMs ?? 0));
  return (
    <section className="turns" aria-label="Turns" data-testid="turns-panel">
      {turns.length === 0 ? (
        <p className="quiet">
          {live
            ? 'No turn yet: one appears when the bot answers the caller.'
            : 'The bot said nothing in this session, so there is no turn to measure.'}
        </p>
      ) : (
        <>
          <Summary statistics={statistics} />
          <ol className="turn-list">
            {turns.map(turn => (
              <TurnItem key={turn.number} turn={turn} longestMs={longestMs} onGoTo={onGoTo} />
            ))}
          </ol>
        </>
      )}
      {bargeIns.length > 0 && <BargeInList bargeIns={bargeIns} onGoTo={onGoTo} />}
      <LineTable line={line} />
      {children}
    </section>
  );
}

function Summary({ statistics }: { statistics: TurnStatistics | undefined }) {
  if (!statistics) return <p className="quiet">No answer to the caller has been measured yet.</p>;
  const { count, p50Ms, p90Ms, slowestMs, largest } = statistics;
  return (
    <>
      <p data-testid="turn-summary">
        {count} {count === 1 ? 'turn' : 'turns'}, from the caller’s last sound to the bot’s first: p50{' '}
        <strong>{latencyWords(p50Ms)}</strong>, p90 <strong>{latencyWords(p90Ms)}</strong>.
        {largest && ` Most of it: ${partWords(largest.id).toLowerCase()}, ${Math.round(largest.share * 100)} %.`}
      </p>
      {slowestMs > SLOW_TURN_MS && (
        <p className="warning">
          ▲ The slowest took {latencyWords(slowestMs)}: above 1.5 s callers think the line is dead.
        </p>
      )}
    </>
  );
}
