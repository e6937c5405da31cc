/** What the console finds in a session, for findings.json and the report. */
import type { BundleFindings } from '../../../shared/bundle/findings.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { ReadTrack } from './call-sound.ts';

/** Until a session is diagnosed as a whole: the notes that the console made while it ran, each once. */
export async function findingsOf(events: readonly SessionEvent[], _read: ReadTrack): Promise<BundleFindings> {
  const found = new Map<string, BundleFindings[number]>();
  for (const event of events) {
    if (event.type !== 'note' || event.level === 'info' || found.has(event.code)) continue;
    found.set(event.code, { id: event.code, severity: event.level, title: event.text, explanation: '', fix: [] });
  }
  return [...found.values()];
}
