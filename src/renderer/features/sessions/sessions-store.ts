/** All sessions and which one is open, outside React. Fed by the contract's `sessions`; survives a reconnection. */
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { nextFrame } from '../../ui/next-frame.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { hashOf, nextSelection, nothingSelected, type Selection, selectionFromHash } from './selection.ts';
import { isOfCheck, keptRows, rowOf, type SessionRow, sessionRows } from './session-rows.ts';

export type SessionsView = {
  /** False until the host has sent its list. */
  readonly loaded: boolean;
  readonly rows: readonly SessionRow[];
  /** How many calls of checks there are; they are among the rows only when asked for. */
  readonly checks: number;
  readonly showsChecks: boolean;
  readonly selection: Selection;
};

export type SessionsStore = ReadableStore<SessionsView> & {
  /** Reads from `client` until the returned function is called. */
  attach(client: ConsoleClient): () => void;
  /** Opens a row, or with `exactView` just this view of it. */
  select(id: string, exactView?: boolean): void;
  /** Closes what is open: none is selected. */
  close(): void;
  /** Opens a session that the host has just taken in as soon as it is in the list, unless somebody opens another before. */
  selectWhenListed(id: string, exactView?: boolean): void;
  showChecks(shows: boolean): void;
  /** Whether the log is at its end: then a new live session may take its place. */
  setFollowing(following: boolean): void;
};

export function createSessionsStore(page: Pick<Window, 'location' | 'history' | 'addEventListener'>): SessionsStore {
  const store = createStore<SessionsView>({
    loaded: false,
    rows: [],
    checks: 0,
    showsChecks: false,
    selection: selectionFromHash(page.location.hash),
  });
  let summaries = new Map<string, SessionSummary>();
  let following = true;
  let waiting = false;
  let wanted: Selection | undefined;
  let all: readonly SessionRow[] = [];

  const show = (next: SessionsView) => {
    store.set(next);
    const hash = hashOf(next.selection);
    if (next.loaded && hash !== page.location.hash) {
      page.history.replaceState(null, '', hash || page.location.pathname + page.location.search);
    }
  };
  let known: ReadonlySet<string> = new Set();
  const rebuild = () => {
    waiting = false;
    all = keptRows(all, sessionRows(summaries.values()));
    const { selection, showsChecks } = store.get();
    const arrived = wanted && rowOf(all, wanted.id) ? wanted : undefined;
    if (arrived) wanted = undefined;
    const before = arrived ?? selection;
    // The row that somebody looks at stays, also when it is one of a check.
    const rows = showsChecks ? all : all.filter(row => !isOfCheck(row) || rowOf([row], before.id) !== undefined);
    const next = nextSelection(before, rows, known, following);
    known = new Set(summaries.keys());
    const checks = all.filter(isOfCheck).length;
    show({ loaded: true, rows, selection: next, checks, showsChecks });
  };
  page.addEventListener('hashchange', () => {
    const selection = selectionFromHash(page.location.hash);
    wanted = undefined;
    if (selection.id !== store.get().selection.id) show({ ...store.get(), selection });
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    setFollowing: value => {
      following = value;
    },
    select: (id, exactView = false) => {
      wanted = undefined;
      show({ ...store.get(), selection: { id, exactView } });
      if (store.get().loaded) rebuild();
    },
    close: () => {
      wanted = undefined;
      show({ ...store.get(), selection: nothingSelected });
      if (store.get().loaded) rebuild();
    },
    selectWhenListed: (id, exactView = false) => {
      wanted = { id, exactView };
      if (store.get().loaded) rebuild();
    },
    showChecks: showsChecks => {
      show({ ...store.get(), showsChecks });
      if (store.get().loaded) rebuild();
    },
    attach: client =>
      client.sessions(
        {},
        {
          item: item => {
            if (item.type === 'all') summaries = new Map(item.sessions.map(session => [session.id, session]));
            else if (item.type === 'removed') summaries.delete(item.sessionId);
            else summaries.set(item.session.id, item.session);
            // A live call changes its summary many times a second; the list is drawn once a frame.
            if (!waiting) nextFrame(rebuild);
            waiting = true;
          },
        },
      ),
  };
}
