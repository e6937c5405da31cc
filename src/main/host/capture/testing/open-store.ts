/** What the tests of the store share: a store with real files, and who follows a session of it. */
import { onTestFinished } from 'vitest';
import type { NewSessionEvent, SessionEvent } from '../../../../shared/events/session-event.ts';
import type { KnownSecret } from '../../../../shared/redaction/secret-finder.ts';
import { systemClock, systemIds } from '../../system.ts';
import { tempDir } from '../../testing/temp-dir.ts';
import { SessionStore } from '../session-store.ts';

export const CALL = { role: 'server', kind: 'call', connectorId: 'demo-bot', audiohookId: 'a' } as const;
export const PCMU = { encoding: 'PCMU', rateHz: 8000, channels: 1 } as const;
/** No process has this number: a writer that is gone. */
export const GONE_PID = 2 ** 22 + 1;

export async function openStore(dataDir = tempDir(), pid = process.pid, secrets: readonly KnownSecret[] = []) {
  const warnings: string[] = [];
  const store = new SessionStore({
    dataDir,
    clock: systemClock,
    ids: systemIds,
    pid,
    secrets: () => secrets,
    onWarning: text => warnings.push(text),
  });
  await store.open();
  onTestFinished(() => store.dispose());
  return { store, dataDir, warnings };
}

export const message = (text: string): NewSessionEvent => ({
  leg: 'genesys',
  type: 'message',
  direction: 'in',
  text,
  bytes: text.length,
});

/** All events that a subscriber gets until the session's end. */
export function follow(store: SessionStore, id: string, fromN = 0): Promise<SessionEvent[]> {
  return new Promise(resolve => {
    const all: SessionEvent[] = [];
    store.subscribe(id, fromN, { events: events => all.push(...events), end: () => resolve(all) });
  });
}
