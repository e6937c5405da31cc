import { type MouseEvent, memo } from 'react';
import { bytesWords } from '../../../shared/projections/words.ts';
import { duration, shortWallTime, wallTime } from '../../ui/format.ts';
import {
  callerNumber,
  isOnlyCaller,
  kindWords,
  outcomeWords,
  rowTooltip,
  type SessionRow,
  sessionTitle,
  sizeOf,
  stateWords,
  type Trouble,
  troubleOf,
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
  /** Of a replay: when the session began that was run again (ISO 8601), where that is listed. */
  originalAt: string | undefined;
  onPick(row: SessionRow, event: MouseEvent): void;
};

/** Two lines: state, who, when and how long; then how it ended, what is wrong with it, and how much there is. */
export const SessionOption = memo(function SessionOption(props: OptionProps) {
  const { row, top, position, count, selected, connected, originalAt, onPick } = props;
  const { main, views } = row;
  const now = new Date();
  const number = callerNumber(main);
  const trouble = troubleOf(row);
  const state = stateWords(main, connected, trouble);
  const original = originalAt === undefined ? '' : shortWallTime(originalAt, now);
  const kind = kindWords(row, original);
  return (
    // The list has the focus and the keys; its options are pointed at by aria-activedescendant.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and the keys
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
      title={rowTooltip(row, connected, wallTime(main.startedAt, now), original)}
      style={{ top }}
      onClick={event => onPick(row, event)}
    >
      <span
        className={`session-dot ${state === 'unknown' ? 'unknown' : dotOf(main.kind, main.state, trouble)}`}
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
          {kind && <span className="session-kind">{kind} · </span>}
          {saysTrouble(row) && trouble ? <Said trouble={trouble} /> : outcomeWords(row, connected)}
        </span>
        {trouble && !saysTrouble(row) && <Mark trouble={trouble} />}
        <span className="session-amounts quiet">
          {main.turns !== undefined && main.turns > 0 && `${main.turns} ${main.turns === 1 ? 'turn' : 'turns'}  `}
          {main.bot && <span className="session-bot">{main.bot} </span>}
          {bytesWords(sizeOf(row))}
        </span>
      </span>
    </div>
  );
});

/** What is wrong says more than how it ended, but a refusal is its own reason, and what runs on is not yet judged. */
function saysTrouble(row: SessionRow): boolean {
  const { kind, state } = row.main;
  return kind !== 'refused' && state !== 'live' && (troubleOf(row)?.title ?? '') !== '';
}

function dotOf(kind: string, state: string, trouble: Trouble | undefined): string {
  if (kind === 'refused') return 'refused';
  if (state === 'live') return 'live';
  if (state === 'interrupted') return 'interrupted';
  return trouble?.severity === 'problem' ? 'troubled' : 'ended';
}

const SIGNS = { problem: '✕', warning: '▲' } as const;

function Said({ trouble: { severity, title } }: { trouble: Trouble }) {
  return (
    <>
      <span className={severity} aria-hidden="true">
        {SIGNS[severity]}{' '}
      </span>
      <span className="visually-hidden">{severity}: </span>
      {title}
    </>
  );
}

function Mark({ trouble: { severity, notes } }: { trouble: Trouble }) {
  const words = notes === 0 ? severity : `${notes} ${severity}${notes === 1 ? '' : 's'}`;
  return (
    <span className={severity}>
      <span aria-hidden="true">
        {SIGNS[severity]} {notes > 0 && notes}
      </span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
