import type { ReactNode } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { duration, grouped, wallTime } from '../../ui/format.ts';
import { callerNumber, isOnlyCaller, type SessionRow, sessionTitle, stateWords } from './session-rows.ts';

type HeaderProps = {
  row: SessionRow;
  session: SessionSummary;
  /** The console can be asked; while it cannot, the session is not said to be live. */
  connected: boolean;
  /** Where the call went to, for a caller's view; empty while it is not known. */
  address: string;
  /** Both views are open. */
  both: boolean;
  onView(id: string): void;
  onBoth(): void;
  /** What can be opened beside the session. */
  children?: ReactNode;
};

/** Who, how long and how it ended; and where a local call was seen from both sides, the switch between the two. */
export function SessionHeader({ row, session, connected, address, both, onView, onBoth, children }: HeaderProps) {
  const number = callerNumber(session);
  // In a call to another server, which server it was is worth more than the number that the caller claimed.
  const elsewhere = isOnlyCaller(row) && address !== '';
  const who = elsewhere ? `to ${address}` : number && `from ${number}`;
  return (
    <header className="session-header">
      <h2 className="cut">{sessionTitle(session)}</h2>
      <span data-testid="session-state">{stateWords(session, connected)}</span>
      <span>{duration(session.durationMs)}</span>
      <span className="session-outcome quiet cut grow" title={session.outcome}>
        {session.outcome}
      </span>
      {who && (
        <span className={`session-who ${elsewhere ? '' : 'number'} quiet cut`} title={who}>
          {who}
        </span>
      )}
      <span className="session-facts quiet">
        {wallTime(session.startedAt, new Date())} · {session.bot && `${session.bot} · `}
        {grouped(session.events)} events
      </span>
      {row.views.length > 1 && (
        <fieldset className="view-switch">
          <legend className="visually-hidden">Seen by</legend>
          {row.views.map(view => (
            <button
              key={view.id}
              type="button"
              aria-pressed={!both && view.id === session.id}
              title={
                view.role === 'server'
                  ? "What the console's AudioHook server saw: both legs"
                  : 'What the fake Genesys Cloud saw: the AudioHook leg as the caller'
              }
              onClick={() => onView(view.id)}
            >
              {view.role === 'server' ? 'Server’s view' : 'Caller’s view'}
            </button>
          ))}
          <button
            type="button"
            aria-pressed={both}
            title="The messages of both sides beside each other, on one clock"
            onClick={onBoth}
          >
            Both
          </button>
        </fieldset>
      )}
      {children}
    </header>
  );
}
