import { RelayBanner } from '../features/relay/relay-banner.tsx';
import { ServerFailure } from '../features/server-status/server-status.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { useStore } from '../ui/store.ts';
import { useClient, useParts } from './parts.ts';

/** What concerns the whole page: the host is gone, its server does not listen, or it has a warning. */
export function Banners() {
  const parts = useParts();
  const connection = useStore(parts.connection);
  const status = useStore(parts.status);
  const client = useClient();
  return (
    <>
      {connection.state === 'lost' && (
        <div className="banner problem-banner" role="alert" data-testid="connection-lost">
          <span className="problem" aria-hidden="true">
            ✕
          </span>
          {connection.client
            ? 'The connection to the console is lost. When it runs again this page comes back by itself; if it does not, open the address that the console prints.'
            : 'The console cannot be reached. Is it running, and was this page opened with the whole address that it printed?'}
        </div>
      )}
      {connection.state === 'connected' && <RelayBanner store={parts.setup.relays} />}
      {status?.readOnly !== undefined && (
        <div className="banner" role="status" data-testid="read-only">
          <span className="warning" aria-hidden="true">
            ▲
          </span>
          {status.readOnly}
        </div>
      )}
      {client && connection.state === 'connected' && status?.server.state === 'failed' && !status.readOnly && (
        <ServerFailure client={client} reason={status.server.reason} />
      )}
      {status && status.warnings.length > 0 && <Warnings warnings={status.warnings} />}
    </>
  );
}

/** The newest of the host's warnings; the earlier ones behind it, so that the page keeps its room. */
function Warnings({ warnings }: { warnings: readonly string[] }) {
  const newest = warnings.at(-1);
  const earlier = warnings.slice(0, -1).reverse();
  return (
    <div className="banner" role="status" data-testid="host-warnings">
      <span className="warning" aria-hidden="true">
        ▲
      </span>
      {earlier.length === 0 ? (
        <span className="grow">{newest}</span>
      ) : (
        <details className="grow">
          <summary>
            {newest} <span className="quiet">(and {earlier.length} earlier)</span>
          </summary>
          <ul className="earlier-warnings">
            {[...new Set(earlier)].map(warning => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
      <CopyButton text={warnings.join('\n')} what="warnings of the console" />
    </div>
  );
}
