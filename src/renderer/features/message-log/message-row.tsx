import { memo } from 'react';
import type { MessageRow } from '../../../shared/projections/message-rows.ts';
import { audioLength, clockTime, grouped } from '../../ui/format.ts';

const LEG_NAMES = { genesys: 'genesys', bot: 'openai', console: 'console' } as const;
const MARKS = { info: '', warning: '▲ ', problem: '✕ ' } as const;

export const rowId = (n: number) => `message-${n}`;

type RowProps = {
  row: MessageRow;
  top: number;
  position: number;
  count: number;
  selected: boolean;
  onSelect(n: number): void;
};

/** One line: when, which way, what. Direction is an arrow and a colour; the colour is the speaker's, as in the waveforms. */
export const LogRow = memo(function LogRow({ row, top, position, count, selected, onSelect }: RowProps) {
  const folded = row.members.length;
  return (
    // The list has the focus and the keys; its rows are pointed at by aria-activedescendant.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      className={`log-row ${row.level ?? ''} kind-${row.kind}`}
      role="option"
      id={rowId(row.n)}
      aria-selected={selected}
      aria-posinset={position}
      aria-setsize={count}
      data-n={row.n}
      data-leg={row.leg}
      data-kind={row.kind}
      data-type={row.type}
      data-direction={row.direction}
      data-count={folded}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(row.n)}
    >
      <span className="log-time">{clockTime(row.atMs)}</span>
      <span className={`log-leg ${toneOf(row)}`}>
        <span aria-hidden="true">{row.direction === undefined ? '·' : row.direction === 'in' ? '←' : '→'}</span>
        {row.direction && <span className="visually-hidden">{row.direction === 'in' ? 'from' : 'to'}</span>}{' '}
        {LEG_NAMES[row.leg]}
      </span>
      <span className="log-type cut mono">
        {row.level && MARKS[row.level]}
        {row.type}
        {folded > 1 && ` × ${folded}`}
      </span>
      <span className="log-seq">{row.seq}</span>
      <span className="cut" title={row.summary}>
        {row.audioMs > 0 && `${audioLength(row.audioMs)} `}
        {row.summary}
      </span>
      <span className="log-size">{row.bytes !== undefined && grouped(row.bytes)}</span>
    </div>
  );
});

/** Who is being carried: what comes from Genesys or goes to the bot is the caller's side, the rest is the bot's. */
function toneOf(row: MessageRow): string {
  if (row.leg === 'console' || row.direction === undefined) return 'tone-console';
  return (row.leg === 'genesys') === (row.direction === 'in') ? 'tone-caller' : 'tone-bot';
}
