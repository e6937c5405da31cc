/** Makes one session of the two recordings of a relayed call: matched by their audio, on one clock. */
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeEvent, HEADER_LINE } from '../../../shared/events/event-log.ts';
import type { NewSessionEvent, SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { type Alignment, align } from '../../../shared/relay/align.ts';
import {
  type BothWires,
  type ClockOffset,
  clockOffset,
  passedOnGenesys,
  passedOnModel,
} from '../../../shared/relay/clock-offset.ts';
import { joinEvents, joinTracks, MODEL_TRACK } from '../../../shared/relay/join-events.ts';
import { LEVEL_BYTES, LEVEL_MS, levelsOf } from '../../../shared/relay/levels.ts';
import { refineShift } from '../../../shared/relay/refine.ts';
import { sideDifferences } from '../../../shared/relay/side-differences.ts';
import { EVENTS_FILE, trackFile, writeSessionFile } from '../capture/session-files.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { differenceNotes } from './difference-notes.ts';

export type Joined = {
  readonly sessionId: string;
  readonly genesysId: string;
  readonly modelId: string;
  readonly offset: ClockOffset;
  /** How alike the two recordings of each voice are, 0 to 1; undefined where too little was said. */
  readonly likeness: { readonly caller: number | undefined; readonly bot: number | undefined };
};

export type JoinFailure = 'no-such-session' | 'unreadable' | 'not-relayed' | 'no-match' | 'cannot-write';

/** A server that begins to pass audio on, or to send what it got, later than this is not found. */
const MOST_LAG_MS = 60_000;
/** Less alike than this is another call. */
const LEAST_LIKENESS = 0.6;
const READ_BYTES = LEVEL_BYTES * 4096;

type Recording = { readonly summary: SessionSummary; readonly events: readonly SessionEvent[] };
type Voice = {
  readonly alignment: Alignment;
  readonly wires: BothWires;
  readonly levels: readonly [Float32Array, Float32Array];
};

/**
 * @param genesysId the recording between Genesys Cloud and their server
 * @param modelId the one between their server and the model; undefined: the one that ran at the time and sounds the same
 * @param byHandMs the offset, where a person says it: added to times of the model's recording, ms
 */
export async function joinSessions(
  store: SessionStore,
  genesysId: string,
  modelId: string | undefined,
  byHandMs?: number,
): Promise<Result<Joined, JoinFailure>> {
  const genesys = await recordingOf(store, genesysId, 'genesys');
  if (!genesys.ok) return genesys;
  const candidates = modelId === undefined ? atTheSameTime(store, genesys.value.summary) : [modelId];
  let refusal: Result<never, JoinFailure> = fail(
    'no-match',
    'No recording of a model’s wire was made at the time of this call: run relay-model, and point your server’s base URL at it.',
  );
  for (const id of candidates) {
    const model = await recordingOf(store, id, 'model');
    if (!model.ok) {
      refusal = model;
      continue;
    }
    const matched = await match(store, genesys.value, model.value, byHandMs);
    if (matched.ok) return write(store, genesys.value, model.value, matched.value);
    refusal = matched;
  }
  return refusal;
}

async function recordingOf(
  store: SessionStore,
  id: string,
  wire: 'genesys' | 'model',
): Promise<Result<Recording, JoinFailure>> {
  const summary = store.get(id);
  if (!summary) return fail('no-such-session', `There is no session ${id}.`);
  if (summary.relay !== wire) {
    const command = wire === 'genesys' ? 'relay' : 'relay-model';
    return fail('not-relayed', `Session ${id} was not recorded by ${command}: there is nothing to join.`);
  }
  if (summary.state === 'live')
    return fail('not-relayed', `Session ${id} is still running: join it when it has ended.`);
  const events = await store.events(id);
  return events.ok ? ok({ summary, events: events.value }) : events;
}

/** Recordings of a model's wire that ran while this one did, those that began nearest to it first. */
export function atTheSameTime(store: SessionStore, { startedAt, durationMs }: SessionSummary): string[] {
  const startMs = Date.parse(startedAt);
  return store
    .list()
    .filter(({ relay, state }) => relay === 'model' && state !== 'live')
    .map(model => ({ id: model.id, fromMs: Date.parse(model.startedAt), lengthMs: model.durationMs }))
    .filter(({ fromMs, lengthMs }) => fromMs < startMs + durationMs && fromMs + lengthMs > startMs)
    .sort((a, b) => Math.abs(a.fromMs - startMs) - Math.abs(b.fromMs - startMs))
    .map(({ id }) => id);
}

type Match = { readonly offset: ClockOffset; readonly caller: Voice | undefined; readonly bot: Voice | undefined };

async function match(
  store: SessionStore,
  genesys: Recording,
  model: Recording,
  byHandMs: number | undefined,
): Promise<Result<Match, 'no-match'>> {
  const caller = await voiceOf(store, genesys, model, 'caller');
  const bot = await voiceOf(store, genesys, model, 'bot');
  if (byHandMs !== undefined) {
    return ok({ offset: { offsetMs: byHandMs, plusMinusMs: 0, by: 'hand' }, caller, bot });
  }
  const alike = Math.max(caller?.alignment.score ?? 0, bot?.alignment.score ?? 0);
  if (alike < LEAST_LIKENESS) {
    return fail(
      'no-match',
      `What went over the two wires does not sound the same (at best ${Math.round(alike * 100)} %): say which recordings belong together, and the offset, by hand.`,
    );
  }
  const startsMs = Date.parse(model.summary.startedAt) - Date.parse(genesys.summary.startedAt);
  const offset = clockOffset(caller?.wires, bot?.wires, startsMs);
  return offset
    ? ok({ offset, caller, bot })
    : fail(
        'no-match',
        'The model would have heard the caller before Genesys Cloud sent it: these are not of one call.',
      );
}

async function voiceOf(
  store: SessionStore,
  genesys: Recording,
  model: Recording,
  track: 'caller' | 'bot',
): Promise<Voice | undefined> {
  const levels = [
    await levelsIn(store, genesys.summary.id, track),
    await levelsIn(store, model.summary.id, track),
  ] as const;
  const alignment = align(levels[0], levels[1], MOST_LAG_MS);
  if (!alignment || alignment.score < LEAST_LIKENESS) return undefined;
  const coarse = -(alignment.lagMs / LEVEL_MS) * LEVEL_BYTES;
  const [from, to] = [alignment.fromMs, alignment.toMs].map(ms => (ms / LEVEL_MS) * LEVEL_BYTES) as [number, number];
  const piece = await store.audio(genesys.summary.id, track, from, READ_BYTES);
  const around = Math.max(0, from + coarse - READ_BYTES);
  const other = await store.audio(model.summary.id, track, around, 3 * READ_BYTES);
  const refined = refineShift(piece, from, other, coarse - around);
  return {
    alignment,
    levels,
    wires: {
      genesys: passedOnGenesys(genesys.events, track),
      model: passedOnModel(model.events, track),
      shiftBytes: refined === undefined ? coarse : refined + around,
      plusMinusBytes: refined === undefined ? 2 * LEVEL_BYTES : 0,
      fromByte: from,
      toByte: to,
    },
  };
}

async function levelsIn(store: SessionStore, id: string, track: string): Promise<Float32Array> {
  const pieces: Float32Array[] = [];
  for (let offset = 0; ; offset += READ_BYTES) {
    const piece = await store.audio(id, track, offset, READ_BYTES);
    pieces.push(levelsOf(piece));
    if (piece.length < READ_BYTES) break;
  }
  const levels = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    levels.set(piece, at);
    at += piece.length;
  }
  return levels;
}

/** All or nothing: the folder is made aside, and moved to its place when it is whole. */
async function write(
  store: SessionStore,
  genesys: Recording,
  model: Recording,
  { offset, caller, bot }: Match,
): Promise<Result<Joined, 'cannot-write'>> {
  const likeness = { caller: caller?.alignment.score, bot: bot?.alignment.score };
  const sessionId = `${genesys.summary.id}-joined`;
  const joined: Joined = { sessionId, genesysId: genesys.summary.id, modelId: model.summary.id, offset, likeness };
  const events = joinEvents(genesys.events, model.events, offset.offsetMs);
  const notes: NewSessionEvent[] = [joinedNote(joined)];
  if (caller) notes.push(...differenceNotes('caller', sideDifferences(...caller.levels, shiftIn(caller))));
  if (bot) notes.push(...differenceNotes('bot', sideDifferences(bot.levels[1], bot.levels[0], -shiftIn(bot))));
  const endMs = events.at(-1)?.atMs ?? 0;
  for (const note of notes) events.push({ ...note, n: events.length, atMs: endMs } as SessionEvent);

  const folder = store.folder(sessionId);
  let aside: string | undefined;
  try {
    await mkdir(asideIn(folder), { recursive: true, mode: 0o700 });
    aside = await mkdtemp(join(asideIn(folder), 'joined-'));
    const lines = [HEADER_LINE, ...events.map(encodeEvent)].join('');
    await writeFile(join(aside, EVENTS_FILE), lines, { mode: 0o600 });
    for (const track of Object.keys(genesys.summary.tracks)) {
      await copyTrack(trackFile(store.folder(genesys.summary.id), track), trackFile(aside, track));
    }
    for (const track of Object.keys(model.summary.tracks)) {
      await copyTrack(trackFile(store.folder(model.summary.id), track), trackFile(aside, MODEL_TRACK + track));
    }
    await writeSessionFile(aside, {
      ...genesys.summary,
      id: sessionId,
      relay: 'both',
      bot: model.summary.bot,
      events: events.length,
      bytes: genesys.summary.bytes + model.summary.bytes,
      tracks: joinTracks(genesys.summary.tracks, model.summary.tracks),
    });
    // Joined again, perhaps by hand: the newer one counts.
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
    await store.replaced(sessionId);
    return ok(joined);
  } catch (error) {
    if (aside) await rm(aside, { recursive: true, force: true });
    return fail('cannot-write', `The joined session cannot be stored: ${(error as Error).message}.`);
  }
}

/** A track on which nothing came has no file: that it is missing may be just what is to be found. */
async function copyTrack(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Beside the sessions, where nobody takes an unfinished folder for one. */
const asideIn = (folder: string) => join(folder, '..', '..', 'importing');

const shiftIn = ({ wires }: Voice) => Math.round(wires.shiftBytes / LEVEL_BYTES);

function joinedNote({ genesysId, modelId, offset, likeness }: Joined): NewSessionEvent {
  const { offsetMs, plusMinusMs, by } = offset;
  const how = {
    both: 'both were recorded by one clock, and the audio agrees',
    audio: 'their clocks disagree; worked out from the audio',
    hand: 'as given by hand',
  }[by];
  const percent = (value: number | undefined) =>
    value === undefined ? 'too short to tell' : `${Math.round(value * 100)} %`;
  return {
    leg: 'console',
    type: 'note',
    code: 'joined',
    level: 'info',
    text: `Joined of two recordings: the model’s is moved by ${offsetMs.toFixed(1)} ms, right to ${plusMinusMs.toFixed(1)} ms (${how}). Alike: caller ${percent(likeness.caller)}, bot ${percent(likeness.bot)}.`,
    data: { genesysId, modelId, offset, likeness },
  };
}
