/** Which lines are selected. The lead is the one that the details are about, and the keys move it. Pure. */
import { eventOfKey, type LineKey } from './lines.ts';

export type LogSelection = {
  readonly lead: LineKey | undefined;
  /** Where a range begins. */
  readonly anchor: LineKey | undefined;
  readonly keys: ReadonlySet<LineKey>;
};

/**
 * How a row was selected. `here`: by a click or key in the log, to see its message. `elsewhere`: something beside the log, or
 * a step through the findings, went to it, and goes on being read.
 */
export type SelectedFrom = 'here' | 'elsewhere';

export const nothingSelected: LogSelection = { lead: undefined, anchor: undefined, keys: new Set() };

export function selectOnly(key: LineKey | undefined): LogSelection {
  return key === undefined ? nothingSelected : { lead: key, anchor: key, keys: new Set([key]) };
}

/** Ctrl and a click: one more, or one less. */
export function selectToo(selection: LogSelection, key: LineKey): LogSelection {
  const keys = new Set(selection.keys);
  if (!keys.delete(key)) return { lead: key, anchor: key, keys: keys.add(key) };
  const lead = selection.lead === key ? [...keys].at(-1) : selection.lead;
  return lead === undefined ? nothingSelected : { lead, anchor: lead, keys };
}

/** Shift: all from the anchor to `place`. `keyAt` names the lines that are shown, `placeOf` finds one of them. */
export function selectTo(
  selection: LogSelection,
  place: number,
  keyAt: (place: number) => LineKey | undefined,
  placeOf: (key: LineKey) => number,
): LogSelection {
  const lead = keyAt(place);
  if (lead === undefined) return selection;
  const from = selection.anchor === undefined ? -1 : placeOf(selection.anchor);
  if (from < 0) return selectOnly(lead);
  const keys = new Set<LineKey>();
  for (let at = Math.min(from, place); at <= Math.max(from, place); at += 1) {
    const key = keyAt(at);
    if (key !== undefined) keys.add(key);
  }
  return { lead, anchor: selection.anchor, keys };
}

/** The event that the details are about. */
export const leadEvent = ({ lead }: LogSelection) => (lead === undefined ? undefined : eventOfKey(lead));
