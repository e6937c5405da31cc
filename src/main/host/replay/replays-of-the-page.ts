/** The replays that a page has started: they go on without it, can be stopped, and end with the console. */
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { storedSession } from '../capture/resolve-session.ts';
import type { SessionStore } from '../capture/session-store.ts';
import type { GenesysCall } from '../genesys-client/genesys-call.ts';
import { lacksOfReplay, type NoReplay, type NotReplayed, type ReplayRequest, replaySession } from './replay-session.ts';

/** How long replays may take to end properly when the console ends. */
const SHUTDOWN_MS = 5_000;

export class ReplaysOfThePage {
  readonly #deps: { store: SessionStore; clock: Clock; ids: Ids };
  readonly #running = new Map<string, GenesysCall>();

  constructor(deps: { store: SessionStore; clock: Clock; ids: Ids }) {
    this.#deps = deps;
  }

  /** @returns the id of the new session */
  async start(sessionId: string, request: ReplayRequest): Promise<Result<{ sessionId: string }, NotReplayed>> {
    const session = storedSession(this.#deps.store, sessionId);
    if (!session) return fail('no-such-session', `There is no session ${sessionId}.`);
    const placed = await replaySession(session, request, this.#deps);
    if (!placed.ok) return placed;
    const { call, recorder } = placed.value;
    this.#running.set(recorder.id, call);
    void call.done.then(() => this.#running.delete(recorder.id));
    return ok({ sessionId: recorder.id });
  }

  /** What could not be done again. */
  async lacks(sessionId: string): Promise<Result<{ lacks: string[] }, NoReplay>> {
    const session = storedSession(this.#deps.store, sessionId);
    if (!session) return fail('no-such-session', `There is no session ${sessionId}.`);
    const lacks = await lacksOfReplay(session);
    return lacks.ok ? ok({ lacks: lacks.value.map(({ text }) => text) }) : lacks;
  }

  stop(sessionId: string): Result<Record<string, never>, 'no-such-replay'> {
    const call = this.#running.get(sessionId);
    if (!call) return fail('no-such-replay', 'This replay has ended.');
    call.hangUp('the replay was stopped');
    return ok({});
  }

  /** Hangs up all, and waits until they have ended. */
  async dispose(): Promise<void> {
    const calls = [...this.#running.values()];
    for (const call of calls) call.hangUp('the console was closed');
    const cancel = this.#deps.clock.after(SHUTDOWN_MS, () => {
      for (const call of calls) call.terminate();
    });
    await Promise.all(calls.map(call => call.done));
    cancel();
  }
}
