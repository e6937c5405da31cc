import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { moveTo } from '../../ui/list-keys.ts';
import { useStore } from '../../ui/store.ts';
import type { DeleteController } from './delete-controller.ts';
import { ListBar } from './list-bar.tsx';
import type { ListViewStore } from './list-view-store.ts';
import { listedRows } from './listed-rows.ts';
import { type Marked, markOnly, markTo, markToo, nothingMarked } from './marked-rows.ts';
import type { MessageSearchStore } from './message-search.ts';
import { MessageSearchLine } from './message-search-line.tsx';
import { optionId, SessionOption } from './session-option.tsx';
import { originalOf, rowOf, type SessionRow } from './session-rows.ts';
import type { SessionsStore } from './sessions-store.ts';
import './sessions.css';

type ListProps = {
  store: SessionsStore;
  view: ListViewStore;
  deletion: DeleteController;
  messages: MessageSearchStore;
  client: ConsoleClient | undefined;
  /** The console can be asked; while it cannot, no session is said to be live. */
  connected: boolean;
  onEnter(): void;
};

/** Fixed, so that ten thousand rows need no measuring. */
const ROW_PX = 42;

/** Live and past sessions. Up, down, j and k move, Enter goes on to the log; Ctrl and Shift mark several. */
export function SessionList({ store, view, deletion, messages, client, connected, onEnter }: ListProps) {
  const { loaded, rows: all, selection, checks, showsChecks } = useStore(store);
  const listing = useStore(view);
  const { text, found } = useStore(messages);
  const inMessages = text === listing.search.trim() ? found : undefined;
  const rows = useMemo(() => listedRows(all, listing, inMessages), [all, listing, inMessages]);
  const begins = useMemo(() => new Map(all.flatMap(({ views }) => views.map(one => [one.id, one.startedAt]))), [all]);
  const [marked, setMarked] = useState<Marked>(nothingMarked);
  const selected = rowOf(rows, selection.id);
  const at = selected ? rows.indexOf(selected) : -1;
  const list = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW_PX,
    getItemKey: index => rows[index]?.key ?? index,
    overscan: 8,
  });
  const selectedKey = selected?.key;
  const several = rows.filter(row => marked.keys.has(row.key));
  /** Where the keys are: at the open session, or where marking several came to. */
  const lead = several.length > 1 ? rows.findIndex(row => row.key === marked.lead) : at;
  const leadRow = rows[lead];
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another session moves the list, not a new one above it
  useEffect(() => {
    if (lead >= 0) virtual.scrollToIndex(lead, { align: 'auto' });
  }, [leadRow?.key]);

  const newest = useRef({ rows, selectedKey, store });
  newest.current = { rows, selectedKey, store };
  const pick = useCallback((row: SessionRow, event: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>) => {
    const now = newest.current;
    if (event.ctrlKey || event.metaKey) setMarked(before => markToo(before, row.key, now.selectedKey));
    else if (event.shiftKey) setMarked(before => markTo(before, row.key, now.selectedKey, now.rows));
    else {
      setMarked(markOnly(row.key));
      now.store.select(row.main.id);
    }
  }, []);
  const remove = (gone: readonly SessionRow[]) => {
    if (!client || gone.length === 0) return;
    setMarked(nothingMarked);
    void deletion.delete(
      client,
      gone.flatMap(row => row.views.map(one => one.id)),
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const to = moveTo(
      event.nativeEvent,
      lead,
      rows.length,
      Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / ROW_PX) - 1),
    );
    const row = to === undefined ? undefined : rows[to];
    if (row) pick(row, { ctrlKey: false, metaKey: false, shiftKey: event.shiftKey });
    else if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      setMarked({ keys: new Set(rows.map(one => one.key)), anchor: rows[0]?.key, lead: leadRow?.key });
    } else if (event.key === 'Delete') remove(several.length > 1 ? several : selected ? [selected] : []);
    else if (event.key === 'Escape' && several.length > 1) setMarked(nothingMarked);
    else if (event.key === 'Enter' && selected) onEnter();
    else return;
    event.preventDefault();
  };

  const items = virtual.getVirtualItems();
  return (
    <div className="sessions">
      <h2 className="visually-hidden">Sessions</h2>
      <ListBar view={view} onLeave={() => list.current?.focus()} />
      <MessageSearchLine store={messages} search={listing.search} client={connected ? client : undefined} />
      {loaded && rows.length === 0 && (
        <NoRows isEmpty={all.length === 0} onAll={() => view.change({ search: '', shown: 'all' })} />
      )}
      {!loaded && <p className="sessions-empty quiet">Reading the sessions…</p>}
      <div
        className="sessions-list"
        role="listbox"
        aria-label="Sessions"
        aria-multiselectable="true"
        tabIndex={0}
        ref={list}
        aria-activedescendant={leadRow && items.some(({ index }) => index === lead) ? optionId(leadRow) : undefined}
        onKeyDown={onKeyDown}
      >
        <div className="sessions-space" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map(item => {
            const row = rows[item.index];
            return (
              row && (
                <SessionOption
                  key={row.key}
                  row={row}
                  top={item.start}
                  position={item.index + 1}
                  count={rows.length}
                  selected={several.length > 1 ? marked.keys.has(row.key) : row === selected}
                  connected={connected}
                  originalAt={begins.get(originalOf(row) ?? '')}
                  onPick={pick}
                />
              )
            );
          })}
        </div>
      </div>
      {several.length > 1 && (
        <div className="sessions-actions">
          <span className="grow">{several.length} selected</span>
          <button type="button" onClick={() => remove(several)}>
            Delete
          </button>
        </div>
      )}
      <Deleted deletion={deletion} client={client} />
      {checks > 0 && (
        <button
          type="button"
          className="sessions-checks"
          aria-pressed={showsChecks}
          onClick={() => store.showChecks(!showsChecks)}
        >
          {showsChecks ? 'Hide' : 'Show'} {checks} {checks === 1 ? 'call' : 'calls'} of checks
        </button>
      )}
    </div>
  );
}

/** Why nothing is listed, and the way to something. */
function NoRows({ isEmpty, onAll }: { isEmpty: boolean; onAll(): void }) {
  if (isEmpty) {
    return <p className="sessions-empty quiet">No session yet. Press Call, or let Genesys Cloud call the server.</p>;
  }
  return (
    <div className="sessions-empty quiet">
      <p>No session is like that.</p>
      <button type="button" onClick={onAll}>
        Show all sessions
      </button>
    </div>
  );
}

/** What went can come back: said until something else is deleted, or it is put away. */
function Deleted({ deletion, client }: { deletion: DeleteController; client: ConsoleClient | undefined }) {
  const { gone, failures } = useStore(deletion);
  if (gone.length === 0 && failures.length === 0) return null;
  return (
    <div className="sessions-actions" role="status">
      <span className="grow">
        {gone.length > 0 && `${gone.length === 1 ? 'Session' : `${gone.length} sessions`} deleted. `}
        {failures.map(failure => (
          <span key={failure} className="problem">
            {failure}{' '}
          </span>
        ))}
      </span>
      {failures.length > 0 && <CopyButton text={failures.join('\n')} what="what went wrong" />}
      {gone.length > 0 && client && (
        <button type="button" onClick={() => void deletion.undo(client)}>
          Undo
        </button>
      )}
      <button type="button" className="plain" aria-label="Put this note away" onClick={deletion.dismiss}>
        ✕
      </button>
    </div>
  );
}
