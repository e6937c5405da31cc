/** The diagnosis of a session that is on disk, or in a bundle: all its events, with their audio. */
import { Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import type { DiagnosisResult } from '../../../shared/diagnosis/finding.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { type ReadAudio, TrackBytes } from './track-bytes.ts';

/** @param signal gives up: then it is the diagnosis of what was read so far */
export async function diagnoseEvents(
  events: readonly SessionEvent[],
  read: ReadAudio,
  signal?: AbortSignal,
): Promise<DiagnosisResult> {
  const diagnosis = new Diagnosis();
  const bytes = new TrackBytes(read);
  for (const event of events) {
    if (signal?.aborted) break;
    diagnosis.add(event, await bytes.of(event));
  }
  return diagnosis.result();
}
