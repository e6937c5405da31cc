/** A session as it may leave the house: its events, its summary and its findings, redacted with one set of pseudonyms. */
import { countMarks } from '../../../shared/bundle/manifest.ts';
import { withFiled } from '../../../shared/diagnosis/filed-diagnosis.ts';
import { encodeEvent } from '../../../shared/events/event-log.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { type RedactionLevel, Redactor } from '../../../shared/redaction/redactor.ts';
import type { KnownSecret } from '../../../shared/redaction/secret-finder.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';
import { diagnoseEvents } from '../diagnosis/diagnose-session.ts';
import type { RedactedSession } from './bundle-contents.ts';

export type ExportChoice = {
  level: RedactionLevel;
  /** Undefined: with `secrets` it is in it, else it is left out, because a voice is personal. */
  audio: boolean | undefined;
};

/** How many events are redacted before others get their turn: an export runs beside live calls. */
const EVENTS_AT_ONCE = 500;

export async function redactSession(
  session: ReadableSession,
  choice: ExportChoice,
  known: { secrets: readonly KnownSecret[]; version: string },
): Promise<Result<RedactedSession, 'live' | 'no-such-session' | 'unreadable'>> {
  if (session.summary.state === 'live') {
    return fail('live', `Session ${session.summary.id} is still running: end the call, then export it.`);
  }
  const captured = await session.events();
  if (!captured.ok) return captured;
  const redactor = new Redactor({ level: choice.level, secrets: known.secrets });
  await inTurns(captured.value, event => redactor.learn(event));
  const events: SessionEvent[] = [];
  const marks: Record<string, number> = {};
  await inTurns(captured.value, event => {
    const redacted = redactor.redact(event);
    events.push(redacted);
    countMarks(marks, encodeEvent(redacted));
  });
  const found = await diagnoseEvents(captured.value, session.audio);
  const filed = await session.filed();
  const summary: SessionSummary = redactor.redactValue(session.summary);
  const hasAudio = (choice.audio ?? choice.level === 'secrets') && (await hasSound(session));
  return ok({
    summary,
    events,
    diagnosis: redactor.redactValue(filed ? withFiled(found, filed) : found),
    read: session.audio,
    redaction: { level: choice.level, audio: hasAudio ? 'included' : 'left-out', marks, ids: redactor.ids },
    version: known.version,
  });
}

/** A session that came in a bundle without its sound has tracks by name only. */
async function hasSound({ summary, audio }: ReadableSession): Promise<boolean> {
  for (const track of Object.keys(summary.tracks)) if ((await audio(track, 0, 1)).length > 0) return true;
  return false;
}

async function inTurns(events: readonly SessionEvent[], work: (event: SessionEvent) => void): Promise<void> {
  for (const [at, event] of events.entries()) {
    work(event);
    if (at % EVENTS_AT_ONCE === EVENTS_AT_ONCE - 1) await new Promise(resolve => setImmediate(resolve));
  }
}
