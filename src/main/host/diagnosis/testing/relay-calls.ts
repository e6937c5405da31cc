/** Calls that go through both relays and somebody's bridge between them, with a fault of the bridge. */
import type { SessionSummary } from '../../../../shared/events/session-summary.ts';
import { joinSessions } from '../../relay/join-sessions.ts';
import { Relay } from '../../relay/relay.ts';
import { smallBridge, type Wrongness } from '../../relay/testing/small-bridge.ts';
import { systemIds } from '../../system.ts';
import type { Drive, SeedBench, SeedView } from './seed-calls.ts';

export type RelayedDrive = Drive & {
  /** What the model plays. */
  scenario?: object;
  /** `joined`: both wires on one clock (default). Others: one relay's recording. */
  view?: 'joined' | 'genesys' | 'model';
};

/** A call over both relays and a bridge between them. */
export async function relayedCall(bench: SeedBench, wrong: Wrongness, drive: RelayedDrive = {}): Promise<SeedView> {
  const own = bench.aside();
  const { scenario, view = 'joined', ...rest } = drive;
  const model = await relay(own, 'model', `${await own.simulator(scenario)}/realtime`);
  const bridge = await smallBridge(`${model}v1`, wrong, end => own.atEnd(end));
  await own.call({ ...rest, url: await relay(own, 'genesys', bridge) });
  if (view !== 'joined') return own.past((await ended(own, view)).id);
  const genesys = await ended(own, 'genesys');
  const joined = await joinSessions(own.store, genesys.id, (await ended(own, 'model')).id);
  if (!joined.ok) throw new Error(joined.error.message);
  return own.past(joined.value.sessionId);
}

/** A call through one relay to an address where no server of theirs answers as it should. @returns what the relay saw */
export async function relayedTo(bench: SeedBench, to: string): Promise<SeedView> {
  const own = bench.aside();
  await own.call({ url: await relay(own, 'genesys', to), options: { retry: false } });
  return own.past((await ended(own, 'genesys')).id);
}

async function relay(bench: SeedBench, kind: 'genesys' | 'model', to: string): Promise<string> {
  const { store, clock } = bench;
  const started = new Relay({ kind, to: new URL(to), store, clock, ids: systemIds });
  const listening = await started.listen('127.0.0.1', 0);
  if (!listening.ok) throw new Error(listening.error.message);
  bench.atEnd(() => started.dispose());
  return listening.value.url;
}

/** Resolves with the relay's recording when it has ended. */
function ended({ store }: SeedBench, kind: 'genesys' | 'model'): Promise<SessionSummary> {
  return new Promise(resolve => {
    const look = () => {
      const found = store.list().find(({ relay, state }) => relay === kind && state !== 'live');
      if (!found) return;
      stop();
      resolve(found);
    };
    const stop = store.changed.on(look);
    look();
  });
}
