/** What a turn and an interruption say of themselves, for people. */
import type { BargeIn } from './barge-ins.ts';
import { latencyWords } from './latency-words.ts';
import type { Turn } from './turns.ts';

/** What a turn took, or in a word or three why that is not known: `862 ms`, `over the bot`. */
export function totalWords({ asked, totalMs, callerStoppedMs, overBotUntilMs, firstSoundMs }: Turn): string {
  if (totalMs !== undefined) return latencyWords(totalMs);
  if (!asked) return 'unasked';
  if (overBotUntilMs !== undefined) return 'over the bot';
  if (callerStoppedMs !== undefined && firstSoundMs === undefined) return 'not heard';
  return 'unknown';
}

/** What one must know to read a turn's figures, a sentence; undefined where they speak for themselves. */
export function turnNote(turn: Turn): string | undefined {
  const { asked, overBotUntilMs, callerStoppedMs, firstSoundMs, pausedMs } = turn;
  if (!asked) return 'The bot spoke on its own.';
  if (overBotUntilMs !== undefined && callerStoppedMs !== undefined) {
    const sounded = latencyWords(overBotUntilMs - callerStoppedMs);
    const next = firstSoundMs !== undefined && firstSoundMs > overBotUntilMs ? firstSoundMs - overBotUntilMs : 0;
    const then = next > 0 ? ` The bot’s next sound came ${latencyWords(next)} after it fell silent.` : '';
    return `The caller spoke over the bot, which sounded for another ${sounded}: no wait is counted.${then}`;
  }
  return pausedMs > 0 ? `Paused for ${latencyWords(pausedMs)} in between, which is not counted.` : undefined;
}

/** An interruption in a sentence: how fast it was noticed and passed on, and how long both spoke. */
export function bargeInWords(interruption: BargeIn): string {
  const { bargeIn, callerStartedMs, callerSilent, speechStarted, talkOverMs, truncate } = interruption;
  const words: string[] = [];
  if (callerStartedMs !== undefined) {
    if (speechStarted) words.push(`noticed after ${latencyWords(speechStarted.atMs - callerStartedMs)}`);
    words.push(`barge_in after ${latencyWords(bargeIn.atMs - callerStartedMs)}`);
  }
  if (callerSilent) words.push('barge_in while the caller was silent');
  if (talkOverMs !== undefined) words.push(`both spoke for ${latencyWords(talkOverMs)}`);
  if (truncate) words.push(`the model was told that ${latencyWords(truncate.audioEndMs)} were heard`);
  return words.length > 0 ? `${words.join(', ')}.` : 'The caller’s first sound is not known.';
}
