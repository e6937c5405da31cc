/** A long session while it is read for the first time: what has not been read yet is not silence, and not nothing. */
import { useStore } from '../../ui/store.ts';
import { shareOf } from './time-window.ts';
import type { Waves } from './waves.ts';
import './reading.css';

/** Of the sound that the host still reads: how far it is, and a way to stop it. Absent when all is there. */
export function ReadingBar({ waves: { feed } }: { waves: Waves }) {
  const { readUntilMs, readingStopped, extent } = useStore(feed);
  if (readUntilMs === undefined) return null;
  const percent = Math.floor((100 * Math.max(0, readUntilMs)) / Math.max(1, extent.endMs));
  return (
    <div className="reading-bar" data-stopped={readingStopped || undefined}>
      <span>{readingStopped ? 'The sound was read up to here:' : 'Reading the sound of this session, once:'}</span>
      <progress aria-label="Sound that has been read" max={100} value={percent} />
      <span className="mono">{percent} %</span>
      <button type="button" onClick={() => feed.setReading(readingStopped)}>
        {readingStopped ? 'Read on' : 'Stop'}
      </button>
    </div>
  );
}

/** Over the voices, where their sound has not been read. */
export function UnreadSound({ waves: { feed } }: { waves: Waves }) {
  const { readUntilMs, window } = useStore(feed);
  return <Unread untilMs={readUntilMs} window={window} />;
}

/** Over the lanes of marks, where the events have not come yet. */
export function UnreadEvents({ waves: { feed, timeline } }: { waves: Waves }) {
  const { readUntilMs } = useStore(timeline);
  const { window } = useStore(feed);
  return <Unread untilMs={readUntilMs} window={window} />;
}

type UnreadProps = { untilMs: number | undefined; window: Parameters<typeof shareOf>[0] };

function Unread({ untilMs, window }: UnreadProps) {
  const share = untilMs === undefined ? 1 : shareOf(window, untilMs);
  if (share >= 1) return null;
  return <div className="unread" aria-hidden="true" style={{ left: `${Math.max(0, share) * 100}%` }} />;
}
