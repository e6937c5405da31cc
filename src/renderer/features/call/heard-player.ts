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

/** Made on a press of a button: an audio context that nobody asked for stays silent. */
export function createHeardPlayer(): HeardPlayer {
  const context = new AudioContext({ sampleRate: PCMU_RATE_HZ });
  void context.resume();
  const sounding = new Set<AudioBufferSourceNode>();
  /** When the next piece is due on the context's clock. */
  let nextS = 0;

  return {
    play: pcmu => {
      if (pcmu.length === 0) return;
      const buffer = context.createBuffer(1, pcmu.length, PCMU_RATE_HZ);
      buffer.copyToChannel(
        Float32Array.from(decodeMuLaw(pcmu), sample => sample / 32768),
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
