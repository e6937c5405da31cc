/**
 * Where bot audio was heard. Genesys buffers what a server sends and plays it in real time, so arrival is not hearing.
 *
 * Frames form bursts. A burst starts at its `playback_started` where one is known, else when its first frame arrived
 * or when the burst before it ended, whichever is later; `playback_completed` closes it; `barge_in` cuts what was not
 * yet heard. Before a burst is known to have started, 0 ms of it are heard.
 *
 * The waveforms, the stereo WAV, `audio_end_ms` of `conversation.item.truncate` and the fake client's
 * `playback_started` and `playback_completed` all come from here. All times are ms on one clock of the caller's choice.
 */
import type { AudioRange } from '../events/session-event.ts';
import { PCMU_BYTES_PER_MS } from './mulaw.ts';

/** One sent frame, laid on the clock. It sounds from `startMs` until `startMs + heardBytes / 8`. */
export type PlacedAudio = {
  readonly offset: number;
  readonly bytes: number;
  /** When it was sent (or received). */
  readonly arrivedMs: number;
  readonly startMs: number;
  /** Less than `bytes` where a barge-in cut it. */
  readonly heardBytes: number;
  /** When a barge-in cut it; undefined where none did. */
  readonly cutMs: number | undefined;
};

type Frame = { -readonly [Key in keyof PlacedAudio]: PlacedAudio[Key] };

/** How far `playback_completed` may come before the audio is over by our count: jitter of two messages, ms. */
const COMPLETED_EARLY_MS = 100;

export class PlaybackLayout {
  /** Frames in the order they were sent; those from `#burst` on belong to the burst that is not yet closed. */
  readonly #frames: Frame[] = [];
  #burst = 0;
  /** When the open burst was reported as started; undefined while it is not known to have started. */
  #startedMs: number | undefined;
  /** End of what was heard of the bursts before. */
  #endMs = Number.NEGATIVE_INFINITY;

  /** A frame of track bytes `offset..offset+bytes` was sent (or received) at `atMs`. */
  sent(range: Pick<AudioRange, 'offset' | 'bytes'>, atMs: number): void {
    const frame: Frame = {
      offset: range.offset,
      bytes: range.bytes,
      arrivedMs: atMs,
      startMs: 0,
      heardBytes: range.bytes,
      cutMs: undefined,
    };
    this.#frames.push(frame);
    this.#place(this.#frames.length - 1);
  }

  /** `playback_started`: the open burst began to sound. */
  started(atMs: number): void {
    if (this.#burst >= this.#frames.length || this.#startedMs !== undefined) return;
    this.#startedMs = atMs;
    for (let index = this.#burst; index < this.#frames.length; index += 1) this.#place(index);
  }

  /**
   * `playback_completed`: the burst is over. Frames that cannot have been heard by now (they crossed this message on
   * the wire) begin the next burst. Without a known start it says nothing of the open burst, and is ignored.
   */
  completed(atMs: number): void {
    if (this.#startedMs === undefined) return;
    const elapsedMs = atMs - this.#startedMs + COMPLETED_EARLY_MS;
    let heardMs = 0;
    let next = this.#burst;
    for (; next < this.#frames.length; next += 1) {
      heardMs += (this.#frames[next]?.bytes ?? 0) / PCMU_BYTES_PER_MS;
      if (heardMs > elapsedMs) break;
    }
    this.#closeBurst(next);
    for (let index = next; index < this.#frames.length; index += 1) this.#place(index);
  }

  /**
   * `barge_in`: what was not yet heard at `atMs` never will be.
   * @returns how much of the open burst was heard, and how much is cut, bytes
   */
  bargeIn(atMs: number): { readonly heardBytes: number; readonly cutBytes: number } {
    let heardBytes = 0;
    let cutBytes = 0;
    for (let index = this.#burst; index < this.#frames.length; index += 1) {
      const frame = this.#frames[index];
      if (!frame) continue;
      frame.heardBytes = this.#heardBytesOf(frame, index, atMs);
      heardBytes += frame.heardBytes;
      cutBytes += frame.bytes - frame.heardBytes;
      if (frame.heardBytes < frame.bytes) frame.cutMs = atMs;
      // What was to come later takes no time any more: the next burst does not wait for it.
      if (frame.heardBytes === 0) frame.startMs = Math.min(frame.startMs, atMs);
    }
    this.#closeBurst(this.#frames.length);
    return { heardBytes, cutBytes };
  }

  /** Bytes of a range that were sent, and that were heard by `nowMs`. */
  heard(range: Pick<AudioRange, 'offset' | 'bytes'>, nowMs: number): { heardBytes: number; sentBytes: number } {
    let heardBytes = 0;
    let sentBytes = 0;
    const end = range.offset + range.bytes;
    for (let index = this.#frames.length - 1; index >= 0; index -= 1) {
      const frame = this.#frames[index];
      if (!frame) continue;
      const from = Math.max(range.offset, frame.offset);
      const to = Math.min(end, frame.offset + frame.bytes);
      if (to <= from) {
        if (frame.offset + frame.bytes <= range.offset) break;
        continue;
      }
      sentBytes += to - from;
      const heardTo = frame.offset + this.#heardBytesOf(frame, index, nowMs);
      heardBytes += Math.max(0, Math.min(to, heardTo) - from);
    }
    return { heardBytes, sentBytes };
  }

  /** All that was heard by `nowMs`, ms. */
  heardMs(nowMs: number): number {
    let bytes = 0;
    for (const [index, frame] of this.#frames.entries()) bytes += this.#heardBytesOf(frame, index, nowMs);
    return bytes / PCMU_BYTES_PER_MS;
  }

  /** True while something that was sent is not yet heard, not cut, and not reported as completed. */
  get isPlaying(): boolean {
    return this.#burst < this.#frames.length;
  }

  /** When the last frame that is known ends by this layout; `-Infinity` when nothing was sent. */
  get endMs(): number {
    const last = this.#frames.at(-1);
    return last ? last.startMs + last.heardBytes / PCMU_BYTES_PER_MS : Number.NEGATIVE_INFINITY;
  }

  /** The frames as laid out; the array is the layout's own and grows with it. */
  get frames(): readonly PlacedAudio[] {
    return this.#frames;
  }

  /** How many of the first frames stay as they are, whatever comes. */
  get settledCount(): number {
    return this.#burst;
  }

  /**
   * Lets go of the oldest frames, once there are twice as many as `most`: of a call of hours, for who asks only about the
   * newest. What is still to be heard stays as it is, where it is known when the burst began.
   */
  forgetBeyond(most: number): void {
    if (this.#frames.length < 2 * most) return;
    const drop = this.#frames.length - most;
    const first = this.#frames[drop];
    if (drop > this.#burst) {
      const last = this.#frames[drop - 1];
      if (last) this.#endMs = last.startMs + last.heardBytes / PCMU_BYTES_PER_MS;
      if (this.#startedMs !== undefined && first) this.#startedMs = first.startMs;
    }
    this.#frames.splice(0, drop);
    this.#burst = Math.max(0, this.#burst - drop);
  }

  #place(index: number): void {
    const frame = this.#frames[index];
    if (!frame) return;
    const before = this.#frames[index - 1];
    const beforeEndMs = before ? before.startMs + before.heardBytes / PCMU_BYTES_PER_MS : this.#endMs;
    const first = index === this.#burst;
    const earliestMs = first ? this.#endMs : beforeEndMs;
    frame.startMs = first && this.#startedMs !== undefined ? this.#startedMs : Math.max(frame.arrivedMs, earliestMs);
  }

  #heardBytesOf(frame: Frame, index: number, nowMs: number): number {
    if (index < this.#burst) return frame.heardBytes;
    if (this.#startedMs === undefined) return 0;
    const bytes = Math.floor((nowMs - frame.startMs) * PCMU_BYTES_PER_MS);
    return Math.max(0, Math.min(frame.heardBytes, bytes));
  }

  #closeBurst(next: number): void {
    const last = this.#frames[next - 1];
    if (last && next > this.#burst) this.#endMs = last.startMs + last.heardBytes / PCMU_BYTES_PER_MS;
    this.#burst = next;
    this.#startedMs = undefined;
  }
}
