/** Runs on the audio thread: whatever the device's rate, posts 8 kHz mono 16-bit samples in pieces of 40 ms. */
import { PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { createResampler, floatToInt16 } from '../../../shared/audio/resample.ts';
import { MICROPHONE_PROCESSOR } from './microphone-names.ts';

/** What the audio thread's global scope has; TypeScript's library does not know that scope. */
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** 40 ms: few enough messages, and short against the 200 ms frames that they end up in. */
const PIECE_SAMPLES = (40 * PCMU_RATE_HZ) / 1000;

class MicrophoneProcessor extends AudioWorkletProcessor {
  readonly #resampler = createResampler(sampleRate, PCMU_RATE_HZ);
  #piece = new Int16Array(PIECE_SAMPLES);
  #filled = 0;

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const channel = inputs[0]?.[0];
    if (!channel) return true;
    for (const sample of floatToInt16(this.#resampler.push(channel.slice()))) {
      this.#piece[this.#filled] = sample;
      this.#filled += 1;
      if (this.#filled < PIECE_SAMPLES) continue;
      this.port.postMessage(this.#piece, [this.#piece.buffer]);
      this.#piece = new Int16Array(PIECE_SAMPLES);
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor(MICROPHONE_PROCESSOR, MicrophoneProcessor);
