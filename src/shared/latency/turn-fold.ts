/**
 * The answers of a call with the moment of each step, folded from signals. With a model's leg an answer is a response
 * that has audio; without one (only the AudioHook leg was seen) it is a burst of bot audio.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import { PlaybackLayout } from '../audio/playback-layout.ts';
import type { Signal, Step } from './signals.ts';
import type { Span } from './spans.ts';

/** The steps that events tell, in the order in which they come. */
export type EventSteps = {
  readonly speechStopped?: Step;
  readonly committed?: Step;
  readonly responseCreated?: Step;
  /** The model called a function before it spoke, and was asked to go on when that had its answer. */
  readonly functionCalled?: Step;
  readonly responseAgain?: Step;
  readonly firstDelta?: Step;
  readonly firstFrame?: Step;
  readonly playbackStarted?: Step;
};

export type Answer = EventSteps & {
  readonly responseId: string | undefined;
  /** What the model said that it would wait for after speech when this turn ended, ms. */
  readonly silenceMs: number | undefined;
  /** Where its audio begins in the track that Genesys got, bytes; undefined until its first frame is known. */
  readonly firstByte: number | undefined;
};

type Growing = { -readonly [Key in keyof Answer]: Answer[Key] } & { track: string | undefined };
type Pending = { -readonly [Key in keyof EventSteps]: EventSteps[Key] };

export class TurnFold {
  readonly #layout = new PlaybackLayout();
  readonly #answers: Growing[] = [];
  readonly #responses = new Set<string>();
  #pending: Pending = {};
  readonly #pauses: Span[] = [];
  #silenceMs: number | undefined;
  #modelSeen = false;
  /** Answers before this one have their first frame, or will never have one. */
  #unsent = 0;
  /** The first answer that is not of a burst that is over. */
  #burst = 0;

  add(signal: Signal): void {
    const step: Step = { atMs: signal.atMs, n: signal.n };
    switch (signal.kind) {
      case 'turn-detection':
        this.#modelSeen = true;
        this.#silenceMs = signal.silenceMs;
        break;
      case 'speech-stopped':
        this.#pending = { speechStopped: step };
        break;
      case 'committed': {
        const { speechStopped } = this.#pending;
        this.#pending = { ...(speechStopped ? { speechStopped } : {}), committed: step };
        break;
      }
      case 'response-created':
        this.#modelSeen = true;
        if (this.#pending.functionCalled) this.#pending.responseAgain = step;
        else this.#pending.responseCreated = step;
        break;
      case 'function-called':
        // A model may call on after it has been answered: the last call is what the caller waits for.
        this.#pending.functionCalled = step;
        break;
      case 'bot-delta':
        this.#delta(signal, step);
        break;
      case 'bot-frame':
        this.#frame(signal, step);
        break;
      case 'playback-started':
        this.#layout.started(signal.atMs);
        this.#started(step);
        break;
      case 'playback-completed':
        this.#layout.completed(signal.atMs);
        if (!this.#layout.isPlaying) this.#burst = this.#unsent;
        break;
      case 'barge-in':
        this.#layout.bargeIn(signal.atMs);
        this.#burst = this.#unsent;
        break;
      case 'paused':
        // A second one says only that it still rests.
        if (this.#pauses.at(-1)?.endMs !== Number.POSITIVE_INFINITY)
          this.#pauses.push({ startMs: signal.atMs, endMs: Number.POSITIVE_INFINITY });
        break;
      case 'resumed': {
        const open = this.#pauses.at(-1);
        if (open?.endMs === Number.POSITIVE_INFINITY) this.#pauses.splice(-1, 1, { ...open, endMs: signal.atMs });
        break;
      }
    }
  }

  get answers(): readonly Answer[] {
    return this.#answers;
  }

  /** When the audio rested, in order; the last may have no end yet. */
  get pauses(): readonly Span[] {
    return this.#pauses;
  }

  /** When byte `offset` of the bot's track is heard by the playback layout, ms; undefined where it was never sent. */
  placedMs(offset: number): number | undefined {
    const { frames } = this.#layout;
    let low = 0;
    let high = frames.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const frame = frames[middle];
      if (!frame) return undefined;
      if (offset < frame.offset) high = middle - 1;
      else if (offset >= frame.offset + frame.bytes) low = middle + 1;
      else return frame.startMs + (offset - frame.offset) / PCMU_BYTES_PER_MS;
    }
    return undefined;
  }

  #delta(delta: { responseId: string; track: string; offset: number }, step: Step): void {
    if (this.#responses.has(delta.responseId)) return;
    this.#responses.add(delta.responseId);
    this.#modelSeen = true;
    const onTheTrack = delta.track === 'bot';
    this.#answers.push({
      ...this.#pending,
      responseId: delta.responseId,
      silenceMs: this.#silenceMs,
      firstDelta: step,
      firstByte: onTheTrack ? delta.offset : undefined,
      track: delta.track,
    });
    this.#pending = {};
  }

  #frame(frame: { offset: number; bytes: number }, step: Step): void {
    const continues = this.#layout.isPlaying;
    this.#layout.sent(frame, step.atMs);
    if (!this.#modelSeen) {
      if (continues) return;
      this.#answers.push({
        responseId: undefined,
        silenceMs: undefined,
        firstFrame: step,
        firstByte: frame.offset,
        track: undefined,
      });
      this.#unsent = this.#answers.length;
      return;
    }
    const endByte = frame.offset + frame.bytes;
    for (; this.#unsent < this.#answers.length; this.#unsent += 1) {
      const answer = this.#answers[this.#unsent] as Growing;
      const converted = answer.firstByte === undefined;
      // A converted stream has its own offsets: then the first frame after its first delta carries it.
      const firstByte = answer.firstByte ?? frame.offset;
      if (firstByte >= endByte) break;
      answer.firstByte = firstByte;
      // What lies before this frame was dropped unsent.
      if (firstByte >= frame.offset) answer.firstFrame = step;
      if (!converted) continue;
      this.#unsent += 1;
      break;
    }
  }

  /** It belongs to the first answer of the burst that begins to sound; others that follow in it have none of their own. */
  #started(step: Step): void {
    // One that was cut before its first frame is passed over.
    const answer = this.#answers.slice(this.#burst).find(({ firstFrame }) => firstFrame);
    if (answer && !answer.playbackStarted) answer.playbackStarted = step;
  }
}
