/**
 * Hears when somebody speaks. The only clock is the audio itself: the same samples give the same events, however they
 * were cut into chunks and whenever they arrived.
 *
 * Energy alone would take a hum, a ring tone or a noisy line for a person, so speech must also move: while it starts,
 * both its loudness and its colour (how bright it is, see frame-features.ts) change from frame to frame by several dB.
 * Steady sound of any level does neither, and becomes the noise floor instead.
 *
 * The limits below were found by measuring: speech (espeak-ng, and recorded telephone speech) against white, pink and
 * brown noise and tones of 60..3400 Hz at -60..-3 dBFS; the test holds them.
 */
import { type FrameFeatures, FrameReader } from './frame-features.ts';

export interface VoiceActivitySettings {
  readonly rateHz: number;
  /** 0..1, as in `turn_detection.threshold`: higher wants louder speech. 0.5 is -52 dBFS. */
  readonly threshold: number;
  /** Audio kept before the onset. */
  readonly prefixPaddingMs: number;
  /** Silence that ends a turn. */
  readonly silenceDurationMs: number;
}

/** Times are positions in the appended audio, in samples and in whole ms (rounded down). */
export type VoiceActivityEvent =
  /** `startMs`: the onset minus the prefix padding, as `audio_start_ms` of the Realtime API. */
  | { readonly type: 'speech_started'; readonly startMs: number; readonly startSample: number }
  /** `endMs` includes the silence that ended the turn, as `audio_end_ms`; `speechEndSample` does not. */
  | {
      readonly type: 'speech_stopped';
      readonly endMs: number;
      readonly endSample: number;
      readonly speechEndSample: number;
    };

/** Level of threshold 0, and what a threshold of 1 adds: 0.5 lies some 25 dB below ordinary telephone speech. */
const LEVEL_AT_ZERO_DB = -72;
const LEVEL_SPAN_DB = 40;
/** Speech must stand out of the floor by this much to start, and falls silent this far below the starting level. */
const ABOVE_FLOOR_DB = 9;
const HYSTERESIS_DB = 6;
/** An onset is judged over this many frames (240 ms), of which most must be active: a click is not a word. */
const ONSET_FRAMES = 12;
const MIN_ACTIVE_FRAMES = 6;
/** How much loudness and colour of the active frames must vary (standard deviation without the extremes). */
const MIN_LOUDNESS_SPREAD_DB = 1.8;
const MIN_COLOUR_SPREAD_DB = 0.8;
/** More tonal frames than this share is a signal tone (dial, DTMF, ringing), whose cadence would pass for variation. */
const MAX_TONAL_SHARE = 0.5;
/** Sound that stayed this steady for half a second is the room, whatever its level. */
const STEADY_FRAMES = 25;
const STEADY_SPREAD_DB = 1.3;
/** The floor sinks at once and rises slowly: by 1 dB in 10 frames (200 ms) below the starting level. */
const FLOOR_RISE_DB = 0.1;
/** The longest way back from the decision to the onset. */
const MAX_BACKDATE_FRAMES = 40;
const QUIETEST_DB = -90;

interface JudgedFrame extends FrameFeatures {
  readonly startSample: number;
  readonly active: boolean;
}

export class VoiceActivity {
  readonly #settings: VoiceActivitySettings;
  readonly #reader: FrameReader;
  readonly #levelDb: number;
  #recent: JudgedFrame[] = [];
  #floorDb = QUIETEST_DB;
  /** End of the last active frame of the turn, in samples; undefined while nobody speaks. */
  #speechEndSample: number | undefined;
  /** Where the last turn ended: the next one cannot begin before. */
  #lastEndSample = 0;

  constructor(settings: VoiceActivitySettings) {
    this.#settings = settings;
    this.#reader = new FrameReader(settings.rateHz);
    this.#levelDb = LEVEL_AT_ZERO_DB + LEVEL_SPAN_DB * settings.threshold;
  }

  /** True between `speech_started` and `speech_stopped`. */
  get speaking(): boolean {
    return this.#speechEndSample !== undefined;
  }

  /** Takes the next samples (16-bit linear) and says what they completed. */
  append(samples: Int16Array): VoiceActivityEvent[] {
    const events: VoiceActivityEvent[] = [];
    for (const frame of this.#reader.append(samples)) {
      const event = this.#take(frame);
      if (event) events.push(event);
    }
    return events;
  }

  #take(features: FrameFeatures & { readonly startSample: number }): VoiceActivityEvent | undefined {
    const startDb = Math.max(this.#levelDb, this.#floorDb + ABOVE_FLOOR_DB);
    const limitDb = this.speaking ? startDb - HYSTERESIS_DB : startDb;
    const frame = { ...features, active: features.levelDb >= limitDb };
    this.#recent.push(frame);
    if (this.#recent.length > MAX_BACKDATE_FRAMES) this.#recent.shift();
    this.#followFloor(frame);
    return this.speaking ? this.#whileSpeaking(frame) : this.#whileSilent(startDb);
  }

  #whileSilent(startDb: number): VoiceActivityEvent | undefined {
    const onset = this.#recent.slice(-ONSET_FRAMES);
    const active = onset.filter(frame => frame.active);
    if (active.length < MIN_ACTIVE_FRAMES || !onset.at(-1)?.active) return undefined;
    if (active.filter(frame => frame.tonal).length > active.length * MAX_TONAL_SHARE) return undefined;
    if (innerSpread(active.map(frame => frame.brightDb)) < MIN_LOUDNESS_SPREAD_DB) return undefined;
    if (innerSpread(active.map(frame => frame.brightDb - frame.levelDb)) < MIN_COLOUR_SPREAD_DB) return undefined;

    const onsetSample = this.#onset(active[0] as JudgedFrame, startDb - HYSTERESIS_DB);
    const prefixSamples = this.#samples(this.#settings.prefixPaddingMs);
    const startSample = Math.max(this.#lastEndSample, onsetSample - prefixSamples, 0);
    this.#speechEndSample = this.#endOf(onset.at(-1) as JudgedFrame);
    return { type: 'speech_started', startSample, startMs: this.#ms(startSample) };
  }

  /** Walks back from the first active frame to where the sound rose out of the floor. */
  #onset(first: JudgedFrame, limitDb: number): number {
    let at = this.#recent.indexOf(first);
    while (at > 0 && (this.#recent[at - 1]?.levelDb ?? QUIETEST_DB) >= limitDb) at -= 1;
    return this.#recent[at]?.startSample ?? first.startSample;
  }

  #whileSpeaking(frame: JudgedFrame): VoiceActivityEvent | undefined {
    if (frame.active) this.#speechEndSample = this.#endOf(frame);
    const speechEndSample = this.#speechEndSample ?? 0;
    const endSample = speechEndSample + this.#samples(this.#settings.silenceDurationMs);
    if (this.#endOf(frame) < endSample) return undefined;
    this.#speechEndSample = undefined;
    this.#lastEndSample = endSample;
    this.#recent = [];
    return { type: 'speech_stopped', speechEndSample, endSample, endMs: this.#ms(endSample) };
  }

  #isSteady(): boolean {
    if (this.#recent.length < STEADY_FRAMES) return false;
    return innerSpread(this.#recent.slice(-STEADY_FRAMES).map(frame => frame.brightDb)) < STEADY_SPREAD_DB;
  }

  /** Steady sound raises the floor also while somebody speaks: else a fan that starts then would never let a turn end. */
  #followFloor(frame: JudgedFrame): void {
    if (this.#isSteady()) {
      const window = this.#recent.slice(-STEADY_FRAMES);
      this.#floorDb = window.reduce((sum, each) => sum + each.levelDb, 0) / window.length;
    } else if (frame.levelDb < this.#floorDb) this.#floorDb = frame.levelDb;
    else if (!frame.active && !this.speaking) this.#floorDb = Math.min(frame.levelDb, this.#floorDb + FLOOR_RISE_DB);
  }

  #endOf(frame: JudgedFrame): number {
    return frame.startSample + this.#reader.frameSamples;
  }

  #samples(ms: number): number {
    return Math.round((ms * this.#settings.rateHz) / 1000);
  }

  #ms(sample: number): number {
    return Math.floor((sample * 1000) / this.#settings.rateHz);
  }
}

/** Standard deviation without the largest and the smallest: one half-filled frame at an edge is no movement. */
function innerSpread(values: readonly number[]): number {
  const inner = [...values].sort((a, b) => a - b).slice(1, -1);
  if (inner.length < 2) return 0;
  const mean = inner.reduce((sum, value) => sum + value, 0) / inner.length;
  return Math.sqrt(inner.reduce((sum, value) => sum + (value - mean) ** 2, 0) / inner.length);
}
