import { Fragment, type MouseEvent, memo, type ReactNode } from 'react';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { isErrorRow } from '../../../shared/filter/error-rows.ts';
import { legName } from '../../../shared/projections/leg-names.ts';
import type { MessageRow } from '../../../shared/projections/message-rows.ts';
import { audioLength, clockTime, grouped } from '../../ui/format.ts';
import type { ColumnId } from './columns.ts';
import type { LineKey } from './lines.ts';
import type { RowFinding } from './row-findings.ts';
import { ruleText } from './rule-text.ts';

const MARKS = { info: '', warning: '▲ ', problem: '✕ ' } as const;

/** `list`: of two lists on one page, the one that is not the log itself has a name. */
export const lineId = (key: LineKey, list = 'message') => `${list}-${key}`;

type RowProps = {
  lineKey: LineKey;
  row: MessageRow;
  /** One event of an unfolded row. */
  member: boolean;
  unfolded: boolean;
  columns: readonly ColumnId[];
  time: string;
  top: number;
  position: number;
  /** Of all lines; -1 while more are being read. */
  count: number;
  selected: boolean;
  /** The playhead stands here: in this row, before the next. */
  current: boolean;
  /** A finding points at it. */
  finding: RowFinding | undefined;
  /** Found by a filter that highlights; undefined where none does. */
  found: boolean | undefined;
  role: SessionSummary['role'];
  list?: string;
  onPick(key: LineKey, event: MouseEvent): void;
  onUnfold(n: number): void;
  /** Opens a finding; absent where none are told. */
  onFinding?: ((id: string) => void) | undefined;
};

/** One line: when, which way, what. Direction is an arrow and a colour; the colour is the speaker's, as in the waveforms. */
export const LogRow = memo(function LogRow(props: RowProps) {
  const { lineKey, row, member, unfolded, columns, top, position, count, selected, current, found, onPick } = props;
  const tone = found === undefined ? '' : found ? 'found' : 'not-found';
  return (
    // The list has the focus and the keys; its rows are pointed at by aria-activedescendant.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and the keys
    <div
      className={`log-row ${row.level ?? ''} kind-${row.kind} ${member ? 'member' : ''} ${tone}`}
      role="option"
      id={lineId(lineKey, props.list)}
      aria-selected={selected}
      aria-current={current ? 'time' : undefined}
      aria-posinset={position}
      aria-setsize={count}
      data-n={row.n}
      data-leg={row.leg}
      data-kind={row.kind}
      data-type={row.type}
      data-direction={row.direction}
      data-count={row.members.length}
      data-unfolded={unfolded || undefined}
      style={{ top }}
      onClick={event => onPick(lineKey, event)}
    >
      {columns.map(id => (
        <Fragment key={id}>{cellOf(id, props)}</Fragment>
      ))}
    </div>
  );
});

/** A function, not a component: while somebody scrolls there are hundreds a frame. */
function cellOf(
  id: ColumnId,
  { row, time, role, member, unfolded, finding, onUnfold, onFinding }: RowProps,
): ReactNode {
  switch (id) {
    case 'time':
      return (
        <span className="log-time" title={clockTime(row.atMs)}>
          {time}
        </span>
      );
    case 'leg':
      return (
        <span className={`log-leg cut ${toneOf(row, role)}`}>
          <span aria-hidden="true">{row.direction === undefined ? '·' : row.direction === 'in' ? '←' : '→'}</span>
          {row.direction && <span className="visually-hidden">{row.direction === 'in' ? 'from' : 'to'}</span>}{' '}
          {legName(row.leg, role)}
        </span>
      );
    case 'type':
      return <Type row={row} member={member} unfolded={unfolded} onUnfold={onUnfold} />;
    case 'seq':
      return <span className="log-seq">{row.seq}</span>;
    case 'says':
      return (
        <span className="cut" title={row.summary}>
          {row.audioMs > 0 && `${audioLength(row.audioMs)} `}
          {row.summary}
          {row.members.length > 1 && <span className="quiet"> until {clockTime(row.lastAtMs)}</span>}
        </span>
      );
    case 'size':
      return <span className="log-size">{row.bytes !== undefined && grouped(row.bytes)}</span>;
    case 'findings':
      return <Findings row={row} finding={finding} onFinding={onFinding} />;
  }
}

/** What the diagnosis says of the row; else what is wrong by the row's own words. Never by colour alone. */
function Findings({ row, finding, onFinding }: Pick<RowProps, 'row' | 'finding' | 'onFinding'>) {
  if (finding) {
    const { ids, titles, severity } = finding;
    return (
      <span className={`log-findings cut ${severity}`} title={titles.join('\n')}>
        {severity === 'problem' ? '✕ ' : severity === 'warning' ? '▲ ' : ''}
        {ids.map(id => (
          // Marks for the pointer; by keys, Shift+Enter opens the first, because the list has the focus.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys
          // biome-ignore lint/a11y/noStaticElementInteractions: an option holds nothing that takes the focus
          <span
            key={id}
            className="log-finding"
            onClick={event => {
              event.stopPropagation();
              onFinding?.(id);
            }}
          >
            {id}
          </span>
        ))}
      </span>
    );
  }
  const own = row.level === 'problem' || row.level === 'warning' ? row.type : isErrorRow(row) ? '✕ error' : '';
  return <span className={`log-findings cut ${row.level ?? (own ? 'problem' : '')}`}>{own}</span>;
}

type TypeProps = { row: MessageRow; member: boolean; unfolded: boolean; onUnfold(n: number): void };

function Type({ row, member, unfolded, onUnfold }: TypeProps) {
  const folded = row.members.length;
  return (
    <span className="log-type cut mono" title={row.kind === 'note' ? (ruleText(row.type) ?? row.type) : row.type}>
      {folded > 1 && !member && (
        // A mark for the pointer; by keys, Enter or X unfolds, because the list has the focus.
        <span
          className="log-fold"
          aria-hidden="true"
          onClick={event => {
            event.stopPropagation();
            onUnfold(row.n);
          }}
        >
          {unfolded ? '▾' : '▸'}
        </span>
      )}
      {row.level && MARKS[row.level]}
      {row.type}
      {folded > 1 && ` × ${folded}`}
    </span>
  );
}

/**
 * Whose side speaks. Seen by the server, what comes from Genesys or goes to the bot is the caller's side and the rest is
 * the bot's; where the console plays Genesys, what it sends is the caller's.
 */
function toneOf(row: MessageRow, role: SessionSummary['role']): string {
  if (row.leg === 'console' || row.direction === undefined) return 'tone-console';
  const fromCaller = (row.leg === 'genesys') === (row.direction === 'in');
  return fromCaller === (role === 'server') ? 'tone-caller' : 'tone-bot';
}
