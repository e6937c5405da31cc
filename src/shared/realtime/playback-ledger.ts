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
  /** Where the audio that was played lies in track `bot`, in order; adjoining ranges are one. */
  readonly ranges: readonly AudioRange[];
  /** Bytes in `ranges`. */
  readonly bytes: number;
  /** Bytes that came after the answer was cut: kept in the track, never played. */
  readonly lateBytes: number;
  /** The words of this part, as far as they came. */
  readonly transcript: string;
  /** The response is over: no more audio can come. */
  readonly complete: boolean;
  /** Set when the answer was cut: what of it had been sent and heard then. Nothing of it is heard any more. */
  readonly cut?: Extent;
  /** The item belongs to a session that is gone: nothing can be told to the model about it. */
  readonly gone?: boolean;
}

/** How far a row got on its way to the caller, in bytes. */
export interface Extent {
  readonly sentBytes: number;
  readonly heardBytes: number;
}

export type Ledger = readonly LedgerRow[];
export type RowKey = Pick<LedgerRow, 'responseId' | 'itemId' | 'contentIndex'>;

/** What must be told to the model about one item after an interruption. */
export type Correction =
  | { readonly type: 'truncate'; readonly itemId: string; readonly contentIndex: number; readonly audioEndMs: number }
  | { readonly type: 'delete'; readonly itemId: string };

/** Adds received audio to its row. */
export function addAudio(ledger: Ledger, key: RowKey, range: AudioRange): Ledger {
  return change(ledger, key, row => ({
    ...row,
    ranges: joined(row.ranges, range),
    bytes: row.bytes + range.bytes,
  }));
}

/** Adds audio that came too late to be played. */
export function addLateAudio(ledger: Ledger, key: RowKey, bytes: number): Ledger {
  return change(ledger, key, row => ({
    ...row,
    cut: row.cut ?? { sentBytes: 0, heardBytes: 0 },
    lateBytes: row.lateBytes + bytes,
  }));
}

export function addTranscript(ledger: Ledger, key: RowKey, delta: string): Ledger {
  return change(ledger, key, row => ({ ...row, transcript: row.transcript + delta }));
}

function change(ledger: Ledger, key: RowKey, how: (row: LedgerRow) => LedgerRow): Ledger {
  const at = ledger.findIndex(
    row => row.responseId === key.responseId && row.itemId === key.itemId && row.contentIndex === key.contentIndex,
  );
  const row = ledger[at];
  if (row) return ledger.with(at, how(row));
  return [...ledger, how({ ...key, ranges: [], bytes: 0, lateBytes: 0, transcript: '', complete: false })];
}

function joined(ranges: readonly AudioRange[], next: AudioRange): readonly AudioRange[] {
  const last = ranges.at(-1);
  if (!last || last.offset + last.bytes !== next.offset) return [...ranges, next];
  return ranges.with(-1, { ...last, bytes: last.bytes + next.bytes });
}

export function completeResponse(ledger: Ledger, responseId: string): Ledger {
  return ledger.map(row => (row.responseId === responseId ? { ...row, complete: true } : row));
}

/** Cuts every row that is not cut yet; `extents` is parallel to `ledger`. */
export function cutLedger(ledger: Ledger, extents: readonly Extent[]): Ledger {
  return ledger.map((row, at) => (row.cut ? row : { ...row, cut: extentOf(row, extents[at]) }));
}

/** How far a row got; never more than was played. */
export function extentOf(row: LedgerRow, now: Extent | undefined): Extent {
  if (row.cut) return row.cut;
  const heardBytes = Math.max(0, Math.min(row.bytes, now?.heardBytes ?? 0));
  return { heardBytes, sentBytes: Math.max(heardBytes, Math.min(row.bytes, now?.sentBytes ?? 0)) };
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
 * refuses to truncate to nothing. `heardBytes` is parallel to `ledger`; what was cut before was settled then.
 */
export function corrections(ledger: Ledger, heardBytes: readonly number[]): readonly Correction[] {
  const open = ledger
    .map((row, at) => ({ row, heard: Math.min(row.bytes, heardBytes[at] ?? 0) }))
    .filter(({ row }) => !row.cut && !row.gone);
  const isWhole = ({ row, heard }: (typeof open)[number]): boolean => row.complete && heard >= row.bytes;
  const msOf = (bytes: number): number => Math.floor(bytes / PCMU_BYTES_PER_MS);
  const firstPartial = open.findIndex(each => !isWhole(each));
  if (firstPartial < 0) return [];
  const heardItems = new Set(
    open.filter(({ heard }, at) => at <= firstPartial && msOf(heard) > 0).map(({ row }) => row.itemId),
  );
  const found: Correction[] = [];
  const deleted = new Set<string>();
  for (const [at, { row, heard }] of open.entries()) {
    if (at < firstPartial) continue;
    const { itemId, contentIndex } = row;
    const audioEndMs = msOf(heard);
    if (at === firstPartial && audioEndMs > 0) found.push({ type: 'truncate', itemId, contentIndex, audioEndMs });
    else if (!heardItems.has(itemId) && !deleted.has(itemId)) {
      deleted.add(itemId);
      found.push({ type: 'delete', itemId });
    }
  }
  return found;
}
