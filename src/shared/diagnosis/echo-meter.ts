/**
 * Whether what the caller's line brings is the bot's own voice: the last moments of the caller's audio are compared with
 * what the caller was hearing, at every delay that an echo can have. Two voices are never alike; an echo is.
 */
import { decodeMuLaw, PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { PlaybackLayout } from '../audio/playback-layout.ts';
import type { Seen } from './seen.ts';

export type Echo = { readonly lagMs: number; readonly gainDb: number /** 0..1 */; readonly likeness: number };

/** Compared at 2 kHz: that holds the strongest part of a voice, and costs a sixteenth. */
const STEP_BYTES = 4;
const PER_MS = PCMU_BYTES_PER_MS / STEP_BYTES;
const WINDOW_MS = 800;
/** Arrival is not exact: an echo may seem to come a little before its sound. */
const EARLIEST_MS = -150;
const LATEST_MS = 900;
const KEPT_MS = 3_000;
/** Two different voices stay below 0.5 at their best delay; an echo over quiet lies above 0.8. */
const ALIKE = 0.65;
/** Below, the window holds no sound to compare. RMS of 16-bit samples. */
const AUDIBLE_RMS = 60;

type Piece = { readonly startMs: number; readonly samples: Float64Array };

export class EchoMeter {
  readonly windowMs = WINDOW_MS;
  readonly #layout: PlaybackLayout;
  readonly #bot = new Map<number, Float64Array>();
  #caller: Piece[] = [];
  /** Where the caller's next frame begins: frames are joined while they come in time. */
  #callerEndMs = Number.NEGATIVE_INFINITY;

  constructor(layout: PlaybackLayout) {
    this.#layout = layout;
  }

  see({ event, audio }: Seen): void {
    if (event.type !== 'audio' || event.leg === 'bot' || !audio) return;
    if (event.track === 'bot') {
      this.#bot.set(event.offset, thinned(audio));
      for (const old of this.#bot.keys()) {
        if (this.#bot.size <= 400) break;
        this.#bot.delete(old);
      }
      return;
    }
    if (event.track !== 'caller') return;
    const lengthMs = audio.length / PCMU_BYTES_PER_MS;
    const arrivedMs = event.atMs - lengthMs;
    const startMs = Math.abs(arrivedMs - this.#callerEndMs) < 250 ? this.#callerEndMs : arrivedMs;
    this.#callerEndMs = startMs + lengthMs;
    this.#caller.push({ startMs, samples: thinned(audio) });
    while ((this.#caller[0]?.startMs ?? 0) < this.#callerEndMs - KEPT_MS) this.#caller.shift();
  }

  /** The echo in the caller's last moments before `atMs`; undefined when there is none, or nothing was being heard. */
  at(atMs: number): Echo | undefined {
    const endMs = Math.min(atMs, this.#callerEndMs);
    const heard = laid(this.#caller, endMs - WINDOW_MS, WINDOW_MS);
    const spokenFromMs = endMs - WINDOW_MS - LATEST_MS;
    const spoken = laid(
      this.#placedBot(spokenFromMs, endMs - EARLIEST_MS),
      spokenFromMs,
      WINDOW_MS + LATEST_MS - EARLIEST_MS,
    );
    if (rms(heard) < AUDIBLE_RMS || rms(spoken) < AUDIBLE_RMS) return undefined;
    const best = bestMatch(heard, spoken);
    if (best.likeness < ALIKE) return undefined;
    const lagMs = LATEST_MS - best.at / PER_MS;
    return { lagMs: Math.max(0, lagMs), gainDb: 20 * Math.log10(best.gain), likeness: best.likeness };
  }

  #placedBot(fromMs: number, toMs: number): Piece[] {
    const pieces: Piece[] = [];
    const { frames } = this.#layout;
    for (let index = frames.length - 1; index >= 0; index -= 1) {
      const frame = frames[index];
      if (!frame || frame.startMs + frame.bytes / PCMU_BYTES_PER_MS < fromMs) break;
      const samples = this.#bot.get(frame.offset);
      if (samples && frame.startMs < toMs) {
        pieces.push({ startMs: frame.startMs, samples: samples.subarray(0, Math.ceil(frame.heardBytes / STEP_BYTES)) });
      }
    }
    return pieces;
  }
}

function thinned(audio: Uint8Array): Float64Array {
  const samples = decodeMuLaw(audio);
  const out = new Float64Array(Math.floor(samples.length / STEP_BYTES));
  for (let at = 0; at < out.length; at += 1) {
    let sum = 0;
    for (let k = 0; k < STEP_BYTES; k += 1) sum += samples[at * STEP_BYTES + k] ?? 0;
    out[at] = sum / STEP_BYTES;
  }
  return out;
}

function laid(pieces: readonly Piece[], fromMs: number, lengthMs: number): Float64Array {
  const out = new Float64Array(Math.round(lengthMs * PER_MS));
  for (const { startMs, samples } of pieces) {
    const offset = Math.round((startMs - fromMs) * PER_MS);
    for (let at = Math.max(0, -offset); at < samples.length && offset + at < out.length; at += 1) {
      out[offset + at] = samples[at] ?? 0;
    }
  }
  return out;
}

function rms(samples: Float64Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return Math.sqrt(power / samples.length);
}

/** Where in `spoken` the window `heard` fits best. */
function bestMatch(heard: Float64Array, spoken: Float64Array): { at: number; likeness: number; gain: number } {
  let heardPower = 0;
  for (const sample of heard) heardPower += sample * sample;
  let best = { at: 0, likeness: 0, gain: 1 };
  for (let at = 0; at + heard.length <= spoken.length; at += 1) {
    let product = 0;
    let power = 0;
    for (let k = 0; k < heard.length; k += 1) {
      const other = spoken[at + k] ?? 0;
      product += (heard[k] ?? 0) * other;
      power += other * other;
    }
    if (power <= 0 || product <= 0) continue;
    const likeness = product / Math.sqrt(power * heardPower);
    if (likeness > best.likeness) best = { at, likeness, gain: product / power };
  }
  return best;
}
