/** For tests of rules: what the diagnosis says of these events, without their audio. */
import type { SessionEvent } from '../../events/session-event.ts';
import { Diagnosis } from '../diagnosis.ts';
import type { Finding } from '../finding.ts';

export function findingsOf(events: readonly SessionEvent[]): Finding[] {
  const diagnosis = new Diagnosis();
  for (const event of events) diagnosis.add(event);
  return diagnosis.findings();
}

export function findingOf(id: string, events: readonly SessionEvent[]): Finding | undefined {
  return findingsOf(events).find(finding => finding.id === id);
}
