/** The sound of a live session as it comes: pieces of all lanes, placed, one after the other. */
import { PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import type { StreamSink } from '../../../shared/contract/define.ts';
import type { LivePiece } from '../../../shared/contract/sound-contract.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { LANES } from '../../../shared/projections/timeline.ts';
import type { SessionStore } from '../capture/session-store.ts';
import type { SessionSound } from './session-sound.ts';

/** How often is looked for more, ms. */
const PERIOD_MS = 100;
/**
 * How far behind what is known, ms: a burst of the bot is moved to its `playback_started`, which comes a moment after
 * its first frame. What was given out cannot be moved.
 */
const SETTLE_MS = 200;
/** Who is further behind than this goes on at the edge, ms. */
const MOST_BEHIND_MS = 2000;

type LiveSoundParts = { store: SessionStore; sound: SessionSound; clock: Clock };

/** Sends from the live edge on, until the session ends or nobody listens. */
export function sendLiveSound({ store, sound, clock }: LiveSoundParts, id: string, sink: StreamSink<LivePiece>): void {
  let nextMs: number | undefined;
  let cancelTimer: () => void = () => undefined;
  let cancelled = false;
  const tryToLook = () =>
    void look().catch((error: Error) =>
      sink.end({ code: 'unreadable', message: `It cannot be heard: ${error.message}.` }),
    );
  const look = async () => {
    const live = store.get(id)?.state === 'live';
    const known = await sound.knownUntil(id);
    if (cancelled) return;
    if (!known.ok) {
      sink.end({ code: known.error.code, message: known.error.message });
      return;
    }
    const edgeMs = Math.floor((known.value - (live ? SETTLE_MS : 0)) * PCMU_BYTES_PER_MS) / PCMU_BYTES_PER_MS;
    if (nextMs === undefined || edgeMs - nextMs > MOST_BEHIND_MS) nextMs = edgeMs;
    const fromMs = nextMs;
    if (edgeMs > fromMs) {
      nextMs = edgeMs;
      const lanes: LivePiece['lanes'] = [];
      for (const lane of LANES) {
        const heard = await sound.listen(id, lane, fromMs, edgeMs - fromMs);
        if (heard.ok) lanes.push({ lane, audio: heard.value });
      }
      if (cancelled) return;
      sink.send({ fromMs, lanes });
    }
    if (live) cancelTimer = clock.after(PERIOD_MS, tryToLook);
    else sink.end();
  };
  sink.onCancel(() => {
    cancelled = true;
    cancelTimer();
  });
  tryToLook();
}
