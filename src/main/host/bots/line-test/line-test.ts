/**
 * What the bots that test the line have in common: a note when their sound goes out, and when Genesys Cloud says that
 * the caller hears it. With these notes it can be told on which side of the line a silence begins.
 */
import { PCMU_RATE_HZ } from '../../../../shared/audio/mulaw.ts';
import type { Clock } from '../../../../shared/lib/clock.ts';
import { LINE_TEST_NOTE, type LineTestNote } from '../../../../shared/settings/built-in-connectors.ts';
import type { Bot, BotCall, StartBot } from '../bot.ts';

const WHAT: Readonly<Record<LineTestNote['test'], string>> = {
  tone: 'the tone',
  count: 'the count',
  echo: "the caller's own voice",
};

/** After its end a phrase is played again when Genesys Cloud does not report its playback, ms. */
const PATIENCE_MS = 5_000;

/** Adds the notes to a bot; each step is noted once a call. */
export function noted(test: LineTestNote['test'], start: StartBot): StartBot {
  return call => {
    const done = new Set<LineTestNote['step']>();
    const note = (step: LineTestNote['step'], text: string) => {
      if (done.has(step)) return;
      done.add(step);
      const data: LineTestNote = { test, step };
      call.recorder.append({ leg: 'console', type: 'note', code: LINE_TEST_NOTE, level: 'info', text, data });
    };
    const play: BotCall['play'] = (audio, range) => {
      call.play(audio, range);
      note('sent', `Line test: ${WHAT[test]} goes out to the caller.`);
    };
    const bot = start({ ...call, play });
    return {
      ...bot,
      playbackStarted: () => {
        note('started', `Line test: Genesys Cloud plays ${WHAT[test]} to the caller (playback_started).`);
        bot.playbackStarted();
      },
      playbackCompleted: () => {
        note('completed', `Line test: the caller has heard ${WHAT[test]} (playback_completed).`);
        bot.playbackCompleted();
      },
    };
  };
}

/** A bot that plays one recording again and again: when it was heard, or 5 s after it should have been. */
export function repeating(name: string, audio: Uint8Array, clock: Clock): StartBot {
  return call => {
    call.recorder.declareTrack('bot', { encoding: 'PCMU', rateHz: PCMU_RATE_HZ, channels: 1 });
    let ended = false;
    let cancel: () => void = () => undefined;
    const play = () => {
      cancel();
      if (ended) return;
      call.play(audio, call.recorder.appendAudio('bot', audio));
      cancel = clock.after((audio.length / PCMU_RATE_HZ) * 1000 + PATIENCE_MS, play);
    };
    play();
    const bot: Bot = {
      name,
      hear: () => undefined,
      pressed: () => undefined,
      playbackStarted: () => undefined,
      // A report while more is queued is not the end of the recording.
      playbackCompleted: () => {
        if (!call.isPlaying()) play();
      },
      end: () => {
        ended = true;
        cancel();
        return Promise.resolve();
      },
    };
    return bot;
  };
}
