/** Where somebody was in each session, so that switching away and back, or a reload, loses no place. */
import type { LogPlace } from '../features/message-log/log-places.ts';
import type { Drawn } from '../features/waveforms/peaks-feed.ts';
import { recallForWindow, rememberForWindow } from '../ui/remembered.ts';

export type Place = {
  readonly log?: LogPlace | undefined;
  /** Number of the event whose row was selected. */
  readonly selected?: number | undefined;
  /** Where the playhead stood, ms on the session's clock. */
  readonly playheadMs?: number | undefined;
  /** What the waveforms showed. */
  readonly drawn?: Drawn | undefined;
  readonly tab?: string | undefined;
  /** What comes back to the side pane when the selection is let go. */
  readonly behind?: string | undefined;
};

export type Places = {
  of(sessionId: string): Place;
  note(sessionId: string, change: Place): void;
};

/** More are not gone back to. */
const MOST = 50;

export function createPlaces(page: Pick<Window, 'addEventListener'>): Places {
  const places = new Map<string, Place>(recalled());
  page.addEventListener('pagehide', () => {
    rememberForWindow('places', JSON.stringify([...places].slice(-MOST)));
  });
  return {
    of: sessionId => places.get(sessionId) ?? {},
    note: (sessionId, change) => {
      const before = places.get(sessionId);
      places.delete(sessionId);
      places.set(sessionId, { ...before, ...change });
    },
  };
}

function recalled(): [string, Place][] {
  try {
    const value: unknown = JSON.parse(recallForWindow('places') ?? '[]');
    return Array.isArray(value) ? value.filter(isPlace) : [];
  } catch {
    // Written by something else: then nobody was anywhere.
    return [];
  }
}

function isPlace(value: unknown): value is [string, Place] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'object' && value[1] !== null;
}
