/** `sessions`: what the data folder holds, newest first. */
import type { Command } from 'commander';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { bytesWords, clockWords } from '../../../shared/projections/words.ts';
import { withStore } from '../data-store.ts';
import { addDataDirFlag } from '../host-flags.ts';

type SessionsFlags = { dataDir?: string; json?: boolean };

export function sessionsCommand(command: Command): void {
  command.option('--json', 'print one JSON array');
  addDataDirFlag(command);
  command.action(async (_flags: SessionsFlags, self: Command) => {
    const flags = self.optsWithGlobals<SessionsFlags>();
    await withStore(flags.dataDir, async store => {
      const sessions = store.list();
      if (flags.json) console.log(JSON.stringify(sessions.map(listed)));
      else if (sessions.length === 0) console.log('There are no sessions yet: make a call first.');
      else for (const line of table(sessions)) console.log(line);
    });
  });
}

function listed(session: SessionSummary) {
  const { id, startedAt, durationMs, role, kind, connectorId, outcome, events, bytes, relay } = session;
  const wires = relay === undefined ? {} : { relay };
  return { id, startedAt, durationMs, role, ...wires, kind, connectorId, outcome, events, bytes };
}

const SEEN_BY_RELAY = { genesys: 'relay', model: 'relay-model', both: 'both relays' } as const;

function table(sessions: readonly SessionSummary[]): string[] {
  const rows = sessions.map(({ id, role, relay, kind, connectorId, durationMs, bytes, state, outcome }) => [
    id,
    relay === undefined ? role : SEEN_BY_RELAY[relay],
    kind,
    clockWords(durationMs),
    bytesWords(bytes),
    connectorId || '-',
    state === 'live' ? 'live' : outcome,
  ]);
  const head = ['id', 'seen by', 'kind', 'length', 'size', 'connector', 'how it ended'];
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map(row => row[at]?.length ?? 0)));
  const right = [3, 4];
  return [head, ...rows].map(row =>
    row
      .map((cell, at) => {
        const width = at === row.length - 1 ? 0 : (widths[at] ?? 0);
        return right.includes(at) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  '),
  );
}
