/**
 * The bot's audio as spans of time: what was heard, what a barge-in cut, and how much lay ahead of the ear at any time.
 * Keeps what the playback layout will not move any more, so that asking costs the open burst and not the whole call.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { type PlacedAudio, PlaybackLayout } from '../audio/playback-layout.ts';
import type { PlacedSegment } from './timeline.ts';

/** Audio that was sent and never heard, at the time at which it would have been. */
export type CutAudio = PlacedSegment & {
  /** When the barge-in cut it. */
  readonly cutMs: number;
  /** Where it ends, or where what was heard next begins. */
  readonly endMs: number;
};

type Cut = { offset: number; bytes: number; startMs: number; cutMs: number; heardBefore: number };

export class HeardAudio {
  readonly layout = new PlaybackLayout();
  readonly #heard: PlacedSegment[] = [];
  readonly #cuts: Cut[] = [];
  #settled = 0;

  /** Heard audio, neighbours without a gap joined. */
  heard(): readonly PlacedSegment[] {
    this.#settle();
    const open = this.layout.frames.slice(this.#settled);
    return open.length === 0 ? this.#heard : [...this.#heard, ...open.reduce<PlacedSegment[]>(joinHeard, [])];
  }

  cuts(): CutAudio[] {
    const heard = this.heard();
    return this.#cuts.map(({ heardBefore, ...cut }) => {
      const next = heard[heardBefore]?.startMs ?? Number.POSITIVE_INFINITY;
      return { ...cut, endMs: Math.max(cut.startMs, Math.min(next, cut.startMs + cut.bytes / PCMU_BYTES_PER_MS)) };
    });
  }

  /** Frames between two times by when they were sent or received, each from then on. */
  arrived(fromMs: number, toMs: number): PlacedSegment[] {
    const found: PlacedSegment[] = [];
    for (const { offset, bytes, arrivedMs } of this.layout.frames) {
      if (arrivedMs < toMs && arrivedMs + bytes / PCMU_BYTES_PER_MS > fromMs)
        found.push({ offset, bytes, startMs: arrivedMs });
    }
    return found;
  }

  /**
   * Milliseconds of audio ahead of the caller's ear: sent, not yet heard, not cut. The most of each of `columns` equal
   * parts of a window.
   */
  ahead(fromMs: number, toMs: number, columns: number): Float32Array {
    const { frames } = this.layout;
    const out = new Float32Array(columns);
    const stepMs = (toMs - fromMs) / columns;
    const heardMs = runningTotal(this.heard().map(({ startMs, bytes }) => ({ atMs: startMs, bytes })));
    const cutMs = runningTotal(this.#cuts.map(({ cutMs: atMs, bytes }) => ({ atMs, bytes })));
    let sentMs = 0;
    let next = 0;
    // Between two arrivals it only drains: it is highest right after one, or where the column begins.
    for (let column = 0; column < columns; column += 1) {
      const endMs = fromMs + (column + 1) * stepMs;
      let atMs = fromMs + column * stepMs;
      let most = 0;
      for (;;) {
        for (let frame = frames[next]; frame && frame.arrivedMs <= atMs; frame = frames[next]) {
          sentMs += frame.bytes / PCMU_BYTES_PER_MS;
          next += 1;
        }
        most = Math.max(most, sentMs - heardMs(atMs, true) - cutMs(atMs, false));
        const following = frames[next];
        if (!following || following.arrivedMs >= endMs) break;
        atMs = following.arrivedMs;
      }
      out[column] = most;
    }
    return out;
  }

  #settle(): void {
    const { frames, settledCount } = this.layout;
    for (; this.#settled < settledCount; this.#settled += 1) {
      const frame = frames[this.#settled];
      if (!frame) continue;
      joinHeard(this.#heard, frame);
      if (frame.cutMs !== undefined) this.#cut(frame, frame.cutMs);
    }
  }

  #cut({ offset, bytes, startMs, heardBytes }: PlacedAudio, cutMs: number): void {
    const last = this.#cuts.at(-1);
    const lost = bytes - heardBytes;
    const from = offset + heardBytes;
    if (last && last.cutMs === cutMs && last.offset + last.bytes === from) last.bytes += lost;
    else {
      const wouldStartMs = Math.max(cutMs, startMs + heardBytes / PCMU_BYTES_PER_MS);
      this.#cuts.push({ offset: from, bytes: lost, startMs: wouldStartMs, cutMs, heardBefore: this.#heard.length });
    }
  }
}

function joinHeard(out: PlacedSegment[], { offset, heardBytes, startMs }: PlacedAudio): PlacedSegment[] {
  if (heardBytes === 0) return out;
  const last = out.at(-1);
  const gapless = last && Math.abs(startMs - (last.startMs + last.bytes / PCMU_BYTES_PER_MS)) < 0.01;
  if (last && gapless && last.offset + last.bytes === offset) {
    out[out.length - 1] = { ...last, bytes: last.bytes + heardBytes };
  } else out.push({ offset, bytes: heardBytes, startMs });
  return out;
}

/**
 * How many ms of the spans lie before a time; asked with times that only grow. `playing`: a span passes in real time,
 * else at once.
 */
function runningTotal(spans: readonly { atMs: number; bytes: number }[]) {
  let done = 0;
  let next = 0;
  return (nowMs: number, playing: boolean): number => {
    for (let span = spans[next]; span; span = spans[next]) {
      const lengthMs = span.bytes / PCMU_BYTES_PER_MS;
      if (span.atMs + (playing ? lengthMs : 0) > nowMs) break;
      done += lengthMs;
      next += 1;
    }
    const current = playing ? spans[next] : undefined;
    return done + Math.max(0, nowMs - (current?.atMs ?? nowMs));
  };
}
