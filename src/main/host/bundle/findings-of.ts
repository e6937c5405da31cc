/** What the console finds in a session, for findings.json and the report. */
import type { BundleFindings } from '../../../shared/bundle/findings.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { diagnoseEvents } from '../diagnosis/diagnose-session.ts';
import type { ReadTrack } from './call-sound.ts';

export async function findingsOf(events: readonly SessionEvent[], read: ReadTrack): Promise<BundleFindings> {
  return (await diagnoseEvents(events, read)).findings;
}
