import type { ConsoleClient } from '../../../shared/contract/contract.ts';
import { grouped } from '../../ui/format.ts';
import { useStore } from '../../ui/store.ts';
import type { MessageSearchStore } from './message-search.ts';

type LineProps = { store: MessageSearchStore; search: string; client: ConsoleClient | undefined };

/** Below the search box, while something is in it: the same words in the messages of all sessions. */
export function MessageSearchLine({ store, search, client }: LineProps) {
  const { text, running, read, of, found, failure } = useStore(store);
  const wanted = search.trim();
  if (wanted === '') return null;
  if (text !== wanted) {
    return (
      <div className="sessions-actions">
        <button type="button" className="grow" disabled={!client} onClick={() => client && store.start(client, wanted)}>
          Search in messages too
        </button>
      </div>
    );
  }
  return (
    <div className="sessions-actions" role="status" data-testid="message-search">
      <span className="grow">
        {failure && <span className="problem">{failure} </span>}
        {grouped(found.size)} with it in their messages{read < of ? `; ${grouped(read)} of ${grouped(of)} read` : ''}
      </span>
      {running && (
        <button type="button" onClick={store.stop}>
          Stop
        </button>
      )}
    </div>
  );
}
