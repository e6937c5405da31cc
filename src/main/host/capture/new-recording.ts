/** Begins the recording of a session: its id, its folder, and what is said where the disk refuses. */
import { mkdirSync } from 'node:fs';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { NOTHING_COUNTED } from '../../../shared/projections/session-summary.ts';
import { clockWords } from '../../../shared/projections/words.ts';
import type { KnownSecret } from '../../../shared/redaction/secret-finder.ts';
import { keepWorstFinding } from '../diagnosis/worst-finding.ts';
import { diskTrouble } from './disk-trouble.ts';
import { FileRecorder } from './file-recorder.ts';

export type NewSession = Pick<SessionSummary, 'role' | 'kind' | 'connectorId' | 'audiohookId'> &
  Partial<Pick<SessionSummary, 'caller' | 'bot' | 'outcome' | 'madeBy' | 'relay' | 'replayOf' | 'replaySpeed'>>;

export type RecordingOptions = {
  clock: Clock;
  ids: Ids;
  pid: number;
  folderOf(id: string): string;
  onWarning(text: string): void;
};

/**
 * Its folder is there when this returns; where it could not be made, the session goes on unrecorded, and says so.
 * @param secrets values that must never appear in it
 */
export function newRecording(
  session: NewSession,
  secrets: readonly KnownSecret[],
  { clock, ids, pid, folderOf, onWarning }: RecordingOptions,
): FileRecorder {
  const startedAt = new Date(clock.wallMs()).toISOString();
  const id = sessionId(startedAt, ids);
  const summary: SessionSummary = {
    ...{ caller: '', bot: '', outcome: '', ...session, ...NOTHING_COUNTED },
    ...{ id, startedAt, state: 'live', tracks: {} },
  };
  const folder = folderOf(id);
  const failure = makeFolder(folder);
  const onDiskFailure = (error: Error, broken: FileRecorder) => {
    const from = broken.recordedMs > 0 ? `from ${clockWords(broken.recordedMs)} on` : 'from its beginning';
    const { why, todo } = diskTrouble(error);
    const text = `This session is not recorded ${from}: ${why}. The call goes on. ${todo}`;
    onWarning(`Session ${id}: ${text}`);
    if (broken.summary.state === 'live') {
      broken.append({ leg: 'console', type: 'note', code: 'capture-failed', level: 'problem', text });
    }
  };
  const recorder = new FileRecorder({
    ...{ folder, summary, secrets, clock, pid, onDiskFailure },
    unrecorded: failure !== undefined,
  });
  keepWorstFinding(recorder, clock);
  if (failure) onDiskFailure(failure, recorder);
  return recorder;
}

/** `20261126-042715-335ed3aa`: when it began, and four random bytes. */
function sessionId(startedAt: string, ids: Ids): string {
  const began = startedAt.replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${began}-${Buffer.from(ids.bytes(4)).toString('hex')}`;
}

function makeFolder(folder: string): Error | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
