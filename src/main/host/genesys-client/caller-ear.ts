/**
 * What the caller hears: Genesys Cloud's playback of the server's audio. Buffered, played in real time, reported with
 * `playback_started` and `playback_completed`, flushed by `barge_in`. All of it follows the playback layout.
 */
import { MULAW_SILENCE, PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import { type PlacedAudio, PlaybackLayout } from '../../../shared/audio/playback-layout.ts';
import { levelDbfs } from '../../../shared/checks/sound-statistics.ts';
import type { Clock } from '../../../shared/lib/clock.ts';

/** Playback begins this long after the first frame of a burst, so that small delays on the way are not heard. */
const JITTER_MS = 100;
/** How often what was heard is handed on. */
const TICK_MS = 40;
/** Above it a piece is heard: the quietest speech on a phone line is 20 dB louder, line noise 10 dB below. */
const HEARD_DBFS = -60;
/** Bytes that are looked at for sound at a time: 20 ms. */
const LOOK_BYTES = 20 * PCMU_BYTES_PER_MS;

export type CallerEarOptions = {
  clock: Clock;
  nowMs(): number;
  onPlayback(what: 'started' | 'completed'): void;
  /** The next piece that the caller hears, in real time. */
  onHeard(audio: Uint8Array): void;
};

export class CallerEar {
  readonly #options: CallerEarOptions;
  readonly #layout = new PlaybackLayout();
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;
  #emitted = { frame: 0, bytes: 0 };
  /** Where the last sound ends among all that came; what comes after it is silence. */
  #soundUntil = { frame: -1, bytes: 0 };
  #playing = false;
  #cancelStart: (() => void) | undefined;
  #stopTicking: () => void = () => undefined;

  constructor(options: CallerEarOptions) {
    this.#options = options;
  }

  /** A frame has come from the server. */
  receive(audio: Uint8Array): void {
    const soundBytes = soundUntil(audio);
    if (soundBytes > 0) this.#soundUntil = { frame: this.#pieces.length, bytes: soundBytes };
    this.#pieces.push(audio);
    this.#layout.sent({ offset: this.#bytes, bytes: audio.length }, this.#options.nowMs());
    this.#bytes += audio.length;
    if (this.#playing || this.#cancelStart) return;
    this.#cancelStart = this.#options.clock.after(JITTER_MS, () => {
      this.#cancelStart = undefined;
      this.#playing = true;
      this.#layout.started(this.#options.nowMs());
      this.#options.onPlayback('started');
      this.#stopTicking = this.#options.clock.every(TICK_MS, () => this.#tick());
    });
  }

  /** `barge_in`: what is not yet heard is forgotten. */
  flush(): void {
    this.#emit();
    this.#layout.bargeIn(this.#options.nowMs());
    this.#cancelStart?.();
    this.#cancelStart = undefined;
    this.#emitted = { frame: this.#pieces.length, bytes: 0 };
    if (this.#playing) this.#complete();
  }

  /** Nothing more is played. */
  stop(): void {
    if (this.#layout.isPlaying) this.#layout.bargeIn(this.#options.nowMs());
    this.#cancelStart?.();
    this.#cancelStart = undefined;
    this.#playing = false;
    this.#stopTicking();
  }

  get isPlaying(): boolean {
    return this.#layout.isPlaying;
  }

  /** Whether something that is no silence came and is still to be heard. */
  get soundsAhead(): boolean {
    const { frame, bytes } = this.#emitted;
    return this.#soundUntil.frame > frame || (this.#soundUntil.frame === frame && this.#soundUntil.bytes > bytes);
  }

  get heardMs(): number {
    return this.#layout.heardMs(this.#options.nowMs());
  }

  get receivedMs(): number {
    return this.#bytes / PCMU_BYTES_PER_MS;
  }

  /** All that was heard, laid on the session's clock from `fromMs` on: 8 kHz PCMU, silence between. */
  recording(fromMs: number): Uint8Array {
    const at = (placed: PlacedAudio) => Math.max(0, Math.round((placed.startMs - fromMs) * PCMU_BYTES_PER_MS));
    const { frames } = this.#layout;
    const length = frames.reduce((end, placed) => Math.max(end, at(placed) + placed.heardBytes), 0);
    const audio = new Uint8Array(length).fill(MULAW_SILENCE);
    for (const [index, placed] of frames.entries()) {
      const piece = this.#pieces[index];
      if (piece) audio.set(piece.subarray(0, placed.heardBytes), at(placed));
    }
    return audio;
  }

  #tick(): void {
    this.#emit();
    if (this.#playing && this.#options.nowMs() >= this.#layout.endMs) this.#complete();
  }

  #complete(): void {
    this.#playing = false;
    this.#stopTicking();
    this.#layout.completed(this.#options.nowMs());
    this.#options.onPlayback('completed');
  }

  /** Hands on what became audible since the last time. */
  #emit(): void {
    const nowMs = this.#options.nowMs();
    for (;;) {
      const placed = this.#layout.frames[this.#emitted.frame];
      const piece = this.#pieces[this.#emitted.frame];
      if (!placed || !piece || !this.#playing) return;
      const due = Math.floor((nowMs - placed.startMs) * PCMU_BYTES_PER_MS);
      const until = Math.max(0, Math.min(piece.length, due));
      if (until > this.#emitted.bytes) this.#options.onHeard(piece.subarray(this.#emitted.bytes, until));
      if (until < piece.length) {
        this.#emitted.bytes = Math.max(this.#emitted.bytes, until);
        return;
      }
      this.#emitted = { frame: this.#emitted.frame + 1, bytes: 0 };
    }
  }
}

/** Whether a caller hears a piece of PCMU at all. */
export function isHeard(audio: Uint8Array): boolean {
  return levelDbfs(audio) >= HEARD_DBFS;
}

/** Where the last sound in a piece ends, bytes; 0 where there is none. */
function soundUntil(audio: Uint8Array): number {
  for (let end = audio.length; end > 0; end -= LOOK_BYTES) {
    if (isHeard(audio.subarray(Math.max(0, end - LOOK_BYTES), end))) return end;
  }
  return 0;
}
