/** A console as a page sees it, for tests: everything through the contract, over real sockets and files. */
import { readFileSync } from 'node:fs';
import { expect, onTestFinished } from 'vitest';
import type { CallItem, CallSource } from '../../../shared/contract/calls-contract.ts';
import { carrierPair } from '../../../shared/contract/carrier.ts';
import { createClient } from '../../../shared/contract/client.ts';
import { type ConsoleClient, contract } from '../../../shared/contract/contract.ts';
import { serveContract } from '../../../shared/contract/server.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { BotName } from '../../../shared/settings/connector-profile.ts';
import { createHost } from '../create-host.ts';
import { systemIds } from '../system.ts';
import { PatientClock } from './patient-clock.ts';
import { tempDir } from './temp-dir.ts';

export const WAV = readFileSync(new URL('../../../../e2e/audio/caller-order-pcmu-8k.wav', import.meta.url));
export const SPEECH: CallSource = { type: 'wav', name: 'order.wav', bytes: new Uint8Array(WAV) };

export async function start(options: { bot?: BotName | 'none'; port?: number; dataDir?: string; pid?: number } = {}) {
  const dataDir = options.dataDir ?? tempDir();
  const host = await createHost({
    dataDir,
    version: '0.0.0',
    shell: 'browser',
    address: { host: '127.0.0.1', port: options.port ?? 0 },
    bot: options.bot === 'none' ? undefined : (options.bot ?? 'echo'),
    credentials: undefined,
    env: {},
    clock: new PatientClock(4),
    ids: systemIds,
    pid: options.pid ?? process.pid,
  });
  onTestFinished(() => host.dispose());
  const [page, carrier] = carrierPair();
  const bugs: unknown[] = [];
  serveContract(contract, host.handlers, carrier, error => bugs.push(error));
  onTestFinished(() => expect(bugs).toEqual([]));
  return { host, dataDir, client: createClient(contract, page), page };
}

/** Follows a call to its end. */
export function follow(client: ConsoleClient, callId: string, onItem: (item: CallItem) => void = () => undefined) {
  const items: CallItem[] = [];
  const ended = new Promise<void>(resolve => {
    client.callProgress(
      { callId },
      {
        item: item => {
          items.push(item);
          onItem(item);
        },
        end: () => resolve(),
      },
    );
  });
  return { items, ended };
}

export async function place(client: ConsoleClient, request: Partial<Parameters<ConsoleClient['placeCall']>[0]> = {}) {
  const placed = await client.placeCall({
    connectorId: 'demo-bot',
    source: { type: 'silence' },
    options: {},
    ...request,
  });
  if (!placed.ok) throw new Error(placed.error.message);
  return placed.value;
}

/** The first session that fits, now or later. */
export function session(client: ConsoleClient, fits: (session: SessionSummary) => boolean): Promise<SessionSummary> {
  return new Promise(resolve => {
    const look = (found: SessionSummary | undefined) => {
      if (!found) return;
      stop();
      resolve(found);
    };
    const stop = client.sessions(
      {},
      {
        item: item => {
          if (item.type === 'all') look(item.sessions.find(fits));
          else if (item.type === 'changed' && fits(item.session)) look(item.session);
        },
      },
    );
  });
}

export const endedServer = ({ role, state }: SessionSummary) => role === 'server' && state === 'ended';
export const reasonOf = (items: readonly CallItem[]) => {
  const last = items.findLast(item => item.type === 'state');
  return last?.type === 'state' ? last.why : undefined;
};
