/** What can be done with a captured session besides reading it: run it again, stop that, lay both beside each other. */

import type { SessionSummary } from '../../shared/events/session-summary.ts';
import { botOfSession } from '../../shared/replay/session-bot.ts';
import { RunWithRecordedBot } from '../features/bot-replay/run-with-recorded-bot.tsx';
import { RunAgain } from '../features/replay/run-again.tsx';
import { rowOf, type SessionRow } from '../features/sessions/session-rows.ts';
import { useStore } from '../ui/store.ts';
import { useClient, useConnected, useParts } from './parts.ts';
import '../features/replay/replay.css';

export function ReplayActions({ row, session }: { row: SessionRow; session: SessionSummary }) {
  const { sessions, status, comparison, view } = useParts();
  const client = useClient();
  const connected = useConnected();
  const bots = useStore(status)?.bot;
  const { rows } = useStore(sessions);
  if (!client || !connected || !bots || session.kind === 'refused') return null;
  const replay = row.views.find(one => one.replayOf !== undefined);
  if (replay?.state === 'live') {
    return (
      <button type="button" onClick={() => void client.stopReplay({ sessionId: replay.id })}>
        Stop the replay
      </button>
    );
  }
  if (row.views.some(one => one.state === 'live')) return null;
  const answered = botOfSession(session, row.views);
  // Bots that speak no Realtime API have no side that could be played back.
  const hasModel = answered === undefined || answered.name === 'openai' || answered.name === 'simulator';
  const original = rowOf(rows, replay?.replayOf);
  const compare = () => {
    comparison.between(original?.main.id ?? '', row.main.id);
    view.set('compare');
  };
  return (
    <>
      {original && (
        <button
          type="button"
          aria-label="Compare with original"
          title="This is a replay: lay it beside what was captured first"
          onClick={compare}
        >
          Compare<span className="roomy"> with original</span>
        </button>
      )}
      <RunAgain
        session={session}
        client={client}
        answered={answered}
        bots={bots}
        onStarted={id => sessions.selectWhenListed(id)}
      >
        {hasModel && row.views.some(one => one.role === 'server') && (
          <RunWithRecordedBot client={client} sessionId={session.id} onStarted={id => sessions.selectWhenListed(id)} />
        )}
      </RunAgain>
    </>
  );
}
