/**
 * What the simulator hears: the appended audio, and the turns in it. Its only clock is the number of appended bytes,
 * so a client may send in real time, in bursts or with pauses and is heard alike.
 */
import { decodeMuLaw, PCMU_BYTES_PER_MS, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { VoiceActivity } from '../../../shared/audio/voice-activity.ts';
import type { TurnDetection } from './session-settings.ts';

/** Positions in ms count from the first appended byte of the session. */
export type Heard =
  | { readonly type: 'speech_started'; readonly startMs: number }
  /** `committed` includes the silence that ended the turn; `speech` is the sentence alone. Both PCMU. */
  | {
      readonly type: 'speech_stopped';
      readonly endMs: number;
      readonly committed: Uint8Array;
      readonly speech: Uint8Array;
    };

/** Kept before speech is noticed, beyond the prefix: an onset is never dated back further. */
const LOOK_BACK_MS = 2000;
/** semantic_vad has no such parameters; these stand in for its waiting. */
const SEMANTIC_SILENCE_MS = 800;
const SEMANTIC_PREFIX_MS = 300;

export class InputAudio {
  #kept = new Uint8Array(0);
  /** Position of the first kept byte. */
  #keptFrom = 0;
  #position = 0;
  #detector: VoiceActivity | undefined;
  /** Position at which the detector began to listen: its own clock starts at 0. */
  #detectorFrom = 0;
  #prefixMs = 0;
  #turnStart = 0;

  /** Listens for turns from here on; `null` leaves committing to the client. */
  detect(settings: TurnDetection | null): void {
    this.#detectorFrom = this.#position;
    if (settings === null) {
      this.#detector = undefined;
      return;
    }
    const isServer = settings.type === 'server_vad';
    this.#prefixMs = isServer ? (settings.prefix_padding_ms ?? 300) : SEMANTIC_PREFIX_MS;
    this.#detector = new VoiceActivity({
      rateHz: PCMU_RATE_HZ,
      threshold: isServer ? (settings.threshold ?? 0.5) : 0.5,
      prefixPaddingMs: this.#prefixMs,
      silenceDurationMs: isServer ? (settings.silence_duration_ms ?? 500) : SEMANTIC_SILENCE_MS,
    });
  }

  append(codes: Uint8Array): Heard[] {
    this.#keep(codes);
    const events = this.#detector?.append(decodeMuLaw(codes)) ?? [];
    const heard = events.map((event): Heard => {
      if (event.type === 'speech_started') {
        this.#turnStart = this.#detectorFrom + event.startSample;
        return { type: 'speech_started', startMs: msOf(this.#turnStart) };
      }
      const end = this.#detectorFrom + event.endSample;
      const committed = this.#slice(this.#turnStart, end);
      const speech = this.#slice(this.#turnStart, this.#detectorFrom + event.speechEndSample);
      return { type: 'speech_stopped', endMs: msOf(end), committed, speech };
    });
    if (this.#detector && !this.#detector.speaking) {
      this.#forgetBefore(this.#position - (this.#prefixMs + LOOK_BACK_MS) * PCMU_BYTES_PER_MS);
    }
    return heard;
  }

  /** Of the end of what was appended. */
  get positionMs(): number {
    return this.#position / PCMU_BYTES_PER_MS;
  }

  /** Audio that the client may commit, in ms. */
  get bufferedMs(): number {
    return this.#kept.length / PCMU_BYTES_PER_MS;
  }

  /** Takes everything that is buffered, and listens anew. */
  take(settings: TurnDetection | null): Uint8Array {
    const taken = this.#kept;
    this.#forgetBefore(this.#position);
    this.detect(settings);
    return taken;
  }

  #keep(codes: Uint8Array): void {
    const grown = new Uint8Array(this.#kept.length + codes.length);
    grown.set(this.#kept);
    grown.set(codes, this.#kept.length);
    this.#kept = grown;
    this.#position += codes.length;
  }

  #slice(from: number, to: number): Uint8Array {
    return this.#kept.slice(Math.max(0, from - this.#keptFrom), to - this.#keptFrom);
  }

  #forgetBefore(position: number): void {
    if (position <= this.#keptFrom) return;
    this.#kept = this.#kept.slice(position - this.#keptFrom);
    this.#keptFrom = position;
  }
}

function msOf(bytes: number): number {
  return Math.floor(bytes / PCMU_BYTES_PER_MS);
}
