/** Log and sound are on one clock: the row at the playhead is marked, and followed while the recording plays. */
import { useCallback, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { MessageRows } from '../../../shared/projections/message-rows.ts';
import { type ReadableStore, useStore } from '../../ui/store.ts';
import { placeAt } from './find-row.ts';

/** Where the session is being heard, or would be. */
export type Playhead = {
  /** Milliseconds on the session's clock; 0 where nobody has moved it yet. */
  readonly cursorMs: ReadableStore<number>;
  readonly playing: ReadableStore<boolean>;
};

/** The place of the playhead's row among the shown ones; -1 while it stands before all. Changes once a row, not a frame. */
export function usePlayheadPlace({ cursorMs }: Playhead, rows: MessageRows, indices: readonly number[]): number {
  const place = () => (cursorMs.get() > 0 ? placeAt(rows, indices, cursorMs.get()) : -1);
  return useSyncExternalStore(cursorMs.subscribe, place);
}

/**
 * Keeps the playhead's row in view while it plays: from the start of Play on, and for as long as the row was still in
 * view when it moved on. Who scrolls away is left alone, and who scrolls back is followed again.
 */
export function useFollowPlayhead(
  playhead: Playhead,
  place: number,
  view: { isVisible(place: number): boolean; center(place: number): void },
): void {
  const playing = useStore(playhead.playing);
  const before = useRef({ playing: false, place: -1 });
  const current = useRef(view);
  current.current = view;
  const follow = useCallback(() => {
    const { isVisible, center } = current.current;
    const last = before.current;
    before.current = { playing, place };
    if (!playing || place < 0 || isVisible(place)) return;
    if (!last.playing || last.place < 0 || isVisible(last.place)) center(place);
  }, [playing, place]);
  useLayoutEffect(follow, [follow]);
}
