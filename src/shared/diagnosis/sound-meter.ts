/**
 * Measures a stream of 8 kHz mono PCMU as it comes: level, clipping, offset, silence, speech, and whether its bytes look
 * like something else. Depends on the bytes alone, not on how they were cut into pieces.
 */

import { decodeMuLaw, MULAW_SILENCE, PCMU_RATE_HZ } from '../audio/mulaw.ts';
import { VoiceActivity } from '../audio/voice-activity.ts';
import { aLawLikeness, brightness, sixteenBitLikeness } from '../checks/sound-statistics.ts';

const FRAME = 160;
/** Frames below are silence: the noise of a quiet line lies at -65 dBFS and lower. */
const AUDIBLE_DB = -62;
/** Louder than the noise of an ordinary line: so soft a voice still counts for who asks whether somebody is silent. */
const LOUD_DB = -55;
/** A click is shorter, frames. */
const LOUD_FRAMES = 3;
/** What bytes look like is judged from the audible beginning, after 1 s and after 4 s of sound, and then never again. */
const SAMPLE_BYTES = [8_000, 32_000];
const FULL_SCALE = 32768;
/** Largest value of the law: a sample there is clipped. */
const LARGEST = 32124;

/** What the bytes look like; see sound-statistics.ts. */
export type Likeness = {
  readonly sixteenBit: number;
  readonly aLaw: number;
  readonly brightness: number | undefined;
  /** Share of sample pairs (0 and 1, 2 and 3 ...) that are equal, and of those where one side is always silent. */
  readonly equalPairs: number;
  readonly oneSided: number;
};

export class SoundMeter {
  readonly #who: 'bot' | 'caller';
  bytes = 0;
  /** Longest run of the byte 0x00, which is no silence but full scale. */
  zeroRun = 0;
  /** Where a WAV header stood, in bytes from the beginning; undefined when there is none. */
  wavHeaderAt: number | undefined;
  clippedSamples = 0;
  audibleFrames = 0;
  loudFrames = 0;
  #loudRun = 0;
  frames = 0;
  loudestDb = -100;
  /** Speech by our own ear, at the sensitivity that a model has by default and at the highest. */
  readonly #ear = new VoiceActivity({
    rateHz: PCMU_RATE_HZ,
    threshold: 0.5,
    prefixPaddingMs: 0,
    silenceDurationMs: 500,
  });
  readonly #keenEar = new VoiceActivity({
    rateHz: PCMU_RATE_HZ,
    threshold: 0,
    prefixPaddingMs: 0,
    silenceDurationMs: 500,
  });
  utterances = 0;
  /** Speech has begun, and half a second of silence has not yet ended it. */
  isSpeaking = false;
  #quietUtterances = 0;
  #run = 0;
  #sum = 0;
  #power = 0;
  #frame: number[] = [];
  #framePower = 0;
  #audiblePower = 0;
  readonly #sample: number[] = [];
  #likeness: Likeness | undefined;
  #judged = 0;

  constructor(who: 'bot' | 'caller') {
    this.#who = who;
  }

  add(bytes: Uint8Array): void {
    if (bytes[0] === 0x52 && bytes[1] === 0x49 && bytes[2] === 0x46 && bytes[3] === 0x46)
      this.wavHeaderAt ??= this.bytes;
    const samples = decodeMuLaw(bytes);
    for (const [index, sample] of samples.entries()) this.#take(bytes[index] ?? MULAW_SILENCE, sample);
    this.bytes += bytes.length;
    for (const { type } of this.#ear.append(samples)) {
      this.isSpeaking = type === 'speech_started';
      if (this.isSpeaking) this.utterances += 1;
    }
    // Hearing is the dearest part of a diagnosis: it is done twice only for who is not heard at once.
    if (this.#who === 'bot' || this.utterances > 0) return;
    for (const event of this.#keenEar.append(samples)) if (event.type === 'speech_started') this.#quietUtterances += 1;
  }

  /** Speech that only the keen ear hears; 0 as soon as the usual one has heard any. */
  get quietUtterances(): number {
    return this.utterances > 0 ? 0 : this.#quietUtterances;
  }

  /** Whatever it is, the end of what came so far is no silence. */
  get isLoud(): boolean {
    return this.#loudRun >= LOUD_FRAMES;
  }

  get seconds(): number {
    return this.bytes / PCMU_RATE_HZ;
  }

  /** Level of the audible frames, dBFS; -100 when there are none. */
  get levelDb(): number {
    return this.audibleFrames === 0 ? -100 : decibel(this.#audiblePower / (this.audibleFrames * FRAME));
  }

  get clippedShare(): number {
    return this.audibleFrames === 0 ? 0 : this.clippedSamples / (this.audibleFrames * FRAME);
  }

  /** Mean of all samples as a share of full scale, with its sign. */
  get offset(): number {
    return this.bytes === 0 ? 0 : this.#sum / this.bytes / FULL_SCALE;
  }

  get rms(): number {
    return this.bytes === 0 ? 0 : Math.sqrt(this.#power / this.bytes) / FULL_SCALE;
  }

  get silentShare(): number {
    return this.frames === 0 ? 1 : 1 - this.audibleFrames / this.frames;
  }

  /** Undefined until a second was audible. */
  get likeness(): Likeness | undefined {
    const size = SAMPLE_BYTES.findLast(bytes => bytes <= this.#sample.length);
    if (size !== undefined && size > this.#judged) {
      this.#judged = size;
      this.#likeness = likenessOf(Uint8Array.from(this.#sample.slice(0, size)), this.#who);
    }
    return this.#likeness;
  }

  #take(byte: number, sample: number): void {
    this.#run = byte === 0 ? this.#run + 1 : 0;
    if (this.#run > this.zeroRun) this.zeroRun = this.#run;
    if (Math.abs(sample) >= LARGEST) this.clippedSamples += 1;
    this.#sum += sample;
    this.#power += sample * sample;
    this.#framePower += sample * sample;
    this.#frame.push(byte);
    if (this.#frame.length === FRAME) this.#endFrame();
  }

  #endFrame(): void {
    const levelDb = decibel(this.#framePower / FRAME);
    this.frames += 1;
    if (levelDb > this.loudestDb) this.loudestDb = levelDb;
    this.#loudRun = levelDb > LOUD_DB ? this.#loudRun + 1 : 0;
    if (this.#loudRun > 0) this.loudFrames += 1;
    if (levelDb > AUDIBLE_DB) {
      this.audibleFrames += 1;
      this.#audiblePower += this.#framePower;
      if (this.#sample.length < (SAMPLE_BYTES.at(-1) ?? 0)) this.#sample.push(...this.#frame);
    }
    this.#frame = [];
    this.#framePower = 0;
  }
}

function likenessOf(audio: Uint8Array, who: 'bot' | 'caller'): Likeness {
  let equal = 0;
  let [silentFirst, silentSecond] = [0, 0];
  for (let at = 0; at + 1 < audio.length; at += 2) {
    const [first = 0, second = 0] = [audio[at], audio[at + 1]];
    if (first === second) equal += 1;
    if (isQuiet(first)) silentFirst += 1;
    if (isQuiet(second)) silentSecond += 1;
  }
  const pairs = audio.length / 2;
  return {
    sixteenBit: sixteenBitLikeness(audio),
    aLaw: aLawLikeness(audio),
    // What callers say has been through a telephone, and is not judged by its colour.
    brightness: who === 'bot' ? brightness(audio) : undefined,
    equalPairs: equal / pairs,
    oneSided: Math.abs(silentFirst - silentSecond) / pairs,
  };
}

/** A code of µ-law next to silence. */
function isQuiet(code: number): boolean {
  return (code | 0x80) >= MULAW_SILENCE - 2;
}

function decibel(meanSquare: number): number {
  return meanSquare === 0 ? -100 : Math.max(-100, 10 * Math.log10(meanSquare / FULL_SCALE ** 2));
}
