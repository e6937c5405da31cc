/** Listens to what is played and what the microphone brings, and says when the one is in the other. */
import { bestMatch, ECHO_ALIKE, ECHO_AUDIBLE_RMS, laid, type Placed, rms, thinned } from './echo.ts';

const WINDOW_MS = 800;
/** From a loudspeaker through a room and two buffers. */
const LATEST_MS = 900;
/** The clocks of playing and recording are not one. */
const EARLIEST_MS = -150;
const KEPT_MS = 3_000;

export class EchoWatch {
  #played: Placed[] = [];
  #captured: Placed[] = [];

  /** 8 kHz, signed 16-bit, as it sounds from `startMs` on. */
  play(startMs: number, samples: Int16Array): void {
    this.#played = kept(this.#played, { startMs, samples: thinned(samples) });
  }

  /** What was not played after all: an interruption. */
  flush(nowMs: number): void {
    this.#played = this.#played.filter(({ startMs }) => startMs < nowMs);
  }

  /** 8 kHz, signed 16-bit, recorded from `startMs` on. */
  capture(startMs: number, samples: Int16Array): void {
    this.#captured = kept(this.#captured, { startMs, samples: thinned(samples) });
  }

  /** True when the last 800 ms of the microphone are what was played shortly before. */
  hears(nowMs: number): boolean {
    const heard = laid(this.#captured, nowMs - WINDOW_MS, WINDOW_MS);
    const fromMs = nowMs - WINDOW_MS - LATEST_MS;
    const spoken = laid(this.#played, fromMs, WINDOW_MS + LATEST_MS - EARLIEST_MS);
    if (rms(heard) < ECHO_AUDIBLE_RMS || rms(spoken) < ECHO_AUDIBLE_RMS) return false;
    return bestMatch(heard, spoken).likeness >= ECHO_ALIKE;
  }
}

function kept(pieces: readonly Placed[], next: Placed): Placed[] {
  return [...pieces.filter(({ startMs }) => startMs > next.startMs - KEPT_MS), next];
}
