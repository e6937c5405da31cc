import { useEffect, useMemo, useRef } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { type WatchHit, watchHits } from '../../../shared/latency/watchpoints.ts';
import { type Store, useStore } from '../../ui/store.ts';
import type { LatencyStore } from './latency-store.ts';
import type { WatchSettings } from './watch-settings.ts';

/**
 * What passed a limit in the open session; while it is live, a new one beeps and notifies as it was asked. What had passed
 * when the session was opened, or when a limit was changed, is no news.
 */
export function useWatch(
  latency: LatencyStore,
  settings: Store<WatchSettings>,
  { state, durationMs }: SessionSummary,
): readonly WatchHit[] {
  const view = useStore(latency);
  const watch = useStore(settings);
  const hits = useMemo(() => {
    const limit = ({ on, ms }: { on: boolean; ms: number }) => (on ? ms : undefined);
    return watchHits(
      {
        slowTurnMs: limit(watch.slowTurn),
        silenceMs: limit(watch.silence),
        talkOverMs: limit(watch.talkOver),
        errors: watch.errors,
        rateLimits: watch.rateLimits,
      },
      view,
      view.heard,
      view.errors,
      view.untilMs,
    );
  }, [view, watch]);

  const live = state === 'live';
  const openedAtMs = useRef(durationMs);
  const before = useRef(watch);
  const told = useRef(new Set<string>());
  useEffect(() => {
    const fresh = hits.filter(hit => !told.current.has(keyOf(hit)));
    for (const hit of fresh) told.current.add(keyOf(hit));
    const last = fresh.findLast(hit => hit.atMs >= openedAtMs.current);
    const changed = before.current !== watch;
    before.current = watch;
    if (!live || !last || changed) return;
    if (watch.beep) beepOnce();
    if (watch.notify && Notification.permission === 'granted')
      new Notification('AudioHook Console', { body: last.words });
  }, [hits, live, watch]);
  return hits;
}

const keyOf = ({ kind, atMs, n }: WatchHit) => `${kind} ${n ?? Math.round(atMs)}`;

const BEEP_HZ = 880;
const BEEP_S = 0.12;

function beepOnce(): void {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = BEEP_HZ;
  volume.gain.value = 0.1;
  tone.connect(volume).connect(context.destination);
  tone.onended = () => void context.close();
  tone.start();
  tone.stop(context.currentTime + BEEP_S);
}
