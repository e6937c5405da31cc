/** How much of the log is shown, and whether all of it is here yet. */
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { grouped } from '../../ui/format.ts';
import { useStore } from '../../ui/store.ts';
import type { FilteredRowsStore } from './filtered-rows.ts';
import { isReading, type MessageLogStore } from './message-log-store.ts';

type CountProps = { store: MessageLogStore; filtered: FilteredRowsStore; session: SessionSummary };

export function LogCount({ store, filtered, session }: CountProps) {
  const view = useStore(store);
  const { indices, marked } = useStore(filtered);
  const reading = isReading(view, session);
  return (
    <>
      <span className="quiet log-count" data-testid="log-count" data-complete={!reading}>
        {countWords(indices.length, view.rows.count, marked?.size)}
        {reading && session.events > 0 && `, ${Math.floor((100 * store.count()) / session.events)} % read`}
      </span>
      {view.failure && (
        <span className="problem" role="alert">
          {view.failure.message}
        </span>
      )}
    </>
  );
}

function countWords(shown: number, all: number, marked: number | undefined): string {
  if (marked !== undefined) return `${grouped(marked)} found in ${grouped(all)} rows`;
  return shown === all ? `${grouped(all)} rows` : `${grouped(shown)} of ${grouped(all)} rows`;
}
