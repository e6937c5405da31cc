/**
 * Whether one sound holds another, at whatever delay: the caller's line the bot's voice. Compared at 2 kHz: that holds the
 * strongest part of a voice, and costs a sixteenth. Two different voices stay below 0.5 at their best delay; an echo over
 * quiet lies above 0.8.
 */
import { PCMU_RATE_HZ } from './mulaw.ts';

/** Samples of 8 kHz that become one. */
export const ECHO_STEP = 4;
export const ECHO_PER_MS = PCMU_RATE_HZ / ECHO_STEP / 1000;
/** From here on it is the same sound. */
export const ECHO_ALIKE = 0.65;
/** Below, there is no sound to compare. RMS of 16-bit samples. */
export const ECHO_AUDIBLE_RMS = 60;

/** 8 kHz to 2 kHz: means of four. */
export function thinned(samples: Int16Array): Float64Array {
  const out = new Float64Array(Math.floor(samples.length / ECHO_STEP));
  for (let at = 0; at < out.length; at += 1) {
    let sum = 0;
    for (let k = 0; k < ECHO_STEP; k += 1) sum += samples[at * ECHO_STEP + k] ?? 0;
    out[at] = sum / ECHO_STEP;
  }
  return out;
}

export type Placed = { readonly startMs: number; readonly samples: Float64Array };

/** Pieces laid on one clock, silence between them. */
export function laid(pieces: readonly Placed[], fromMs: number, lengthMs: number): Float64Array {
  const out = new Float64Array(Math.round(lengthMs * ECHO_PER_MS));
  for (const { startMs, samples } of pieces) {
    const offset = Math.round((startMs - fromMs) * ECHO_PER_MS);
    for (let at = Math.max(0, -offset); at < samples.length && offset + at < out.length; at += 1) {
      out[offset + at] = samples[at] ?? 0;
    }
  }
  return out;
}

export function rms(samples: Float64Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return Math.sqrt(power / samples.length);
}

/** Where in `spoken` the window `heard` fits best. `likeness`: 0..1. */
export function bestMatch(heard: Float64Array, spoken: Float64Array): { at: number; likeness: number; gain: number } {
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
