/** The one way in which anything gets into a session: appended once, in order, numbered and timed here. */
import type { AudioRange, NewSessionEvent, SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary, TrackFormat } from '../../../shared/events/session-summary.ts';

/** The fields of the summary that a recorder's owner knows and the events do not say by themselves. */
export type SummaryFacts = Partial<
  Pick<SessionSummary, 'kind' | 'connectorId' | 'audiohookId' | 'continues' | 'caller' | 'bot' | 'outcome' | 'finding'>
>;

export interface SessionRecorder {
  readonly id: string;
  /** Milliseconds since the session began. */
  nowMs(): number;
  /** Appends one event; it is on disk within a second and with every listener at once. */
  append(event: NewSessionEvent): SessionEvent;
  /** Names a track and what its bytes mean. Must come before its first audio; naming it again alike is fine. */
  declareTrack(track: string, format: TrackFormat): void;
  /** Appends bytes to a track's file (no event): the range is what events refer to. */
  appendAudio(track: string, bytes: Uint8Array): AudioRange;
  /** Hands the recorder a value that must never appear: it is masked as `«secret:name»` in all that is appended. */
  hideSecret(name: string, value: string): void;
  update(facts: SummaryFacts): void;
  /** Flushes, and closes the session with its outcome. What is appended later is an error of the caller. */
  close(outcome: string): Promise<void>;
}
