/** Parts of a session as files: its log, what was said, the call or one track as it sounds. */
import { Readable } from 'node:stream';
import { decodeMuLaw, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { wavHeader } from '../../../shared/audio/wav.ts';
import type { SavedPart } from '../../../shared/contract/saves-contract.ts';
import { encodeEvent, HEADER_LINE } from '../../../shared/events/event-log.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { TrackFormat } from '../../../shared/events/session-summary.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { Transcript } from '../../../shared/projections/transcript.ts';
import { transcriptText, transcriptVtt } from '../../../shared/projections/transcript-files.ts';
import { CallSound } from '../bundle/call-sound.ts';
import { callWav } from '../bundle/call-wav.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';
import type { Download } from './downloads.ts';

export type PartFailure = 'no-such-session' | 'no-such-track' | 'nothing-to-save' | 'unreadable';

const READ_BYTES = 1 << 18;

export async function sessionPart(session: ReadableSession, part: SavedPart): Promise<Result<Download, PartFailure>> {
  const { id } = session.summary;
  if (part.what === 'track') {
    const format = session.summary.tracks[part.track];
    if (!format) return fail('no-such-track', `Session ${id} has no track "${part.track}".`);
    return ok(wav(`${id}-${part.track}.wav`, () => trackWav(session, part.track, format)));
  }
  const events = await session.events();
  if (!events.ok) return events;
  switch (part.what) {
    case 'log':
      return ok(text(`${id}.ndjson`, 'application/x-ndjson', () => lines(events.value)));
    case 'transcript': {
      const transcript = new Transcript();
      for (const event of events.value) transcript.add(event);
      const turns = transcript.turns();
      if (!turns.some(turn => turn.text.trim() !== '')) {
        return fail('nothing-to-save', 'Nothing was put into words in this session.');
      }
      return part.form === 'vtt'
        ? ok(text(`${id}.vtt`, 'text/vtt; charset=utf-8', () => [transcriptVtt(turns)]))
        : ok(text(`${id}.txt`, 'text/plain; charset=utf-8', () => [transcriptText(turns)]));
    }
    case 'call': {
      const sound = new CallSound(events.value, session.audio);
      if (sound.durationMs === 0) return fail('nothing-to-save', 'There is no audio in this session.');
      return ok(wav(`${id}.wav`, () => callWav(sound)));
    }
  }
}

function* lines(events: readonly SessionEvent[]): Generator<string> {
  yield HEADER_LINE;
  for (const event of events) yield encodeEvent(event);
}

function text(fileName: string, type: string, pieces: () => Iterable<string>): Download {
  return { fileName, type, open: () => Readable.from(pieces(), { objectMode: false }) };
}

function wav(fileName: string, pieces: () => AsyncIterable<Uint8Array>): Download {
  return { fileName, type: 'audio/wav', open: () => Readable.from(pieces(), { objectMode: false }) };
}

/** A track from its first byte to its last, as it was captured: without the gaps of the call. */
async function* trackWav(session: ReadableSession, track: string, format: TrackFormat): AsyncGenerator<Uint8Array> {
  const isPcmu = format.encoding === 'PCMU';
  let bytes = 0;
  for await (const piece of pieces(session, track)) bytes += piece.length;
  const samples = isPcmu ? bytes : Math.floor(bytes / 2);
  yield wavHeader(isPcmu ? PCMU_RATE_HZ : format.rateHz, format.channels, Math.floor(samples / format.channels));
  for await (const piece of pieces(session, track)) {
    yield isPcmu ? new Uint8Array(decodeMuLaw(piece).buffer) : piece;
  }
}

async function* pieces(session: ReadableSession, track: string): AsyncGenerator<Uint8Array> {
  for (let offset = 0; ; offset += READ_BYTES) {
    const piece = await session.audio(track, offset, READ_BYTES);
    if (piece.length > 0) yield piece;
    if (piece.length < READ_BYTES) return;
  }
}
