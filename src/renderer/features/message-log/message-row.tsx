import { memo } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { MessageRow } from '../../../shared/projections/message-rows.ts';
import { audioLength, clockTime, grouped } from '../../ui/format.ts';
import { ruleText } from './rule-text.ts';

/** Whom the console speaks with on each leg. Where it plays Genesys Cloud itself, the other end is the server. */
const LEG_NAMES = {
  server: { genesys: 'genesys', bot: 'openai', console: 'console' },
  client: { genesys: 'server', bot: 'openai', console: 'console' },
} as const;
const MARKS = { info: '', warning: '▲ ', problem: '✕ ' } as const;

export const rowId = (n: number) => `message-${n}`;

type RowProps = {
  row: MessageRow;
  top: number;
  position: number;
  count: number;
  selected: boolean;
  /** The playhead stands here: in this row, before the next. */
  current: boolean;
  role: SessionSummary['role'];
  onPick(row: MessageRow): void;
};

/** One line: when, which way, what. Direction is an arrow and a colour; the colour is the speaker's, as in the waveforms. */
export const LogRow = memo(function LogRow(props: RowProps) {
  const { row, top, position, count, selected, current, role, onPick } = props;
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
      aria-current={current ? 'time' : undefined}
      aria-posinset={position}
      aria-setsize={count}
      data-n={row.n}
      data-leg={row.leg}
      data-kind={row.kind}
      data-type={row.type}
      data-direction={row.direction}
      data-count={folded}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onPick(row)}
    >
      <span className="log-time">{clockTime(row.atMs)}</span>
      <span className={`log-leg ${toneOf(row, role)}`}>
        <span aria-hidden="true">{row.direction === undefined ? '·' : row.direction === 'in' ? '←' : '→'}</span>
        {row.direction && <span className="visually-hidden">{row.direction === 'in' ? 'from' : 'to'}</span>}{' '}
        {LEG_NAMES[role][row.leg]}
      </span>
      <span className="log-type cut mono" title={row.kind === 'note' ? (ruleText(row.type) ?? row.type) : row.type}>
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

/**
 * Whose side speaks. Seen by the server, what comes from Genesys or goes to the bot is the caller's side and the rest is
 * the bot's; where the console plays Genesys, what it sends is the caller's.
 */
function toneOf(row: MessageRow, role: SessionSummary['role']): string {
  if (row.leg === 'console' || row.direction === undefined) return 'tone-console';
  const fromCaller = (row.leg === 'genesys') === (row.direction === 'in');
  return fromCaller === (role === 'server') ? 'tone-caller' : 'tone-bot';
}
