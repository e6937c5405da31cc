/** Whether somebody still writes a session that says that it is live. */
import { isRunning } from '../process-running.ts';
import type { SessionFile } from './session-files.ts';

/** A writer rewrites session.json at least every 2 s: after this long without, it is gone, whoever has its number now. */
const WRITTEN_WITHIN_MS = 10_000;

/**
 * Process numbers come back (in a container at every start), so a running process is not enough.
 * @param ownPid a session of our own number that we do not record was written by one who had it before us
 */
export function isWriterAlive({ writerPid, writtenAtMs }: SessionFile, ownPid: number, nowMs: number): boolean {
  if (writerPid === undefined || writerPid === ownPid) return false;
  if (writtenAtMs === undefined || Math.abs(nowMs - writtenAtMs) > WRITTEN_WITHIN_MS) return false;
  return isRunning(writerPid);
}
