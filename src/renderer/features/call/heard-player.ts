/** Plays what the caller hears: 8 kHz PCMU pieces in real time, behind a small buffer that evens out their arrival. */
import { decodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';

/** Small enough to talk over, large enough for a busy machine's timers. */
const JITTER_S = 0.12;

export type HeardPlayer = {
  play(pcmu: Uint8Array): void;
  /** Drops what has not been heard yet, at once. */
  flush(): void;
  dispose(): void;
};

export type HeardOptions = {
  /** Of an output device; empty: the system's. */
  readonly outputId: string;
  /** Told what sounds from when on, on the page's clock, ms. */
  onPlay(startMs: number, samples: Int16Array): void;
  /** The output could not be had: the system's plays. */
  onNoOutput(): void;
};

/** Made on a press of a button: an audio context that nobody asked for stays silent. */
export function createHeardPlayer({ outputId, onPlay, onNoOutput }: HeardOptions): HeardPlayer {
  const context: AudioContext & { setSinkId?(id: string): Promise<void> } = new AudioContext({
    sampleRate: PCMU_RATE_HZ,
  });
  void context.resume();
  if (outputId !== '') void (context.setSinkId?.(outputId) ?? Promise.reject()).catch(onNoOutput);
  const sounding = new Set<AudioBufferSourceNode>();
  /** When the next piece is due on the context's clock. */
  let nextS = 0;

  return {
    play: pcmu => {
      if (pcmu.length === 0) return;
      const buffer = context.createBuffer(1, pcmu.length, PCMU_RATE_HZ);
      const samples = decodeMuLaw(pcmu);
      buffer.copyToChannel(
        Float32Array.from(samples, sample => sample / 32768),
        0,
      );
      const source = context.createBufferSource();
      source.buffer = buffer;
      source.connect(context.destination);
      source.onended = () => sounding.delete(source);
      sounding.add(source);
      // Run dry, or never begun: fill the buffer again.
      if (nextS < context.currentTime) nextS = context.currentTime + JITTER_S;
      source.start(nextS);
      onPlay(performance.now() + (nextS - context.currentTime) * 1000, samples);
      nextS += buffer.duration;
    },
    flush: () => {
      for (const source of sounding) source.stop();
      sounding.clear();
      nextS = 0;
    },
    dispose: () => void context.close(),
  };
}
