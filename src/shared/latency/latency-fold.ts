/** All that a session tells of time, folded from its events. Two views of one call fold alike. */
import type { SessionEvent } from '../events/session-event.ts';
import { type BargeIn, BargeInFold, bargeInsOf } from './barge-ins.ts';
import { type LineQuality, LineQualityFold } from './line-quality.ts';
import { signalOf } from './signals.ts';
import type { HeardSpans } from './spans.ts';
import { TurnFold } from './turn-fold.ts';
import { type Turn, type TurnStatistics, turnStatistics, turnsOf } from './turns.ts';

export type Latency = {
  readonly turns: readonly Turn[];
  readonly statistics: TurnStatistics | undefined;
  readonly bargeIns: readonly BargeIn[];
  readonly line: LineQuality;
};

export class LatencyFold {
  readonly #turns = new TurnFold();
  readonly #bargeIns = new BargeInFold();
  readonly #line = new LineQualityFold();

  add(event: SessionEvent): void {
    const signal = signalOf(event);
    if (!signal) return;
    this.#turns.add(signal);
    this.#bargeIns.add(signal);
    this.#line.add(signal);
  }

  /** @param heard who was heard when, measured on the tracks; it may lag behind the events */
  report(heard: HeardSpans): Latency {
    const turns = turnsOf(this.#turns, heard);
    return {
      turns,
      statistics: turnStatistics(turns),
      bargeIns: bargeInsOf(this.#bargeIns, heard),
      line: this.#line.quality,
    };
  }
}
