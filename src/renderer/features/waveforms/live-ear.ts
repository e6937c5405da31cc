/** Hears a live session as it goes on, behind a small buffer that evens out the arrival of its pieces. */
import { decodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { LivePiece } from '../../../shared/contract/sound-contract.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { createLaneOutput, type Levels, type Mix } from './lane-mix.ts';

/** Small enough to talk along, large enough for a busy machine's timers. */
const JITTER_S = 0.12;
/** Pieces that would be heard later than this are left out, s: listening keeps at the edge. */
const MOST_AHEAD_S = 0.6;

export type LiveEar = {
  readonly listening: ReadableStore<boolean>;
  readonly failure: ReadableStore<string | undefined>;
  /** To be called on a press of a button: an audio context that nobody asked for stays silent. */
  start(): void;
  stop(): void;
  attach(client: ConsoleClient): () => void;
};

export function createLiveEar(sessionId: string, mix: ReadableStore<Mix>, levels: Levels): LiveEar {
  const listening = createStore(false);
  const failure = createStore<string | undefined>(undefined);
  let client: ConsoleClient | undefined;
  let end: (() => void) | undefined;

  const start = () => {
    if (!client || end) return;
    failure.set(undefined);
    const context = new AudioContext({ sampleRate: PCMU_RATE_HZ });
    void context.resume();
    const output = createLaneOutput(context, mix, levels);
    let dueS = 0;
    const hear = ({ lanes }: LivePiece) => {
      const seconds = (lanes[0]?.audio.length ?? 0) / PCMU_RATE_HZ;
      if (seconds === 0 || dueS - context.currentTime > MOST_AHEAD_S) return;
      // Run dry, or never begun: fill the buffer again.
      if (dueS < context.currentTime) dueS = context.currentTime + JITTER_S;
      for (const { lane, audio } of lanes) {
        const buffer = context.createBuffer(1, audio.length, PCMU_RATE_HZ);
        buffer.copyToChannel(
          Float32Array.from(decodeMuLaw(audio), sample => sample / 32768),
          0,
        );
        const source = context.createBufferSource();
        source.buffer = buffer;
        source.connect(output.inputs[lane]);
        source.start(dueS);
      }
      dueS += seconds;
    };
    const unsubscribe = client.liveSound(
      { sessionId },
      {
        item: hear,
        end: why => {
          if (why) failure.set(why.message);
          stop();
        },
      },
    );
    const read = () => {
      if (!end) return;
      output.read();
      requestAnimationFrame(read);
    };
    end = () => {
      end = undefined;
      unsubscribe();
      output.dispose();
      void context.close();
      listening.set(false);
    };
    listening.set(true);
    requestAnimationFrame(read);
  };
  const stop = () => end?.();

  return {
    listening,
    failure,
    start,
    stop,
    attach: next => {
      client = next;
      failure.set(undefined);
      return () => {
        if (client === next) client = undefined;
        stop();
      };
    },
  };
}
