/**
 * Plays a session's recording from the cursor: both lanes mixed, fetched in chunks and scheduled back to back on one
 * audio context that runs at the recording's own rate, so that chunks join without a seam.
 */

import { decodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { LANES } from '../../../shared/projections/timeline.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';

const CHUNK_MS = 2000;
/** How far ahead of the ear is fetched: two chunks, so that one may be late. */
const AHEAD_MS = 2 * CHUNK_MS;
/** From "play" to the first sample: enough to decode the first chunk on a busy machine. */
const LEAD_S = 0.06;

export type SessionPlayer = {
  readonly playing: ReadableStore<boolean>;
  /** Where the cursor is, ms on the session's clock. Moves while playing. */
  readonly cursorMs: ReadableStore<number>;
  readonly failure: ReadableStore<string | undefined>;
  toggle(): void;
  /** Moves the cursor; goes on playing from there when it plays. */
  seek(ms: number): void;
  attach(client: ConsoleClient): () => void;
  dispose(): void;
};

type Run = { readonly context: AudioContext; readonly fromMs: number; startS: number; stopped: boolean };

export function createSessionPlayer(sessionId: string, durationMs: () => number): SessionPlayer {
  const playing = createStore(false);
  const cursorMs = createStore(0);
  const failure = createStore<string | undefined>(undefined);
  let client: ConsoleClient | undefined;
  let run: Run | undefined;

  const stop = () => {
    if (!run) return;
    run.stopped = true;
    void run.context.close();
    run = undefined;
    playing.set(false);
  };

  const play = (fromMs: number) => {
    failure.set(undefined);
    const context = new AudioContext({ sampleRate: PCMU_RATE_HZ });
    const started: Run = { context, fromMs, startS: Number.POSITIVE_INFINITY, stopped: false };
    run = started;
    playing.set(true);
    void fill(started);
    const follow = () => {
      if (started.stopped) return;
      const at = fromMs + Math.max(0, context.currentTime - started.startS) * 1000;
      const end = durationMs();
      if (Number.isFinite(started.startS)) cursorMs.set(Math.min(at, end));
      if (at >= end) stop();
      else requestAnimationFrame(follow);
    };
    requestAnimationFrame(follow);
  };

  const fill = async (started: Run) => {
    const { context, fromMs } = started;
    let nextMs = fromMs;
    while (!started.stopped && nextMs < durationMs()) {
      const chunk = await fetchChunk(nextMs);
      if (started.stopped) return;
      if (typeof chunk === 'string') {
        failure.set(chunk);
        stop();
        return;
      }
      if (!Number.isFinite(started.startS)) started.startS = context.currentTime + LEAD_S;
      schedule(context, chunk, started.startS + (nextMs - fromMs) / 1000);
      nextMs += CHUNK_MS;
      const aheadMs = () => nextMs - fromMs - (context.currentTime - started.startS) * 1000;
      while (!started.stopped && aheadMs() > AHEAD_MS) await new Promise(resolve => setTimeout(resolve, 200));
    }
  };

  /** All lanes mixed, or why not. */
  const fetchChunk = async (fromMs: number): Promise<Float32Array<ArrayBuffer> | string> => {
    if (!client) return 'The console cannot be reached; nothing can be played.';
    const asked = { sessionId, fromMs, durationMs: CHUNK_MS };
    const mixed = new Float32Array((CHUNK_MS * PCMU_RATE_HZ) / 1000);
    const { listen } = client;
    for (const answer of await Promise.all(LANES.map(lane => listen({ ...asked, lane })))) {
      if (!answer.ok) return answer.error.message;
      for (const [at, sample] of decodeMuLaw(answer.value.audio).entries())
        mixed[at] = (mixed[at] ?? 0) + sample / 32768;
    }
    return mixed.map(sample => Math.max(-1, Math.min(1, sample)));
  };

  return {
    playing,
    cursorMs,
    failure,
    toggle: () => {
      if (run) stop();
      else play(cursorMs.get() >= durationMs() - 10 ? 0 : cursorMs.get());
    },
    seek: ms => {
      const to = Math.max(0, Math.min(durationMs(), ms));
      const goOn = run !== undefined;
      stop();
      cursorMs.set(to);
      if (goOn) play(to);
    },
    attach: next => {
      client = next;
      return () => {
        if (client === next) client = undefined;
      };
    },
    dispose: stop,
  };
}

function schedule(context: AudioContext, samples: Float32Array<ArrayBuffer>, atS: number): void {
  const buffer = context.createBuffer(1, samples.length, PCMU_RATE_HZ);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  // A chunk that comes late is cut at its front, so that what follows stays in time.
  const late = Math.max(0, context.currentTime - atS);
  if (late < buffer.duration) source.start(Math.max(atS, context.currentTime), late);
}
