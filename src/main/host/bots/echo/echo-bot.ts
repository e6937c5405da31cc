/** A bot that plays the caller's own audio back, as it comes: the shortest way to hear both directions work. */
import { PCMU_RATE_HZ } from '../../../../shared/audio/mulaw.ts';
import type { StartBot } from '../bot.ts';

export function startEchoBot(): StartBot {
  return call => {
    call.recorder.declareTrack('bot', { encoding: 'PCMU', rateHz: PCMU_RATE_HZ, channels: 1 });
    let ended = false;
    return {
      name: 'echo',
      hear: audio => {
        if (!ended) call.play(audio, call.recorder.appendAudio('bot', audio));
      },
      pressed: () => undefined,
      playbackStarted: () => undefined,
      playbackCompleted: () => undefined,
      end: () => {
        ended = true;
        return Promise.resolve();
      },
    };
  };
}
