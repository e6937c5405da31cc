/** The diagnosis of a session that is on disk, or in a bundle: all its events, with their audio. */
import { Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import type { DiagnosisResult } from '../../../shared/diagnosis/finding.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { type ReadAudio, TrackBytes } from './track-bytes.ts';

export async function diagnoseEvents(events: readonly SessionEvent[], read: ReadAudio): Promise<DiagnosisResult> {
  const diagnosis = new Diagnosis();
  const bytes = new TrackBytes(read);
  for (const event of events) diagnosis.add(event, await bytes.of(event));
  return diagnosis.result();
}
