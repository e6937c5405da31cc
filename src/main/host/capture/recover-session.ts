/** A session whose writer died: what is on disk is counted again, and it is marked as interrupted. */

import { encodeEvent } from '../../../shared/events/event-log.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { type Counted, countEvent, NOTHING_COUNTED } from '../../../shared/projections/session-summary.ts';
import { readEvents } from './events-reader.ts';
import { trackSize, writeSessionFile } from './session-files.ts';

export async function recoverSession(
  folder: string,
  summary: SessionSummary,
): Promise<{ summary: SessionSummary; damage: string[] }> {
  const read = await readEvents(folder);
  const damage = read.ok ? [...read.value.damage] : [read.error.message];
  let trackBytes = 0;
  for (const track of Object.keys(summary.tracks)) trackBytes += await trackSize(folder, track);
  const recovered = recoveredSummary(summary, read.ok ? read.value.events : [], trackBytes);
  try {
    await writeSessionFile(folder, recovered);
  } catch (error) {
    damage.push(`It could not be marked as interrupted: ${(error as Error).message}.`);
  }
  return { summary: recovered, damage };
}

/** What is known of a session of which just this is left. */
export function recoveredSummary(
  summary: SessionSummary,
  events: readonly SessionEvent[],
  trackBytes: number,
): SessionSummary {
  let counted: Counted = NOTHING_COUNTED;
  for (const event of events) counted = countEvent(counted, event, Buffer.byteLength(encodeEvent(event)));
  return {
    ...summary,
    ...counted,
    bytes: counted.bytes + trackBytes,
    state: 'interrupted',
    outcome: 'interrupted: the console ended during this call',
  };
}
