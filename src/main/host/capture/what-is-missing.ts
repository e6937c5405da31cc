/** What the files of a session that is over lack of what was recorded: its end, or its sound. */

import { trackFileName } from '../../../shared/bundle/manifest.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary, TrackFormat } from '../../../shared/events/session-summary.ts';
import { clockWords } from '../../../shared/projections/words.ts';
import { EVENTS_FILE, trackSize } from './session-files.ts';

/** In sentences, each with its file. What a bundle left out is not missing. */
export async function whatIsMissing(
  folder: string,
  summary: SessionSummary,
  events: readonly SessionEvent[],
): Promise<string[]> {
  const last = events.at(-1);
  const there = last ? last.n + 1 : 0;
  const missing: string[] = [];
  if (there < summary.events) {
    const at = last ? ` at ${clockWords(last.atMs)} of ${clockWords(summary.durationMs)}` : '';
    missing.push(`${EVENTS_FILE} ends early${at}: the last ${summary.events - there} events are not there.`);
  }
  const ends = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'audio') continue;
    ends.set(event.track, Math.max(ends.get(event.track) ?? 0, event.offset + event.bytes));
  }
  const tracks = await Promise.all(
    [...ends].map(async ([track, bytes]) => ({ track, bytes, size: await trackSize(folder, track) })),
  );
  if (summary.kind === 'import' && tracks.every(({ size }) => size === 0)) return missing;
  for (const { track, bytes, size } of tracks) {
    if (size >= bytes) continue;
    const [lacking, all] = [bytes - size, bytes].map(some => clockWords(some / bytesPerMs(summary.tracks[track])));
    missing.push(`${trackFileName(track)} ends early: ${lacking} of its ${all} of sound are not there.`);
  }
  return missing;
}

/** A track of unknown format is taken for PCMU, as most are. */
function bytesPerMs(format: TrackFormat | undefined): number {
  if (!format) return 8;
  return (format.rateHz * format.channels * (format.encoding === 'L16' ? 2 : 1)) / 1000;
}
