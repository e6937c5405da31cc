/** A session whose writer died: what is on disk is counted again, and it is marked as interrupted. */

import { encodeEvent } from '../../../shared/events/event-log.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { type Counted, countEvent, NOTHING_COUNTED } from '../../../shared/projections/session-summary.ts';
import { readEvents } from './events-reader.ts';
import { trackSize, writeSessionFile } from './session-files.ts';

export async function recoverSession(
  folder: string,
  summary: SessionSummary,
): Promise<{ summary: SessionSummary; damage: string[] }> {
  const read = await readEvents(folder);
  const damage: string[] = [];
  let counted: Counted = NOTHING_COUNTED;
  if (read.ok) {
    for (const event of read.value.events) counted = countEvent(counted, event, Buffer.byteLength(encodeEvent(event)));
    damage.push(...read.value.damage);
  } else damage.push(read.error.message);
  let bytes = counted.bytes;
  for (const track of Object.keys(summary.tracks)) bytes += await trackSize(folder, track);
  const recovered: SessionSummary = {
    ...summary,
    ...counted,
    bytes,
    state: 'interrupted',
    outcome: 'interrupted: the console ended during this call',
  };
  try {
    await writeSessionFile(folder, recovered);
  } catch (error) {
    damage.push(`It could not be marked as interrupted: ${(error as Error).message}.`);
  }
  return { summary: recovered, damage };
}
