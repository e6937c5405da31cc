/** Where a track of PCMU holds speech, as spans; with the settings of one's choice, which is what a VAD lab needs. */
import { decodeMuLaw } from './mulaw.ts';
import { VoiceActivity } from './voice-activity.ts';

export type VadSettings = {
  /** 0..1, as in `turn_detection.threshold`. */
  readonly threshold: number;
  readonly prefixPaddingMs: number;
  readonly silenceDurationMs: number;
};

/** Offsets in samples. `stop` is where the turn would end: `end` and the silence after it; undefined while it goes on. */
export type VoiceSpan = { readonly start: number; end: number; stop: number | undefined };

export class VoiceSpans {
  readonly #activity: VoiceActivity;
  readonly #spans: VoiceSpan[] = [];
  #samples = 0;

  constructor(rateHz: number, settings: VadSettings) {
    this.#activity = new VoiceActivity({ rateHz, ...settings });
  }

  append(codes: Uint8Array): void {
    for (const event of this.#activity.append(decodeMuLaw(codes))) {
      if (event.type === 'speech_started') {
        this.#spans.push({ start: event.startSample, end: event.startSample, stop: undefined });
        continue;
      }
      const last = this.#spans.at(-1);
      if (!last) continue;
      last.end = event.speechEndSample;
      last.stop = event.endSample;
    }
    this.#samples += codes.length;
    const open = this.#spans.at(-1);
    if (open && open.stop === undefined) open.end = this.#samples;
  }

  get spans(): readonly VoiceSpan[] {
    return this.#spans;
  }
}
