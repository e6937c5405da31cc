/**
 * What the model said and what of it the caller has heard: the base of truncation after an interruption.
 * One row per (response_id, item_id, content_index), in playback order. docs/rules/realtime.md, RT-15.
 */
import { PCMU_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { AudioRange } from '../events/session-event.ts';

export interface LedgerRow {
  readonly responseId: string;
  readonly itemId: string;
  readonly contentIndex: number;
  /** Where the received audio lies in track `bot`, in order; adjoining ranges are one. */
  readonly ranges: readonly AudioRange[];
  readonly bytes: number;
  /** The response is over: no more audio can come. */
  readonly complete: boolean;
}

export type Ledger = readonly LedgerRow[];

/** What must be told to the model about one item after an interruption. */
export type Correction =
  | { readonly type: 'truncate'; readonly itemId: string; readonly contentIndex: number; readonly audioEndMs: number }
  | { readonly type: 'delete'; readonly itemId: string };

/** Adds received audio to its row. */
export function addAudio(
  ledger: Ledger,
  key: Pick<LedgerRow, 'responseId' | 'itemId' | 'contentIndex'>,
  range: AudioRange,
): Ledger {
  const at = ledger.findIndex(
    row => row.responseId === key.responseId && row.itemId === key.itemId && row.contentIndex === key.contentIndex,
  );
  const row = ledger[at];
  if (!row) return [...ledger, { ...key, ranges: [range], bytes: range.bytes, complete: false }];
  const grown = { ...row, ranges: joined(row.ranges, range), bytes: row.bytes + range.bytes };
  return ledger.with(at, grown);
}

function joined(ranges: readonly AudioRange[], next: AudioRange): readonly AudioRange[] {
  const last = ranges.at(-1);
  if (!last || last.offset + last.bytes !== next.offset) return [...ranges, next];
  return ranges.with(-1, { ...last, bytes: last.bytes + next.bytes });
}

export function completeResponse(ledger: Ledger, responseId: string): Ledger {
  return ledger.map(row => (row.responseId === responseId ? { ...row, complete: true } : row));
}

/**
 * How much of a row was heard, in bytes from its start, given what was heard of each range. A gap ends it: what comes
 * after something unheard was not heard either.
 */
export function heardOfRow(row: LedgerRow, heardBytesOf: (range: AudioRange) => number): number {
  let heard = 0;
  for (const range of row.ranges) {
    const bytes = Math.min(range.bytes, Math.max(0, heardBytesOf(range)));
    heard += bytes;
    if (bytes < range.bytes) break;
  }
  return heard;
}

/**
 * Whole items are left alone (a needless truncate makes a model repeat itself), the first partly heard one is cut at
 * the whole ms below what was heard (never beyond what was received), and unheard ones are deleted, because the API
 * refuses to truncate to nothing. `heardBytes` is parallel to `ledger`.
 */
export function corrections(ledger: Ledger, heardBytes: readonly number[]): readonly Correction[] {
  const heardMs = ledger.map((row, at) => Math.floor(Math.min(row.bytes, heardBytes[at] ?? 0) / PCMU_BYTES_PER_MS));
  const firstPartial = ledger.findIndex((row, at) => !(row.complete && (heardBytes[at] ?? 0) >= row.bytes));
  if (firstPartial < 0) return [];
  const heardItems = new Set(
    ledger.filter((_, at) => at <= firstPartial && (heardMs[at] ?? 0) > 0).map(row => row.itemId),
  );
  const found: Correction[] = [];
  const deleted = new Set<string>();
  for (let at = firstPartial; at < ledger.length; at += 1) {
    const { itemId, contentIndex } = ledger[at] as LedgerRow;
    const audioEndMs = heardMs[at] ?? 0;
    if (at === firstPartial && audioEndMs > 0) found.push({ type: 'truncate', itemId, contentIndex, audioEndMs });
    else if (!heardItems.has(itemId) && !deleted.has(itemId)) {
      deleted.add(itemId);
      found.push({ type: 'delete', itemId });
    }
  }
  return found;
}
