/** Brings a bundle's session into the data folder: all of it or nothing, and never twice. */
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EVENTS_FILE,
  FINDINGS_FILE,
  MANIFEST_FILE,
  SESSION_FILE,
  trackFileName,
} from '../../../shared/bundle/manifest.ts';
import { diagnosisSchema } from '../../../shared/diagnosis/finding.ts';
import { HEADER_LINE, readHeader } from '../../../shared/events/event-log.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { decodeLine, linesOf, readEvents } from '../capture/events-reader.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';
import { readSessionFile, readTrack, summaryOf, writeSessionFile } from '../capture/session-files.ts';
import { type BadBundle, BundleArchive } from './bundle-archive.ts';
import { filedDiagnosis, readJson } from './filed-diagnosis.ts';

export type Imported = { sessionId: string /** It was there before, and stays as it was. */; already: boolean };
export type ImportFailure = BadBundle | 'cannot-write';

/** Of sessions, and so of folders: no path, and nothing that a file system reads otherwise. */
const SESSION_ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,79}$/;

/** @param dataDir the sessions lie in its `sessions` */
export async function importBundle(path: string, dataDir: string): Promise<Result<Imported, ImportFailure>> {
  const opened = await BundleArchive.open(path);
  if (!opened.ok) return opened;
  const archive = opened.value;
  try {
    const { sessionId } = archive.manifest;
    if (!SESSION_ID.test(sessionId))
      return fail('unsafe', "The bundle's session has a name that cannot be a folder's.");
    const root = join(dataDir, 'sessions');
    if (await isThere(join(root, sessionId))) return ok({ sessionId, already: true });
    const importing = join(dataDir, 'importing');
    await mkdir(root, { recursive: true, mode: 0o700 });
    await mkdir(importing, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(importing, 'bundle-'));
    try {
      const unpacked = await unpackSession(archive, folder);
      if (!unpacked.ok) return unpacked;
      await writeSessionFile(folder, { ...unpacked.value, kind: 'import' });
      await rename(folder, join(root, sessionId));
      return ok({ sessionId, already: false });
    } catch (error) {
      // Somebody else imported the same in the meantime.
      if (await isThere(join(root, sessionId))) return ok({ sessionId, already: true });
      return fail('cannot-write', `The session cannot be stored: ${(error as Error).message}.`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    return fail('cannot-write', `The session cannot be stored in ${dataDir}: ${(error as Error).message}.`);
  } finally {
    archive.close();
  }
}

/** A bundle as a session to be read, without importing it. Its files lie in a folder of their own until it is let go of. */
export async function openBundle(path: string): Promise<Result<ReadableSession, BadBundle>> {
  const opened = await BundleArchive.open(path);
  if (!opened.ok) return opened;
  const folder = await mkdtemp(join(tmpdir(), 'audiohook-bundle-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  const unpacked = await unpackSession(opened.value, folder);
  opened.value.close();
  if (!unpacked.ok) {
    await dispose();
    return unpacked;
  }
  return ok({
    summary: unpacked.value,
    events: async () => {
      const read = await readEvents(folder);
      return read.ok ? ok(read.value.events) : read;
    },
    audio: (track, offset, bytes) => readTrack(folder, track, offset, bytes),
    filed: () => filedDiagnosis(folder),
    dispose,
  });
}

/** Unpacks what a session's folder holds, and checks that it is a session. */
async function unpackSession(archive: BundleArchive, folder: string): Promise<Result<SessionSummary, BadBundle>> {
  const kept = (name: string) => [SESSION_FILE, EVENTS_FILE, FINDINGS_FILE].includes(name) || name.endsWith('.raw');
  const unpacked = await archive.unpack(folder, kept);
  if (!unpacked.ok) return unpacked;
  const { manifest } = archive;
  const file = await readSessionFile(folder);
  if (!file.ok) return fail('damaged', `The bundle's session.json cannot be used: ${file.error.message}`);
  if (file.value.id !== manifest.sessionId)
    return fail('damaged', "The bundle's session.json is of another session than its manifest.");
  const summary = summaryOf(file.value);
  const tracks = Object.keys(summary.tracks).map(trackFileName);
  const stray = Object.keys(manifest.files).find(name => name.endsWith('.raw') && !tracks.includes(name));
  if (stray !== undefined)
    return fail('damaged', `The bundle holds ${stray}, a track that its session.json does not name.`);
  const events = await checkEvents(folder);
  if (!events.ok) return events;
  let finding = summary.finding;
  if (Object.hasOwn(manifest.files, FINDINGS_FILE)) {
    const diagnosis = diagnosisSchema.safeParse(await readJson(join(folder, FINDINGS_FILE)));
    if (!diagnosis.success) return fail('damaged', "The bundle's findings.json holds no findings.");
    // What the list shows: an older console may have recorded the session, and have known less.
    const [worst] = diagnosis.data.findings;
    finding = worst && { severity: worst.severity, title: worst.title };
  }
  await writeFile(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  // As many as there are: of a bundle without sound that is less than what was captured.
  const bytes = Object.entries(manifest.files)
    .filter(([name]) => name === EVENTS_FILE || name.endsWith('.raw'))
    .reduce((sum, [, file]) => sum + file.bytes, -HEADER_LINE.length);
  return ok({ ...summary, finding, bytes, state: summary.state === 'live' ? 'ended' : summary.state });
}

/** Every line is an event, numbered onwards. */
async function checkEvents(folder: string): Promise<Result<undefined, BadBundle>> {
  let line = 0;
  let last = -1;
  try {
    for await (const piece of linesOf(folder)) {
      const lines = 'lines' in piece ? piece.lines : piece.rest === '' ? [] : [piece.rest];
      for (const text of lines) {
        line += 1;
        const wrong = (what: string) => fail('damaged', `Line ${line} of the bundle's ${EVENTS_FILE}: ${what}`);
        if (line === 1) {
          const header = readHeader(text);
          if (!header.ok) return wrong(header.error.message);
          continue;
        }
        const event = decodeLine(text);
        if (!event.ok) return wrong(event.error.message);
        if (event.value.n <= last) return wrong(`event ${event.value.n} comes after event ${last}.`);
        last = event.value.n;
      }
    }
  } catch (error) {
    return fail('damaged', `The bundle's ${EVENTS_FILE} cannot be read: ${(error as Error).message}.`);
  }
  return line === 0 ? fail('damaged', `The bundle's ${EVENTS_FILE} is empty.`) : ok(undefined);
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
