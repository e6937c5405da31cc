/** A session's folder that this process does not write: what session it holds, recovered where its writer is gone. */
import { statSync } from 'node:fs';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { recoverSession } from './recover-session.ts';
import { readSessionFile, type SessionFile, summaryOf } from './session-files.ts';
import { isWriterAlive } from './writer-alive.ts';

/** `gone`: it was known, and somebody deleted it. `lookAgain`: it may change, or become a session. */
export type Looked = { readonly lookAgain: boolean } & (
  | { readonly is: 'session'; readonly summary: SessionSummary }
  | { readonly is: 'none' | 'gone' }
);

export type LookContext = {
  /** As it was last seen. */
  known(): SessionSummary | undefined;
  /** This process writes it by now. */
  isRecording(): boolean;
  clock: Clock;
  pid: number;
  onWarning(text: string): void;
};

const NOTHING: Looked = { is: 'none', lookAgain: false };

/** Never rejects: trouble is a warning. @param name of the folder, which is the session's id */
export async function lookAtFolder(folder: string, name: string, context: LookContext): Promise<Looked> {
  const { isRecording, onWarning } = context;
  try {
    const read = await readSessionFile(folder);
    if (isRecording()) return NOTHING;
    if (!read.ok) return withoutFile(folder, read.error, context);
    if (read.value.id !== name) {
      onWarning(`The folder ${folder} holds a session of another name: it is not shown.`);
      return NOTHING;
    }
    const summary = await settled(folder, read.value, context);
    return { is: 'session', summary, lookAgain: summary.state === 'live' };
  } catch (error) {
    onWarning(`The session ${name} cannot be read: ${(error as Error).message}.`);
    return NOTHING;
  }
}

/** A folder without session.json is being made, or is not ours; one that had it has been taken away. Else there is none. */
function withoutFile(
  folder: string,
  error: { code: 'missing' | 'unreadable'; message: string },
  { known, onWarning }: LookContext,
): Looked {
  const before = known();
  if (error.code === 'unreadable') onWarning(error.message);
  if (before?.state === 'live') {
    const summary = { ...before, state: 'interrupted', outcome: 'interrupted: its files are gone' } as const;
    return { is: 'session', summary, lookAgain: false };
  }
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (before) return isFolder ? NOTHING : { is: 'gone', lookAgain: false };
  return { is: 'none', lookAgain: isFolder && error.code === 'missing' };
}

async function settled(folder: string, file: SessionFile, { clock, pid, onWarning }: LookContext) {
  if (file.state !== 'live' || isWriterAlive(file, pid, clock.wallMs())) return summaryOf(file);
  const recovered = await recoverSession(folder, summaryOf(file));
  for (const text of recovered.damage) onWarning(`Session ${file.id}: ${text}`);
  return recovered.summary;
}
