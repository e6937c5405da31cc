import { useMemo, useRef, useSyncExternalStore } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { Transcript, type TranscriptTurn } from '../../../shared/projections/transcript.ts';
import { audioLength, clockTime } from '../../ui/format.ts';
import { type ReadableStore, useStore } from '../../ui/store.ts';
import type { MessageLogStore } from './message-log-store.ts';
import './transcript-list.css';

type ListProps = {
  log: MessageLogStore;
  role: SessionSummary['role'];
  cursorMs: ReadableStore<number>;
  /** Moves the playhead and the log, ms. */
  onGoTo(ms: number): void;
};

const SPEAKERS = { caller: 'caller', bot: 'bot', keys: 'keys' } as const;

/** Who said what, by the time that it sounded. A turn is pressed to hear it. */
export function TranscriptList({ log, role, cursorMs, onGoTo }: ListProps) {
  const turns = useTurns(log);
  const { ended } = useStore(log);
  const current = useSyncExternalStore(cursorMs.subscribe, () =>
    cursorMs.get() > 0 ? turns.findLastIndex(turn => turn.startMs <= cursorMs.get()) : -1,
  );
  if (turns.length === 0) return <p className="transcript-empty quiet">{emptyWords(role, ended)}</p>;
  return (
    <ol className="transcript" aria-label="Transcript">
      {turns.map((turn, index) => (
        <li key={turn.key} aria-current={index === current ? 'time' : undefined}>
          <button type="button" className="plain turn" title="Go to this turn" onClick={() => onGoTo(turn.startMs)}>
            <span className="turn-time quiet">{clockTime(turn.startMs)}</span>
            <span className={`turn-speaker tone-${turn.speaker === 'bot' ? 'bot' : 'caller'}`}>
              {SPEAKERS[turn.speaker]}
            </span>
            <Words turn={turn} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function Words({ turn }: { turn: TranscriptTurn }) {
  const { speaker, state, heard, cut, wasCut, heardMs, totalMs, lateMs } = turn;
  return (
    <span className="turn-words">
      {speaker === 'keys' ? `pressed ${heard}` : heard}
      {cut && (
        <>
          {' '}
          <s title="The caller did not hear this">
            <span className="visually-hidden">not heard: </span>
            {cut}
          </s>
        </>
      )}
      {state === 'waiting' && <span className="quiet">no transcript yet</span>}
      {state === 'failed' && <span className="warning">▲ no transcript: it failed</span>}
      {state === 'speaking' && <span className="quiet"> …</span>}
      {wasCut && (
        <span className="turn-note quiet">
          heard {audioLength(heardMs)} of {audioLength(totalMs)}
        </span>
      )}
      {lateMs !== undefined && (
        <span className="turn-note quiet" title="The answer had begun before these words were known">
          came {audioLength(lateMs)} after it was said
        </span>
      )}
    </span>
  );
}

function emptyWords(role: SessionSummary['role'], ended: boolean): string {
  if (role === 'client') return 'The caller’s side hears only sound. The words are in the server’s view.';
  return ended ? 'Nobody said anything that was written down.' : 'Nothing was said yet.';
}

/** The turns so far. Only new events are looked at, once a frame at most. */
function useTurns(log: MessageLogStore): readonly TranscriptTurn[] {
  const { rows } = useStore(log);
  const fold = useRef({ transcript: new Transcript(), nextN: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows are what brings new events
  return useMemo(() => {
    const { transcript } = fold.current;
    for (; fold.current.nextN < log.count(); fold.current.nextN += 1) {
      const event = log.event(fold.current.nextN);
      // A number that a damaged capture lacks has no event.
      if (event) transcript.add(event);
    }
    return transcript.turns();
  }, [log, rows]);
}
