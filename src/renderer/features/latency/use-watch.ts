import { useEffect, useMemo, useRef } from 'react';
import { type WatchHit, watchHits } from '../../../shared/latency/watchpoints.ts';
import { type Store, useStore } from '../../ui/store.ts';
import type { LatencyStore } from './latency-store.ts';
import type { WatchSettings } from './watch-settings.ts';

/** What passed a limit in the open session; while it is live, a new one beeps and notifies as it was asked. */
export function useWatch(latency: LatencyStore, settings: Store<WatchSettings>, live: boolean): readonly WatchHit[] {
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

  const told = useRef(new Set<string>());
  const { beep, notify } = watch;
  useEffect(() => {
    const fresh = hits.filter(hit => !told.current.has(keyOf(hit)));
    for (const hit of fresh) told.current.add(keyOf(hit));
    const last = fresh.at(-1);
    if (!live || !last) return;
    if (beep) beepOnce();
    if (notify && Notification.permission === 'granted') new Notification('AudioHook Console', { body: last.words });
  }, [hits, live, beep, notify]);
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
