import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { duration, grouped, wallTime } from '../../ui/format.ts';
import { type SessionRow, sessionTitle, stateWords } from './session-rows.ts';

/** Who, how long and how it ended; and where a local call was seen from both sides, the switch between the two. */
export function SessionHeader({
  row,
  session,
  onView,
}: {
  row: SessionRow;
  session: SessionSummary;
  onView(id: string): void;
}) {
  return (
    <header className="session-header">
      <h2 className="cut">{sessionTitle(session)}</h2>
      <span data-testid="session-state">{stateWords(session)}</span>
      <span className="session-length">{duration(session.durationMs)}</span>
      <span className="quiet cut grow" title={session.outcome}>
        {session.outcome}
      </span>
      <span className="quiet">
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
              aria-pressed={view.id === session.id}
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
        </fieldset>
      )}
    </header>
  );
}
