/** Which session is open: pure rules, so that "select itself or only appear" can be tested without a page. */
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { rowOf, type SessionRow } from './session-rows.ts';

export type Selection = {
  readonly id: string | undefined;
  /** The user chose this very view; else the server's view takes over when it appears. */
  readonly exactView: boolean;
};

export const nothingSelected: Selection = { id: undefined, exactView: false };

/**
 * The selection after the list changed. A new live session selects itself when nothing, or a live session that is being
 * followed, is selected. A selected session that is gone is let go.
 */
export function nextSelection(
  selection: Selection,
  rows: readonly SessionRow[],
  known: ReadonlySet<string>,
  following: boolean,
): Selection {
  const selected = rowOf(rows, selection.id);
  const current: Selection = selected ? withBestView(selection, selected) : nothingSelected;
  const fresh = rows.find(row => row.views.every(view => !known.has(view.id)) && row.main.state === 'live');
  if (!fresh || fresh === selected) return current;
  const mayMove = !selected || (following && selected.views.some(view => view.state === 'live'));
  return mayMove ? { id: fresh.main.id, exactView: false } : current;
}

function withBestView(selection: Selection, row: SessionRow): Selection {
  if (selection.exactView || selection.id === row.main.id) return selection;
  return { id: row.main.id, exactView: false };
}

/** The selected session itself. */
export function selectedSession(rows: readonly SessionRow[], selection: Selection): SessionSummary | undefined {
  return rowOf(rows, selection.id)?.views.find(view => view.id === selection.id);
}

/** `#session=<id>`; what else may be in the hash is ignored. */
export function selectionFromHash(hash: string): Selection {
  const id = new URLSearchParams(hash.replace(/^#/, '')).get('session');
  return id ? { id, exactView: true } : nothingSelected;
}

export function hashOf(selection: Selection): string {
  return selection.id === undefined ? '' : `#${new URLSearchParams({ session: selection.id })}`;
}
