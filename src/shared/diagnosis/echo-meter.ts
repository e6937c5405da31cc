/**
 * Whether what the caller's line brings is the bot's own voice: the last moments of the caller's audio are compared with
 * what the caller was hearing, at every delay that an echo can have. Two voices are never alike; an echo is.
 */
import {
  bestMatch,
  ECHO_ALIKE,
  ECHO_AUDIBLE_RMS,
  ECHO_PER_MS,
  ECHO_STEP,
  laid,
  type Placed,
  rms,
  thinned,
} from '../audio/echo.ts';
import { decodeMuLaw, PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { PlaybackLayout } from '../audio/playback-layout.ts';
import type { Seen } from './seen.ts';

export type Echo = { readonly lagMs: number; readonly gainDb: number /** 0..1 */; readonly likeness: number };

const WINDOW_MS = 800;
/** Arrival is not exact: an echo may seem to come a little before its sound. */
const EARLIEST_MS = -150;
const LATEST_MS = 900;
const KEPT_MS = 3_000;
const SOONEST_MS = 20;
const LOUDEST_DB = -3;

export class EchoMeter {
  readonly windowMs = WINDOW_MS;
  readonly #layout: PlaybackLayout;
  readonly #bot = new Map<number, Float64Array>();
  #caller: Placed[] = [];
  /** Where the caller's next frame begins: frames are joined while they come in time. */
  #callerEndMs = Number.NEGATIVE_INFINITY;

  constructor(layout: PlaybackLayout) {
    this.#layout = layout;
  }

  see({ event, audio }: Seen): void {
    if (event.type !== 'audio' || event.leg === 'bot' || !audio) return;
    if (event.track === 'bot') {
      this.#bot.set(event.offset, thinned(decodeMuLaw(audio)));
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
    this.#caller.push({ startMs, samples: thinned(decodeMuLaw(audio)) });
    // A frame may be longer than all that is kept: then it is kept alone.
    while (this.#caller.length > 1 && (this.#caller[0]?.startMs ?? 0) < this.#callerEndMs - KEPT_MS) {
      this.#caller.shift();
    }
  }

  /** The echo in the caller's last moments before `atMs`; undefined when there is none, or nothing was being heard. */
  at(atMs: number): Echo | undefined {
    const endMs = Math.min(atMs, this.#callerEndMs);
    if ((this.#caller[0]?.startMs ?? endMs) > endMs - WINDOW_MS) return undefined;
    const heard = laid(this.#caller, endMs - WINDOW_MS, WINDOW_MS);
    const spokenFromMs = endMs - WINDOW_MS - LATEST_MS;
    const spoken = laid(
      this.#placedBot(spokenFromMs, endMs - EARLIEST_MS),
      spokenFromMs,
      WINDOW_MS + LATEST_MS - EARLIEST_MS,
    );
    if (rms(heard) < ECHO_AUDIBLE_RMS || rms(spoken) < ECHO_AUDIBLE_RMS) return undefined;
    const best = bestMatch(heard, spoken);
    if (best.likeness < ECHO_ALIKE) return undefined;
    const lagMs = LATEST_MS - best.at / ECHO_PER_MS;
    const gainDb = 20 * Math.log10(best.gain);
    // No echo comes at once and whole: one recording is played from both sides, or the bot repeats what it hears.
    if (lagMs < SOONEST_MS && gainDb > LOUDEST_DB) return undefined;
    return { lagMs: Math.max(0, lagMs), gainDb, likeness: best.likeness };
  }

  #placedBot(fromMs: number, toMs: number): Placed[] {
    const pieces: Placed[] = [];
    const { frames } = this.#layout;
    for (let index = frames.length - 1; index >= 0; index -= 1) {
      const frame = frames[index];
      if (!frame || frame.startMs + frame.bytes / PCMU_BYTES_PER_MS < fromMs) break;
      const samples = this.#bot.get(frame.offset);
      if (samples && frame.startMs < toMs) {
        pieces.push({ startMs: frame.startMs, samples: samples.subarray(0, Math.ceil(frame.heardBytes / ECHO_STEP)) });
      }
    }
    return pieces;
  }
}
