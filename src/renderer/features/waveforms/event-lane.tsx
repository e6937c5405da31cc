import { useMemo } from 'react';
import type { EventLaneName, LaneItem, LaneItemKind } from '../../../shared/projections/event-lanes.ts';
import { useStore } from '../../ui/store.ts';
import { type Cluster, clusterItems } from './cluster-items.ts';
import { clusterWords } from './event-words.ts';
import type { Waves } from './waves.ts';
import './event-lane.css';

/** What a mark says without its colour; bars say it by their length. Where several are one mark, the first of these counts. */
const GLYPHS: Readonly<Partial<Record<LaneItemKind, string>>> = {
  error: '!',
  'barge-in': '×',
  discarded: '∅',
  tool: 'ƒ',
  dtmf: '#',
  pause: '‖',
};
const WORST_FIRST = Object.keys(GLYPHS) as LaneItemKind[];
/** A mark with a letter in it, one with a letter and how many there are, and one that is a line, px. */
const LETTER_PX = 14;
const COUNT_PX = 30;
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
        ...(lane === 'events' ? { leastPx: LETTER_PX, groupPx: COUNT_PX } : { leastPx: LINE_PX }),
        nowMs,
      }),
    [view, lane, window, width, nowMs],
  );
  return (
    <div className={`event-lane event-lane-${lane}`} data-testid={`lane-${lane}`}>
      {clusters.map(cluster => (
        <Mark key={cluster.items[0]?.n} cluster={cluster} waves={waves} nowMs={nowMs} onItem={onItem} />
      ))}
    </div>
  );
}

type MarkProps = { cluster: Cluster; waves: Waves; nowMs: number; onItem(item: LaneItem): void };

function Mark({ cluster, waves, nowMs, onItem }: MarkProps) {
  const { items, leftPx, widthPx } = cluster;
  const first = items[0];
  if (!first) return null;
  const kinds = new Set(items.map(({ kind }) => kind));
  const worst = WORST_FIRST.find(kind => kinds.has(kind)) ?? first.kind;
  const words = clusterWords(items, waves, nowMs);
  return (
    <button
      type="button"
      className={`event-mark event-${kinds.size === 1 ? worst : 'mixed'}`}
      style={{ left: leftPx, width: widthPx }}
      // Keys reach the same things through the log, and by , and . here: hundreds of stops would be none.
      tabIndex={-1}
      aria-label={words}
      title={words}
      data-kind={worst}
      data-open={first.toMs === undefined || undefined}
      onClick={event => {
        event.stopPropagation();
        onItem(first);
      }}
    >
      {/* What matters most of them, and how many they are. */}
      {items.length > 1 && worst in GLYPHS ? (
        <>
          <span className={`event-glyph event-${worst}`}>{GLYPHS[worst]}</span>
          {items.length}
        </>
      ) : (
        glyphOf(first, widthPx)
      )}
    </button>
  );
}

function glyphOf({ kind, words }: LaneItem, widthPx: number): string {
  if (kind === 'dtmf') return words.replace('DTMF ', '');
  return kind === 'pause' && widthPx > LETTER_PX ? '' : (GLYPHS[kind] ?? '');
}
