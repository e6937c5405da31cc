/**
 * Which session a person means: an id, the beginning of one that fits no other, `last`, or the path of a support bundle.
 * What is found can be read in one way, wherever it lies.
 */
import type { FiledDiagnosis } from '../../../shared/diagnosis/filed-diagnosis.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { filedDiagnosis } from '../bundle/filed-diagnosis.ts';
import { openBundle } from '../bundle/import-bundle.ts';
import type { SessionStore } from './session-store.ts';

/** A session to be read: of the data folder, or of elsewhere. */
export type ReadableSession = {
  readonly summary: SessionSummary;
  events(): Promise<Result<readonly SessionEvent[], 'no-such-session' | 'unreadable'>>;
  /** A range of a track; shorter where the track is. */
  audio(track: string, offset: number, bytes: number): Promise<Uint8Array>;
  /** What was found in it before it was put into a bundle; undefined for a session that was captured here. */
  filed(): Promise<FiledDiagnosis | undefined>;
  /** Lets go of what was opened for it. */
  dispose(): Promise<void>;
};

export type NotResolved = 'no-such-session' | 'ambiguous' | 'unreadable';

/** How many of the sessions that fit are named when the beginning of an id is not enough. */
const MOST_NAMED = 5;

/** The session of the data folder that is meant by an id, the beginning of one, or `last`. */
export function findSession(
  sessions: readonly SessionSummary[],
  wanted: string,
): Result<SessionSummary, 'no-such-session' | 'ambiguous'> {
  const [newest] = sessions;
  if (wanted === 'last') {
    if (!newest) return fail('no-such-session', 'There are no sessions yet: make a call first.');
    return ok(sessions.find(session => isJoinedOf(session, newest)) ?? newest);
  }
  const fitting = sessions.filter(({ id }) => id.startsWith(wanted));
  const exact = fitting.find(({ id }) => id === wanted);
  const [only] = fitting;
  if (exact) return ok(exact);
  if (wanted === '' || !only) {
    return fail('no-such-session', `There is no session "${wanted}": \`sessions\` lists those that there are.`);
  }
  if (fitting.length === 1) return ok(only);
  const named = fitting.slice(0, MOST_NAMED).map(({ id }) => id);
  const more = fitting.length > MOST_NAMED ? ` and ${fitting.length - MOST_NAMED} more` : '';
  return fail(
    'ambiguous',
    `"${wanted}" begins ${fitting.length} sessions: ${named.join(', ')}${more}. Write more of it.`,
  );
}

/** Both wires of a relayed call are told together, where they were joined: a session that holds one of the two. */
function isJoinedOf(session: SessionSummary, { relay, startedAt }: SessionSummary): boolean {
  if (session.relay !== 'both' || (relay !== 'genesys' && relay !== 'model')) return false;
  const afterMs = Date.parse(startedAt) - Date.parse(session.startedAt);
  return afterMs >= 0 && afterMs <= session.durationMs;
}

/** Opens what `wanted` means, to be read. Whoever opened it disposes of it. */
export async function resolveSession(
  store: SessionStore,
  wanted: string,
): Promise<Result<ReadableSession, NotResolved>> {
  if (/\.zip$/i.test(wanted)) {
    const bundle = await openBundle(wanted);
    return bundle.ok ? bundle : fail('unreadable', bundle.error.message);
  }
  const found = findSession(store.list(), wanted);
  return found.ok ? ok(readable(store, found.value)) : found;
}

/** The session of the data folder with just this id. */
export function storedSession(store: SessionStore, id: string): ReadableSession | undefined {
  const summary = store.get(id);
  return summary && readable(store, summary);
}

function readable(store: SessionStore, summary: SessionSummary): ReadableSession {
  const { id } = summary;
  return {
    summary,
    events: () => store.events(id),
    audio: (track, offset, bytes) => store.audio(id, track, offset, bytes),
    filed: () => filedDiagnosis(store.folder(id)),
    dispose: async () => undefined,
  };
}
