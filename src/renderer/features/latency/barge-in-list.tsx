import type { BargeIn } from '../../../shared/latency/barge-ins.ts';
import { latencyWords } from '../../../shared/latency/latency-words.ts';
import { bargeInWords } from '../../../shared/latency/turn-words.ts';
import { clockTime } from '../../ui/format.ts';

/** Interruptions: how fast each was noticed, how fast the bot fell silent, and what came too late. */
export function BargeInList({
  bargeIns,
  onGoTo,
}: {
  bargeIns: readonly BargeIn[];
  onGoTo(atMs: number, n?: number): void;
}) {
  return (
    <section aria-label="Interruptions">
      <h3>Interruptions</h3>
      <ol className="turn-list">
        {bargeIns.map(bargeIn => (
          <li key={bargeIn.bargeIn.n} className="barge-in">
            <button type="button" className="link mono" onClick={() => onGoTo(bargeIn.bargeIn.atMs, bargeIn.bargeIn.n)}>
              {clockTime(bargeIn.bargeIn.atMs)}
            </button>
            <span>{bargeInWords(bargeIn)}</span>
            {bargeIn.staleFrames > 0 && (
              <span className="warning">
                ▲ {bargeIn.staleFrames} frames ({latencyWords(bargeIn.staleMs)}) of the old answer were sent after it.
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
