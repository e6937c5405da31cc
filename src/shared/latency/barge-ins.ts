/** Interruptions, and how fast the bot fell silent: the caller's first voiced sample against what was done about it. */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { Signal, Step } from './signals.ts';
import { firstEndingAfter, type HeardSpans, lastEndedBy, overlapMs, type Span } from './spans.ts';

/** Without a model's leg, bot audio that comes this soon after a barge-in is of the old answer (docs/rules, AH): ms. */
const STALE_WITHIN_MS = 1000;

/** Speech that ended longer ago than this cannot be what interrupted, ms: a bridge is not that slow. */
const SPOKE_WITHIN_MS = 1500;

/** How far apart two wires of a joined session may be, ms. */
const JOINED_WITHIN_MS = 50;

type Found = {
  readonly bargeIn: Step;
  speechStarted: Step | undefined;
  playbackCompleted: Step | undefined;
  truncate: (Step & { readonly audioEndMs: number }) | undefined;
  truncated: Step | undefined;
  staleFrames: number;
  staleMs: number;
  /** Bytes of the bot's track before this one were made before the interruption. */
  readonly oldUpToByte: number | undefined;
};

export class BargeInFold {
  readonly #found: Found[] = [];
  #speechStarted: Step | undefined;
  #generatedToByte: number | undefined;

  add(signal: Signal): void {
    const step: Step = { atMs: signal.atMs, n: signal.n };
    const last = this.#found.at(-1);
    switch (signal.kind) {
      case 'speech-started':
        // Two wires that were recorded apart are joined to within a few ms: the cause may stand right behind its effect.
        if (last && !last.speechStarted && signal.atMs - last.bargeIn.atMs < JOINED_WITHIN_MS)
          last.speechStarted = step;
        else this.#speechStarted = step;
        break;
      case 'speech-stopped':
        this.#speechStarted = undefined;
        break;
      case 'barge-in':
        this.#found.push({
          bargeIn: step,
          speechStarted: this.#speechStarted,
          playbackCompleted: undefined,
          truncate: undefined,
          truncated: undefined,
          staleFrames: 0,
          staleMs: 0,
          oldUpToByte: this.#generatedToByte,
        });
        this.#speechStarted = undefined;
        break;
      case 'bot-delta':
        if (signal.track === 'bot') this.#generatedToByte = signal.offset + signal.bytes;
        break;
      case 'bot-frame':
        if (last && isStale(last, signal)) {
          last.staleFrames += 1;
          last.staleMs += signal.bytes / PCMU_BYTES_PER_MS;
        }
        break;
      case 'playback-completed':
        if (last) last.playbackCompleted ??= step;
        break;
      case 'truncate':
        if (last) last.truncate ??= { ...step, audioEndMs: signal.audioEndMs };
        break;
      case 'truncated':
        if (last) last.truncated ??= step;
        break;
    }
  }

  get found(): readonly Readonly<Found>[] {
    return this.#found;
  }
}

function isStale(last: Found, frame: { atMs: number; offset: number }): boolean {
  if (last.oldUpToByte !== undefined) return frame.offset < last.oldUpToByte;
  return frame.atMs - last.bargeIn.atMs < STALE_WITHIN_MS && last.playbackCompleted === undefined;
}

export type BargeIn = Omit<Readonly<Found>, 'oldUpToByte'> & {
  /** The first voiced sample of the speech that interrupted, ms of the session. */
  readonly callerStartedMs: number | undefined;
  /** No speech of the caller was near, by the audio or by the model: something else cut the bot. */
  readonly callerSilent: boolean;
  /** The last sound of the bot that was heard before it was silent, ms of the session. */
  readonly lastSoundMs: number | undefined;
  /** How long both were heard together, ms. */
  readonly talkOverMs: number | undefined;
};

/** The interruptions so far, with what was heard. */
export function bargeInsOf(fold: BargeInFold, heard: HeardSpans): readonly BargeIn[] {
  return fold.found.map(({ oldUpToByte: _, ...found }) => {
    const { atMs } = found.bargeIn;
    const caller = speechAbout(heard.caller, atMs);
    const measured = heard.caller.length + heard.bot.length > 0;
    // A bot that talks on is heard until that ends, however late.
    const goingOn = firstEndingAfter(heard.bot, atMs);
    const talksOn = goingOn && goingOn.startMs < atMs + STALE_WITHIN_MS;
    const lastSoundMs = (talksOn ? goingOn : lastEndedBy(heard.bot, atMs))?.endMs;
    const both = caller !== undefined && lastSoundMs !== undefined;
    return {
      ...found,
      callerStartedMs: caller?.startMs,
      callerSilent: measured && !caller && !found.speechStarted,
      lastSoundMs,
      talkOverMs: both ? overlapMs(heard.bot, { ...caller, endMs: Math.min(caller.endMs, lastSoundMs) }) : undefined,
    };
  });
}

/** The speech that runs at `atMs`, or ended a moment before. */
function speechAbout(caller: HeardSpans['caller'], atMs: number): Span | undefined {
  const running = firstEndingAfter(caller, atMs);
  if (running && running.startMs <= atMs) return running;
  const before = lastEndedBy(caller, atMs);
  return before && atMs - before.endMs <= SPOKE_WITHIN_MS ? before : undefined;
}
