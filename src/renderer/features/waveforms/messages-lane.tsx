import { type PointerEvent, useMemo } from 'react';
import type { LaneItem } from '../../../shared/projections/event-lanes.ts';
import { legName } from '../../../shared/projections/leg-names.ts';
import { grouped } from '../../ui/format.ts';
import { useStore } from '../../ui/store.ts';
import { type Cluster, clusterItems } from './cluster-items.ts';
import { clusterWords } from './event-words.ts';
import { type Brush, LaneCanvas } from './lane-canvas.tsx';
import type { Waves } from './waves.ts';

/** How wide one is drawn, and how near the pointer must be to it, px. */
const MARK_PX = 3;
const NEAR_PX = 5;

type LaneProps = { waves: Waves; width: number; onItem(item: LaneItem): void };

/**
 * Every message as a tick: above the middle what was said with Genesys, or with the server by the caller; below it with OpenAI. There are thousands in an hour, so they
 * are painted; what is under the pointer says what it is, and a click goes to its row.
 */
export function MessagesLane({ waves, width, onItem }: LaneProps) {
  const view = useStore(waves.timeline);
  const { window, extent } = useStore(waves.feed);
  const legs = useMemo(() => {
    const items = view.lanes.items('messages');
    const drawing = { window, widthPx: width, leastPx: MARK_PX, nowMs: extent.endMs };
    const of = (kind: LaneItem['kind']) => items.filter(item => item.kind === kind);
    return { genesys: clusterItems(of('genesys'), drawing), bot: clusterItems(of('bot'), drawing) };
  }, [view, window, width, extent]);
  const draw = useMemo(
    () =>
      ({ context, height, colour }: Brush) => {
        context.fillStyle = colour('--console');
        for (const { leftPx } of legs.genesys) context.fillRect(leftPx, 1, MARK_PX - 1, height / 2 - 1.5);
        for (const { leftPx } of legs.bot) context.fillRect(leftPx, height / 2 + 0.5, MARK_PX - 1, height / 2 - 1.5);
      },
    [legs],
  );
  const under = (event: PointerEvent): Cluster | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left;
    const half = event.clientY - box.top < box.height / 2 ? legs.genesys : legs.bot;
    const near = half.filter(({ leftPx }) => Math.abs(leftPx + MARK_PX / 2 - x) <= NEAR_PX);
    return near.sort((a, b) => Math.abs(a.leftPx - x) - Math.abs(b.leftPx - x))[0];
  };
  const shown = [...legs.genesys, ...legs.bot].reduce((sum, { items }) => sum + items.length, 0);
  return (
    <div
      className="event-lane event-lane-messages"
      role="img"
      aria-label={`${grouped(shown)} messages in view; ${legName('genesys', waves.role)} above, ${legName('bot', waves.role)} below`}
      data-testid="lane-messages"
      onPointerMove={event => {
        const cluster = under(event);
        event.currentTarget.title = cluster ? clusterWords(cluster.items, waves, extent.endMs) : '';
        event.currentTarget.dataset.over = String(cluster !== undefined);
      }}
      onPointerDown={event => {
        const item = under(event)?.items[0];
        if (item) onItem(item);
      }}
    >
      <LaneCanvas className="lane-canvas" draw={draw} />
    </div>
  );
}
