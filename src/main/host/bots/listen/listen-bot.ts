/** A bot that only listens: it says nothing, so that a call can be recorded or a connection tried. */
import type { StartBot } from '../bot.ts';

export function startListenBot(): StartBot {
  return () => ({
    name: 'listen',
    hear: () => undefined,
    pressed: () => undefined,
    playbackStarted: () => undefined,
    playbackCompleted: () => undefined,
    end: () => Promise.resolve(),
  });
}
