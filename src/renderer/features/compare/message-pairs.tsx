import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { clockTime } from '../../ui/format.ts';
import type { Compared } from './comparison-store.ts';

type Pair = Compared['rows'][number];

/** The same as --row: a long call has tens of thousands of pairs, and none is measured. */
const ROW_PX = 24;
const HEADS = ['A', 'B', 'Who', 'Message', 'Difference'] as const;

/** The messages of both sessions, laid beside each other. Only the rows near the visible ones are in the page. */
export function MessagePairs({ pairs }: { pairs: Compared['rows'] }) {
  const [onlyDifferent, setOnlyDifferent] = useState(true);
  const [at, setAt] = useState(-1);
  const scroller = useRef<HTMLDivElement>(null);
  const shown = onlyDifferent ? pairs.filter(isDifferent) : pairs;
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    // The head stays in view, over the rows.
    scrollPaddingStart: ROW_PX,
  });
  const items = virtual.getVirtualItems();
  const toNext = () => {
    const after = shown.findIndex((pair, place) => place > at && isDifferent(pair));
    const place = after === -1 ? shown.findIndex(isDifferent) : after;
    setAt(place);
    virtual.scrollToIndex(place, { align: 'center' });
  };
  return (
    <section className="compare-messages" aria-label="Messages">
      <div className="row">
        <label>
          <input
            type="checkbox"
            checked={onlyDifferent}
            onChange={() => {
              setOnlyDifferent(only => !only);
              setAt(-1);
            }}
          />{' '}
          Only differences
        </label>
        {!onlyDifferent && (
          <button type="button" disabled={!pairs.some(isDifferent)} onClick={toNext}>
            Next difference
          </button>
        )}
      </div>
      {shown.length === 0 ? (
        <p className="quiet">No message differs.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so that the keys must reach it
        <div className="pairs" ref={scroller} tabIndex={0}>
          <table
            className="compare-table"
            aria-label="Messages of both"
            aria-rowcount={shown.length + 1}
            style={{
              // In place of the rows that are not in the page.
              marginTop: items[0]?.start ?? 0,
              marginBottom: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
            }}
          >
            <thead>
              <tr aria-rowindex={1}>
                {HEADS.map(head => (
                  <th key={head} scope="col" className={`pair-${head.toLowerCase()}`}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map(({ index }) => {
                const pair = shown[index];
                return pair && <Row key={index} pair={pair} index={index} current={index === at} />;
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

type RowProps = { pair: Pair; index: number; current: boolean };

function Row({ pair, index, current }: RowProps) {
  const { party, a, b, difference } = pair;
  const step = a ?? b;
  return (
    <tr
      className="compared"
      aria-rowindex={index + 2}
      aria-current={current || undefined}
      data-different={isDifferent(pair)}
    >
      <td className="number">{a ? clockTime(a.atMs) : ''}</td>
      <td className="number">{b ? clockTime(b.atMs) : ''}</td>
      <td data-party={party}>{party}</td>
      <td className="cut" title={`${step?.type} ${step?.words}`}>
        <span className="mono">{step?.type}</span> <span className="quiet">{step?.words}</span>
      </td>
      <td className="cut" title={difference}>
        {difference}
      </td>
    </tr>
  );
}

function isDifferent({ difference }: Pair): boolean {
  return difference !== undefined;
}
