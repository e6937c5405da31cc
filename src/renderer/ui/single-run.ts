/** Something long that runs once at a time from this page: it tells its pieces as they come, ends by itself, and can be cancelled. */
import { createStore, type ReadableStore } from './store.ts';

export type RunState = {
  readonly phase: 'never' | 'running' | 'done' | 'cancelled' | 'failed';
  /** Why it failed, in words. */
  readonly why: string;
};

type Handlers<Item> = { item(item: Item): void; end(failure?: { readonly message: string }): void };

export type SingleRun<State extends RunState, Item> = {
  readonly state: ReadableStore<State>;
  /**
   * Begins anew with `begun`, unless it runs already.
   * @param start begins the stream, and returns what ends it
   */
  run(begun: Partial<State>, start: (handlers: Handlers<Item>) => () => void): void;
  cancel(): void;
};

/**
 * @param nothing the state before the first run
 * @param take what a piece makes of the state
 */
export function createSingleRun<State extends RunState, Item>(
  nothing: State,
  take: (now: State, item: Item) => State,
): SingleRun<State, Item> {
  const state = createStore<State>(nothing);
  let stop: (() => void) | undefined;
  return {
    state,
    run: (begun, start) => {
      if (state.get().phase === 'running') return;
      state.set({ ...nothing, ...begun, phase: 'running' });
      stop = start({
        item: item => state.update(now => take(now, item)),
        end: failure => {
          stop = undefined;
          state.update(now => ({ ...now, phase: failure ? 'failed' : 'done', why: failure?.message ?? '' }));
        },
      });
    },
    cancel: () => {
      stop?.();
      stop = undefined;
      if (state.get().phase === 'running') state.update(now => ({ ...now, phase: 'cancelled' }));
    },
  };
}
