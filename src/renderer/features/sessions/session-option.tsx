import { type MouseEvent, memo } from 'react';
import { bytesWords } from '../../../shared/projections/words.ts';
import { duration, shortWallTime, wallTime } from '../../ui/format.ts';
import { sizeOf } from './listed-rows.ts';
import {
  callerNumber,
  isOnlyCaller,
  outcomeWords,
  rowTooltip,
  type SessionRow,
  sessionTitle,
  stateWords,
} from './session-rows.ts';

export const optionId = (row: SessionRow) => `session-${row.key}`;

type OptionProps = {
  row: SessionRow;
  top: number;
  position: number;
  count: number;
  /** It is the open one, or one of those that are marked. */
  selected: boolean;
  connected: boolean;
  onPick(row: SessionRow, event: MouseEvent): void;
};

/** Two lines: state, who, when and how long; then how it ended, what is wrong with it, and how much there is. */
export const SessionOption = memo(function SessionOption(props: OptionProps) {
  const { row, top, position, count, selected, connected, onPick } = props;
  const { main, views } = row;
  const now = new Date();
  const state = stateWords(main, connected);
  const number = callerNumber(main);
  const problems = Math.max(...views.map(view => view.problems));
  const warnings = Math.max(...views.map(view => view.warnings));
  return (
    // The list has the focus and the keys; its options are pointed at by aria-activedescendant.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      className="session-option"
      role="option"
      id={optionId(row)}
      aria-selected={selected}
      aria-posinset={position}
      aria-setsize={count}
      data-session-id={main.id}
      data-state={main.state}
      data-kind={main.kind}
      data-roles={views.map(view => view.role).join(' ')}
      title={rowTooltip(row, connected, wallTime(main.startedAt, now))}
      style={{ transform: `translateY(${top}px)` }}
      onClick={event => onPick(row, event)}
    >
      <span
        className={`session-dot ${state === 'unknown' ? 'unknown' : dotOf(main.kind, main.state, main.problems)}`}
        role="img"
        aria-label={state}
      />
      <span className="session-title cut">
        {sessionTitle(main)}
        {number && !isOnlyCaller(row) && <span className="session-caller quiet"> {number}</span>}
      </span>
      <time className="quiet" dateTime={main.startedAt}>
        {shortWallTime(main.startedAt, now)}
      </time>
      <span className="session-length">{duration(main.durationMs)}</span>
      <span className="session-more">
        <span className="cut grow quiet" data-testid="session-outcome">
          {outcomeWords(row, connected)}
        </span>
        {problems > 0 && <Mark count={problems} sign="✕" what="problem" />}
        {warnings > 0 && <Mark count={warnings} sign="▲" what="warning" />}
        <span className="session-amounts quiet">
          {main.turns !== undefined && main.turns > 0 && `${main.turns} ${main.turns === 1 ? 'turn' : 'turns'}  `}
          {main.bot && <span className="session-bot">{main.bot} </span>}
          {bytesWords(sizeOf(row))}
        </span>
      </span>
    </div>
  );
});

function dotOf(kind: string, state: string, problems: number): string {
  if (kind === 'refused') return 'refused';
  if (state === 'live') return 'live';
  if (state === 'interrupted') return 'interrupted';
  return problems > 0 ? 'troubled' : 'ended';
}

function Mark({ count, sign, what }: { count: number; sign: string; what: 'problem' | 'warning' }) {
  const words = `${count} ${what}${count === 1 ? '' : 's'}`;
  return (
    <span className={what}>
      <span aria-hidden="true">
        {sign} {count}
      </span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
