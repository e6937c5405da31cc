import { useEffect, useState, useSyncExternalStore } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { TranscriptTurn } from '../../../shared/projections/transcript.ts';
import { audioLength, clockTime } from '../../ui/format.ts';
import { type ReadableStore, useStore } from '../../ui/store.ts';
import { isReading, type MessageLogStore } from './message-log-store.ts';
import { createTranscriptStore } from './transcript-store.ts';
import './transcript-list.css';

type Range = { readonly fromMs: number; readonly toMs: number };
type TurnPlayer = {
  readonly cursorMs: ReadableStore<number>;
  readonly playing: ReadableStore<boolean>;
  /** The object that `playRange` was called with, while that is played. */
  readonly range: ReadableStore<Range | undefined>;
  toggle(): void;
  playRange(range: Range): void;
};

type ListProps = {
  log: MessageLogStore;
  session: SessionSummary;
  player: TurnPlayer;
  /** There is sound to be heard. */
  playable: boolean;
  /** Moves the playhead and the log, ms. */
  onGoTo(ms: number): void;
};

const NONE: readonly TranscriptTurn[] = [];
const SPEAKERS = { caller: 'caller', bot: 'bot', keys: 'keys' } as const;

/** Who said what, by the time that it sounded. A turn is pressed to hear it, and once more to stop it. */
export function TranscriptList({ log, session, player, playable, onGoTo }: ListProps) {
  const [store] = useState(() => createTranscriptStore(log));
  useEffect(() => store.follow(), [store]);
  const read = useStore(store);
  const turns = read ?? NONE;
  const reading = isReading(useStore(log), session) || read === undefined;
  const { cursorMs } = player;
  // Turns overlap at a barge-in: what is heard is the one that was pressed, not the one that the playhead is in.
  const [pressed, setPressed] = useState<{ key: string; range: Range }>();
  const range = useStore(player.range);
  const heard = range !== undefined && range === pressed?.range ? pressed.key : undefined;
  const current = useSyncExternalStore(cursorMs.subscribe, () =>
    cursorMs.get() !== 0 ? turns.findLastIndex(turn => turn.startMs <= cursorMs.get()) : -1,
  );
  const hear = ({ key, startMs, endMs }: TranscriptTurn) => {
    // First, or it would go on from where the playhead is moved to.
    if (player.playing.get()) player.toggle();
    if (key === heard) return;
    onGoTo(startMs);
    if (!playable || endMs <= startMs) return;
    const turn = { fromMs: startMs, toMs: endMs };
    setPressed({ key, range: turn });
    player.playRange(turn);
  };
  if (turns.length === 0) return <p className="transcript-empty quiet">{emptyWords(session, reading)}</p>;
  return (
    <ol className="transcript" aria-label="Transcript">
      {turns.map((turn, index) => (
        <li key={turn.key} aria-current={index === current ? 'time' : undefined}>
          <button
            type="button"
            className="plain turn"
            title={!playable ? 'Go to this turn' : turn.key === heard ? 'Stop' : 'Hear this turn'}
            onClick={() => hear(turn)}
          >
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

function emptyWords({ role, state }: SessionSummary, reading: boolean): string {
  if (role === 'client') return 'The caller’s side hears only sound. The words are in the server’s view.';
  if (reading) return 'Reading the messages…';
  return state === 'live' ? 'Nothing was said yet.' : 'Nobody said anything that was written down.';
}
