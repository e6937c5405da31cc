/** What the waveforms of one open session keep outside React, and hand to each other. */
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { createStore, type Store } from '../../ui/store.ts';
import type { EventsSource } from '../message-log/follow-events.ts';
import { createLevels, createMix, type Levels, type Mix } from './lane-mix.ts';
import { createLiveEar, type LiveEar } from './live-ear.ts';
import { createPeaksFeed, type Drawn, type PeaksFeed } from './peaks-feed.ts';
import { createSessionPlayer, type SessionPlayer } from './session-player.ts';
import { createSessionTimeline, type SessionTimeline, type TimelineSource } from './session-timeline.ts';
import type { TimeWindow } from './time-window.ts';

export type Waves = {
  readonly sessionId: string;
  /** Whose view it is. */
  readonly role: SessionSummary['role'];
  readonly events: EventsSource;
  readonly feed: PeaksFeed;
  readonly timeline: SessionTimeline;
  readonly player: SessionPlayer;
  readonly ear: LiveEar;
  readonly selection: Store<TimeWindow | undefined>;
  readonly mix: Store<Mix>;
  readonly levels: Levels;
};

/** Where it was left: the playhead at the beginning by default, and all of the call or its live edge drawn. */
type Left = { readonly playheadMs?: number | undefined; readonly drawn?: Drawn | undefined };

export function createWaves(
  session: Pick<SessionSummary, 'id' | 'role' | 'durationMs' | 'state'>,
  events: TimelineSource,
  { playheadMs = 0, drawn }: Left,
): Waves {
  const known = { durationMs: session.durationMs, live: session.state === 'live' };
  const feed = createPeaksFeed(session.id, known, drawn);
  const selection = createStore<TimeWindow | undefined>(undefined);
  const mix = createMix();
  const levels = createLevels();
  const extent = () => feed.get().extent;
  const placing = () => feed.get().placing;
  const player = createSessionPlayer({ sessionId: session.id, playheadMs, extent, placing, selection, mix, levels });
  let played = placing();
  feed.subscribe(() => {
    if (placing() === played) return;
    played = placing();
    // What was fetched ahead is of the other placing.
    if (player.playing.get()) player.seek(player.cursorMs.get());
  });
  const ear = createLiveEar(session.id, mix, levels);
  // One sound at a time: whichever was asked for last.
  player.playing.subscribe(() => player.playing.get() && ear.stop());
  ear.listening.subscribe(() => ear.listening.get() && player.playing.get() && player.toggle());
  return {
    sessionId: session.id,
    role: session.role,
    events,
    feed,
    timeline: createSessionTimeline(events),
    ...{ player, ear },
    ...{ selection, mix, levels },
  };
}
