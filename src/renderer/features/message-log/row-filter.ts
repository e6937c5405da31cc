/** The quick chips: each hides or shows a kind of row. A view, never a loss. Incremental: rows keep their index. */
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { type MessageRow, type MessageRows, rowAt } from '../../../shared/projections/message-rows.ts';

export const CHIPS = ['genesys', 'bot', 'audio', 'notes'] as const;
export type Chip = (typeof CHIPS)[number];
export type ShownChips = Readonly<Record<Chip, boolean>>;

export const allShown: ShownChips = { genesys: true, bot: true, audio: true, notes: true };

/** Audio rows answer to the audio chip and to their leg's. The console's own rows answer to the notes chip. */
function chipsOf(row: MessageRow): readonly Chip[] {
  if (row.kind === 'note' || row.leg === 'console') return ['notes'];
  return row.audioMs > 0 ? ['audio', row.leg] : [row.leg];
}

export function isShown(row: MessageRow, shown: ShownChips): boolean {
  return chipsOf(row).every(chip => shown[chip]);
}

/**
 * The chips that can match something. The caller's view has no leg to a model. Of an ended session all rows are known;
 * in a live one any kind may still come, and chips that appear would move those beside them.
 */
export function usefulChips(rows: MessageRows, role: SessionSummary['role'], ended: boolean): readonly Chip[] {
  if (!ended) return CHIPS.filter(chip => chip !== 'bot' || role === 'server');
  const found = new Set<Chip>();
  for (let index = 0; index < rows.count && found.size < CHIPS.length; index += 1) {
    const row = rowAt(rows, index);
    if (row) for (const chip of chipsOf(row)) found.add(chip);
  }
  return CHIPS.filter(chip => found.has(chip));
}

export type FilteredRows = {
  readonly shown: ShownChips;
  /** Indices into the rows, ascending. */
  readonly indices: readonly number[];
  /** Rows looked at so far. */
  readonly seen: number;
};

/** Looks at the rows that `before` has not seen; at all of them when the chips changed. */
export function filterRows(before: FilteredRows | undefined, rows: MessageRows, shown: ShownChips): FilteredRows {
  const goesOn = before?.shown === shown && before.seen <= rows.count;
  if (goesOn && before.seen === rows.count) return before;
  const added: number[] = [];
  for (let index = goesOn ? before.seen : 0; index < rows.count; index += 1) {
    const row = rowAt(rows, index);
    if (row && isShown(row, shown)) added.push(index);
  }
  return { shown, indices: goesOn ? before.indices.concat(added) : added, seen: rows.count };
}
