/**
 * What a support bundle holds, file by file. Everything is made of the redacted events alone, so what was removed from
 * them is in none of the files.
 */

import {
  EVENTS_FILE,
  FINDINGS_FILE,
  HAR_FILE,
  LOG_FILE,
  REPORT_FILE,
  type Redaction,
  SESSION_FILE,
  trackFileName,
  WAV_FILE,
} from '../../../shared/bundle/manifest.ts';
import type { DiagnosisResult } from '../../../shared/diagnosis/finding.ts';
import { encodeEvent, HEADER_LINE } from '../../../shared/events/event-log.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { formatEvent } from '../../../shared/projections/event-line.ts';
import type { Role } from '../../../shared/projections/leg-names.ts';
import { CallSound, type ReadTrack } from './call-sound.ts';
import { callWav } from './call-wav.ts';
import { harText } from './har.ts';
import { reportText } from './report/report-page.ts';

export type RedactedSession = {
  summary: SessionSummary;
  events: readonly SessionEvent[];
  diagnosis: DiagnosisResult;
  read: ReadTrack;
  /** What was taken out of it. */
  redaction: Redaction;
  version: string;
};

/** `packs`: it is compressed. Tracks are not: speech hardly gets smaller, and silence so small that it looks like a bomb. */
export type BundleFile = { name: string; packs: boolean; chunks(): AsyncIterable<Uint8Array> };

const READ_BYTES = 1 << 18;
/** Up to so much audio is in call.har, too, bytes: four minutes of both directions. More would only make it slow to open. */
const MOST_HAR_AUDIO = 4 << 20;

/** All files but the manifest, in the order in which they are written. */
export function bundleFiles(session: RedactedSession): BundleFile[] {
  const { summary, events, diagnosis, read, redaction, version } = session;
  const hasAudio = redaction.audio === 'included';
  const sound = new CallSound(events, read);
  const tracks = hasAudio ? Object.keys(summary.tracks) : [];
  const audioBytes = events.reduce((sum, event) => sum + (event.type === 'audio' ? event.bytes : 0), 0);
  const harAudio = hasAudio && audioBytes <= MOST_HAR_AUDIO;
  const text = (name: string, pieces: () => Iterable<string> | AsyncIterable<string>): BundleFile => ({
    name,
    packs: true,
    chunks: () => encoded(pieces()),
  });
  return [
    text(REPORT_FILE, () => reportText(session, sound)),
    text(LOG_FILE, () => logText(events, summary.role)),
    text(FINDINGS_FILE, () => [`${JSON.stringify(diagnosis, null, 2)}\n`]),
    text(HAR_FILE, () =>
      harText({ summary, events, version, audio: (...range) => (harAudio ? read(...range) : undefined) }),
    ),
    ...(hasAudio ? [{ name: WAV_FILE, packs: true, chunks: () => callWav(sound) }] : []),
    text(SESSION_FILE, () => [`${JSON.stringify(summary, null, 2)}\n`]),
    text(EVENTS_FILE, () => eventsText(events)),
    ...tracks.map(track => ({ name: trackFileName(track), packs: false, chunks: () => trackBytes(track, read) })),
  ];
}

function* eventsText(events: readonly SessionEvent[]): Generator<string> {
  yield HEADER_LINE;
  for (const event of events) yield encodeEvent(event);
}

function* logText(events: readonly SessionEvent[], role: Role): Generator<string> {
  for (const event of events) yield `${formatEvent(event, role)}\n`;
}

async function* trackBytes(track: string, read: ReadTrack): AsyncGenerator<Uint8Array> {
  for (let offset = 0; ; ) {
    const piece = await read(track, offset, READ_BYTES);
    if (piece.length > 0) yield piece;
    offset += piece.length;
    if (piece.length < READ_BYTES) return;
  }
}

/** Small pieces are gathered: a call a line would cost more than its text. */
async function* encoded(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let waiting = '';
  for await (const piece of pieces) {
    waiting += piece;
    if (waiting.length < READ_BYTES) continue;
    yield Buffer.from(waiting);
    waiting = '';
  }
  if (waiting !== '') yield Buffer.from(waiting);
}
