/** A transcript as files that other tools read: plain text, and WebVTT (https://www.w3.org/TR/webvtt1/). */
import type { TranscriptTurn } from './transcript.ts';
import { clockWords, secondsOf } from './words.ts';

const SPEAKERS = { caller: 'Caller', bot: 'Bot', keys: 'Keys' } as const;

/** A line a turn: when, who, what was heard, and what of it was cut. */
export function transcriptText(turns: readonly TranscriptTurn[]): string {
  return spoken(turns)
    .map(turn => `${clockWords(turn.startMs).padStart(7)}  ${SPEAKERS[turn.speaker]}: ${heardWords(turn)}\n`)
    .join('');
}

/** A cue a turn, with its speaker as the voice. */
export function transcriptVtt(turns: readonly TranscriptTurn[]): string {
  const cues = spoken(turns).map((turn, at) => {
    const startMs = Math.max(0, turn.startMs);
    const endMs = Math.max(startMs + SHORTEST_CUE_MS, turn.endMs);
    return `${at + 1}\n${vttTime(startMs)} --> ${vttTime(endMs)}\n<v ${SPEAKERS[turn.speaker]}>${escaped(heardWords(turn))}\n\n`;
  });
  return `WEBVTT\n\n${cues.join('')}`;
}

/** A cue must take time, also a key that took none. */
const SHORTEST_CUE_MS = 500;

function spoken(turns: readonly TranscriptTurn[]): TranscriptTurn[] {
  return turns.filter(({ text }) => text.trim() !== '');
}

/** What was heard of a turn and what of it was cut, on one line; of words that were taken out, how much was heard. */
export function heardWords({ text, heard, cut, wasCut, heardMs, totalMs }: TranscriptTurn): string {
  const note = cut === '' ? `heard ${secondsOf(heardMs)} of ${secondsOf(totalMs)}` : `cut: ${cut.trim()}`;
  return (wasCut || cut !== '' ? `${heard.trim()} [${note}]` : text).replace(/\s+/g, ' ').trim();
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function vttTime(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const whole = Math.round(ms);
  const s = Math.floor(whole / 1000);
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}.${String(whole % 1000).padStart(3, '0')}`;
}
