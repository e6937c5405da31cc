/**
 * Plays a session's recording from the cursor: fetched in chunks and scheduled back to back on one audio context that
 * runs at the recording's own rate, so that chunks join without a seam. Faster or slower, its pitch changes with it.
 */

import { decodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { Lane } from '../../../shared/contract/sound-contract.ts';
import { LANES, type Placing } from '../../../shared/projections/timeline.ts';
import { createStore, type ReadableStore, type Store } from '../../ui/store.ts';
import { createLaneOutput, isHeard, type LaneOutput, type Levels, type Mix } from './lane-mix.ts';
import { SilenceSkipper } from './silence-skipper.ts';
import type { Extent, TimeWindow } from './time-window.ts';

const CHUNK_MS = 2000;
/** How far ahead of the ear is scheduled, s: two chunks at 1x, so that one may be late. */
const AHEAD_S = 4;
/** From "play" to the first sample: enough to decode the first chunk on a busy machine. */
const LEAD_S = 0.06;
/** Shorter than this nothing is repeated, ms. */
const SHORTEST_LOOP_MS = 20;

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;

export type SessionPlayer = {
  readonly playing: ReadableStore<boolean>;
  /** Where the cursor is, ms on the session's clock. Moves while playing. */
  readonly cursorMs: ReadableStore<number>;
  /** What it plays from beginning to end; undefined when it plays on, or not at all. */
  readonly range: ReadableStore<TimeWindow | undefined>;
  readonly failure: ReadableStore<string | undefined>;
  readonly speed: ReadableStore<number>;
  readonly skipSilence: Store<boolean>;
  /** Repeats what is selected. */
  readonly loop: Store<boolean>;
  toggle(): void;
  /** From the beginning of `range` to its end. */
  playRange(range: TimeWindow): void;
  /** Moves the cursor; goes on playing from there when it plays. */
  seek(ms: number): void;
  setSpeed(speed: number): void;
  attach(client: ConsoleClient): () => void;
  dispose(): void;
};

/** A stretch of the recording on the context's clock. */
type Piece = { readonly startS: number; readonly fromMs: number; readonly toMs: number };
type Run = {
  readonly context: AudioContext;
  readonly output: LaneOutput;
  readonly speed: number;
  readonly range: TimeWindow | undefined;
  readonly pieces: Piece[];
  /** All has been scheduled. */
  complete: boolean;
  stopped: boolean;
};

export type PlayerSources = {
  sessionId: string;
  /** Where the playhead stands at first, ms. */
  playheadMs: number;
  extent(): Extent;
  /** Played as it is drawn: where it was heard, or all that came, where it came. */
  placing(): Placing;
  /** What is selected: repeated while `loop` is on. */
  selection: ReadableStore<TimeWindow | undefined>;
  mix: ReadableStore<Mix>;
  levels: Levels;
};

export function createSessionPlayer(sources: PlayerSources): SessionPlayer {
  const { sessionId, extent, placing, selection, mix, levels } = sources;
  const playing = createStore(false);
  const cursorMs = createStore(sources.playheadMs);
  const playedRange = createStore<TimeWindow | undefined>(undefined);
  const failure = createStore<string | undefined>(undefined);
  const speed = createStore<number>(1);
  const skipSilence = createStore(false);
  const loop = createStore(false);
  let client: ConsoleClient | undefined;
  let run: Run | undefined;

  const stop = () => {
    if (!run) return;
    run.stopped = true;
    run.output.dispose();
    void run.context.close();
    run = undefined;
    playedRange.set(undefined);
    playing.set(false);
  };

  const play = (fromMs: number, range?: TimeWindow) => {
    failure.set(undefined);
    const context = new AudioContext({ sampleRate: PCMU_RATE_HZ });
    const output = createLaneOutput(context, mix, levels);
    const started: Run = { context, output, speed: speed.get(), range, pieces: [], complete: false, stopped: false };
    run = started;
    playedRange.set(range);
    playing.set(true);
    void fill(started, fromMs);
    const follow = () => {
      if (started.stopped) return;
      output.read();
      const { pieces } = started;
      const nowS = context.currentTime;
      while (pieces[1] && pieces[1].startS <= nowS) pieces.shift();
      const piece = pieces[0];
      if (piece && nowS >= piece.startS) {
        const at = piece.fromMs + (nowS - piece.startS) * 1000 * started.speed;
        cursorMs.set(Math.min(at, piece.toMs));
        if (at >= piece.toMs && started.complete && pieces.length === 1) return stop();
      } else if (!piece && started.complete) return stop();
      requestAnimationFrame(follow);
    };
    requestAnimationFrame(follow);
  };

  /** What is repeated: only while the cursor was in it when it began. */
  const looped = ({ range }: Run): TimeWindow | undefined => {
    const selected = range ?? selection.get();
    return loop.get() && selected && selected.toMs - selected.fromMs >= SHORTEST_LOOP_MS ? selected : undefined;
  };

  const fill = async (started: Run, fromMs: number) => {
    const { context } = started;
    const skipper = new SilenceSkipper();
    let nextMs = fromMs;
    let dueS: number | undefined;
    while (!started.stopped) {
      const repeated = looped(started);
      const within = repeated && nextMs >= repeated.fromMs - 1 && nextMs < repeated.toMs;
      const endMs = within ? repeated.toMs : (started.range?.toMs ?? extent().endMs);
      if (nextMs >= endMs) break;
      const lengthMs = Math.min(CHUNK_MS, endMs - nextMs);
      const chunk = await fetchChunk(nextMs, lengthMs);
      if (started.stopped) return;
      if (typeof chunk === 'string') {
        failure.set(chunk);
        stop();
        return;
      }
      const samples = chunk.caller.length;
      const heard = LANES.filter(lane => isHeard(mix.get(), lane)).map(lane => chunk[lane]);
      // What is repeated stays whole: a silent selection would be skipped for ever.
      const parts = skipSilence.get() && !within ? skipper.parts(heard, samples) : [{ from: 0, to: samples }];
      for (const { from, to } of parts) {
        dueS = Math.max(dueS ?? 0, context.currentTime + (dueS === undefined ? LEAD_S : 0));
        schedule(started, chunk, from, to, dueS);
        const at = (sample: number) => nextMs + (sample / PCMU_RATE_HZ) * 1000;
        started.pieces.push({ startS: dueS, fromMs: at(from), toMs: at(to) });
        dueS += (to - from) / PCMU_RATE_HZ / started.speed;
      }
      nextMs += lengthMs;
      if (within && nextMs >= repeated.toMs) nextMs = repeated.fromMs;
      while (!started.stopped && (dueS ?? 0) - context.currentTime > AHEAD_S / 2)
        await new Promise(resolve => setTimeout(resolve, 100));
    }
    started.complete = true;
  };

  const fetchChunk = async (fromMs: number, durationMs: number): Promise<Record<Lane, Float32Array> | string> => {
    if (!client) return 'The console cannot be reached; nothing can be played.';
    const { listen } = client;
    const chunk: Partial<Record<Lane, Float32Array>> = {};
    const answers = await Promise.all(
      LANES.map(lane => listen({ sessionId, lane, fromMs, durationMs, placing: placing() })),
    );
    for (const [index, answer] of answers.entries()) {
      if (!answer.ok) return answer.error.message;
      chunk[LANES[index] ?? 'bot'] = Float32Array.from(decodeMuLaw(answer.value.audio), sample => sample / 32768);
    }
    return chunk as Record<Lane, Float32Array>;
  };

  const seek = (ms: number) => {
    const { startMs, endMs } = extent();
    const to = Math.max(startMs, Math.min(endMs, ms));
    const goOn = run !== undefined;
    stop();
    cursorMs.set(to);
    if (goOn) play(to);
  };

  return {
    playing,
    cursorMs,
    range: playedRange,
    failure,
    speed,
    skipSilence,
    loop,
    toggle: () => {
      if (run) return stop();
      const selected = selection.get();
      const at = cursorMs.get();
      if (loop.get() && selected && (at < selected.fromMs || at >= selected.toMs)) play(selected.fromMs);
      else play(at >= extent().endMs - 10 ? extent().startMs : at);
    },
    playRange: range => {
      stop();
      cursorMs.set(range.fromMs);
      play(range.fromMs, range);
    },
    seek,
    setSpeed: next => {
      speed.set(next);
      if (!run) return;
      const { range } = run;
      stop();
      play(cursorMs.get(), range);
    },
    attach: next => {
      client = next;
      failure.set(undefined);
      return () => {
        if (client === next) client = undefined;
      };
    },
    dispose: stop,
  };
}

/** Samples `from` up to `to` of each lane, from `atS` on. A piece that comes late is cut at its front. */
function schedule(
  { context, output, speed }: Run,
  chunk: Record<Lane, Float32Array>,
  from: number,
  to: number,
  atS: number,
): void {
  for (const lane of LANES) {
    const buffer = context.createBuffer(1, to - from, PCMU_RATE_HZ);
    buffer.copyToChannel(new Float32Array(chunk[lane].subarray(from, to)), 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.playbackRate.value = speed;
    source.connect(output.inputs[lane]);
    const lateS = Math.max(0, context.currentTime - atS);
    if (lateS * speed < buffer.duration) source.start(Math.max(atS, context.currentTime), lateS * speed);
  }
}
