import { latencyWords } from '../../../shared/latency/latency-words.ts';
import { totalWords, turnNote } from '../../../shared/latency/turn-words.ts';
import { type LatencyPart, momentsOf, partWords, SLOW_TURN_MS, type Turn } from '../../../shared/latency/turns.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { clockTime } from '../../ui/format.ts';

type ItemProps = {
  turn: Turn;
  /** The whole width of a bar, ms. */
  longestMs: number;
  onGoTo(atMs: number, n?: number): void;
};

/** One turn: its number, its waterfall and its whole; opened, each part and each moment. */
export function TurnItem({ turn, longestMs, onGoTo }: ItemProps) {
  const { number, totalMs, parts } = turn;
  const note = turnNote(turn);
  const startMs = parts[0]?.fromMs ?? turn.callerStoppedMs ?? turn.firstFrame?.atMs ?? turn.firstDelta?.atMs ?? 0;
  const slow = totalMs !== undefined && totalMs > SLOW_TURN_MS;
  return (
    <li data-turn={number}>
      <details>
        <summary className="turn-line">
          <span className="turn-number">{number}</span>
          <Waterfall parts={parts} longestMs={longestMs} />
          <span className={`turn-total ${slow ? 'warning' : ''}`} data-testid="turn-total">
            {slow && <span aria-hidden="true">▲ </span>}
            {totalWords(turn)}
          </span>
        </summary>
        <div className="turn-more">
          <p className="row">
            <button type="button" onClick={() => onGoTo(startMs)}>
              Go to {clockTime(startMs)}
            </button>
            <CopyButton text={turnAsText(turn)} what={`turn ${number}`} />
            {note && <span className="quiet">{note}</span>}
          </p>
          <Parts parts={parts} />
          <Moments turn={turn} onGoTo={onGoTo} />
        </div>
      </details>
    </li>
  );
}

function Waterfall({ parts, longestMs }: { parts: readonly LatencyPart[]; longestMs: number }) {
  let beforeMs = 0;
  const placed = parts.map(part => {
    const leftMs = beforeMs;
    beforeMs += part.ms;
    return { ...part, leftMs };
  });
  return (
    <span className="waterfall" aria-hidden="true">
      {placed.map(({ id, ms, leftMs }) => (
        <span
          key={id}
          className={`waterfall-part part-${id}`}
          title={`${partWords(id)}: ${latencyWords(ms)}`}
          style={{ left: `${(100 * leftMs) / longestMs}%`, width: `${(100 * ms) / longestMs}%` }}
        />
      ))}
    </span>
  );
}

function Parts({ parts }: { parts: readonly LatencyPart[] }) {
  const largest = parts.reduce((most, { ms }) => Math.max(most, ms), 0);
  return (
    <table className="turn-table" aria-label="Parts">
      <tbody>
        {parts.map(({ id, ms }) => (
          <tr key={id}>
            <td>
              <span className={`swatch part-${id}`} aria-hidden="true" />
            </td>
            <td>{partWords(id)}</td>
            <td className="number">
              {latencyWords(ms)}
              {largest > 0 && ms === largest && <span className="quiet"> the largest</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Moments({ turn, onGoTo }: { turn: Turn; onGoTo(atMs: number, n?: number): void }) {
  return (
    <table className="turn-table" aria-label="Moments">
      <tbody>
        {momentsOf(turn).map(({ words, atMs, n }) => (
          <tr key={words}>
            <td>
              <button type="button" className="link mono" onClick={() => onGoTo(atMs, n)}>
                {clockTime(atMs)}
              </button>
            </td>
            <td>{words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function turnAsText(turn: Turn): string {
  const head = `Turn ${turn.number}: ${totalWords(turn)}`;
  const parts = turn.parts.map(({ id, ms }) => `  ${partWords(id)}: ${latencyWords(ms)}`);
  const moments = momentsOf(turn).map(({ words, atMs }) => `  ${clockTime(atMs)} ${words}`);
  const note = turnNote(turn);
  return [head, ...(note ? [`  ${note}`] : []), ...parts, ...moments].join('\n');
}
