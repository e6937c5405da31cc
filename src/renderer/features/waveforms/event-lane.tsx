import { useMemo } from 'react';
import type { EventLaneName, LaneItem, LaneItemKind } from '../../../shared/projections/event-lanes.ts';
import { useStore } from '../../ui/store.ts';
import type { EventsSource } from '../message-log/follow-events.ts';
import { type Cluster, clusterItems } from './cluster-items.ts';
import { clusterWords } from './event-words.ts';
import type { Waves } from './waves.ts';

/** What a mark says without its colour; bars say it by their length. */
const GLYPHS: Readonly<Partial<Record<LaneItemKind, string>>> = {
  'barge-in': '×',
  discarded: '∅',
  tool: 'ƒ',
  error: '!',
};
/** A mark with a letter in it, and one that is a line, px. */
const LETTER_PX = 14;
const LINE_PX = 2;

type LaneProps = {
  lane: Exclude<EventLaneName, 'messages'>;
  waves: Waves;
  width: number;
  onItem(item: LaneItem): void;
};

/** Bars and marks on the axis of the waves. A click on one goes to its row in the log. */
export function EventLane({ lane, waves, width, onItem }: LaneProps) {
  const view = useStore(waves.timeline);
  const { window, extent } = useStore(waves.feed);
  // What goes on ends for now where the call is, or where its events have been read to.
  const nowMs = view.readUntilMs ?? extent.endMs;
  const clusters = useMemo(
    () =>
      clusterItems(view.lanes.items(lane), {
        window,
        widthPx: width,
        leastPx: lane === 'events' ? LETTER_PX : LINE_PX,
        nowMs,
      }),
    [view, lane, window, width, nowMs],
  );
  return (
    <div className={`event-lane event-lane-${lane}`} data-testid={`lane-${lane}`}>
      {clusters.map(cluster => (
        <Mark key={cluster.items[0]?.n} cluster={cluster} events={waves.events} nowMs={nowMs} onItem={onItem} />
      ))}
    </div>
  );
}

type MarkProps = { cluster: Cluster; events: EventsSource; nowMs: number; onItem(item: LaneItem): void };

function Mark({ cluster, events, nowMs, onItem }: MarkProps) {
  const { items, leftPx, widthPx } = cluster;
  const first = items[0];
  if (!first) return null;
  const kinds = new Set(items.map(({ kind }) => kind));
  const kind = kinds.size === 1 ? first.kind : 'mixed';
  const words = clusterWords(items, events, nowMs);
  return (
    <button
      type="button"
      className={`event-mark event-${kind}`}
      style={{ left: leftPx, width: widthPx }}
      // Keys reach the same things through the log, and by , and . here: hundreds of stops would be none.
      tabIndex={-1}
      aria-label={words}
      title={words}
      data-kind={kind}
      data-open={first.toMs === undefined || undefined}
      onClick={event => {
        event.stopPropagation();
        onItem(first);
      }}
    >
      {glyphOf(items)}
    </button>
  );
}

function glyphOf(items: readonly LaneItem[]): string {
  const first = items[0];
  if (!first) return '';
  if (items.length > 1) return items.every(({ kind }) => kind in GLYPHS || kind === 'dtmf') ? String(items.length) : '';
  if (first.kind === 'dtmf') return first.words.replace('DTMF ', '');
  return GLYPHS[first.kind] ?? '';
}
