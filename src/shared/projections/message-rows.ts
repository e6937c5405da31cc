/**
 * The log's rows as a fold over session events: one row an event, except that what comes in pieces folds.
 *
 * Pieces arrive as interleaved streams: the caller's frames, their appends, the bot's deltas, the frames that carry
 * them on, the transcript's deltas; and pings and pongs, which say nothing but that both sides are there. Pieces of one stream fold into one row until something else is said; then all
 * streams start new rows. So a run of pieces takes one row a stream, in the order in which the streams began, and every
 * message between keeps its place.
 *
 * A row's index never changes, and only the rows after the last message can still grow. The fold is pure: an older view
 * stays as it was, and the result does not depend on how the events were batched.
 */
import type { Direction, Leg, NoteLevel, SessionEvent } from '../events/session-event.ts';
import { type Described, describeEvent, piecesWords } from './message-words.ts';

export type RowKind = SessionEvent['type'];

export type MessageRow = {
  /** Number of the event; of the first one where several are folded. */
  readonly n: number;
  readonly kind: RowKind;
  /** Milliseconds since the session began; of the first event where several are folded. */
  readonly atMs: number;
  /** Of the last event. */
  readonly lastAtMs: number;
  readonly leg: Leg;
  readonly direction: Direction | undefined;
  /** The protocol's own name: `ping`, `response.done`, `audio`; for notes the code. */
  readonly type: string;
  readonly seq: number | undefined;
  /** Of the last event. */
  readonly lastSeq: number | undefined;
  /** What it says, in words. */
  readonly summary: string;
  /** Bytes on the wire, all folded events together. */
  readonly bytes: number | undefined;
  /** Milliseconds of audio, all folded events together. */
  readonly audioMs: number;
  /** Text that came in pieces: all of it, as far as it has come. */
  readonly said: string | undefined;
  readonly level: NoteLevel | undefined;
  /** Numbers of the folded events, at least one. */
  readonly members: readonly number[];
};

/** A view of the rows so far. Read it with `rowAt`; `count` rows exist. */
export type MessageRows = {
  readonly count: number;
  /** Rows that are done. Shared between views: each sees its own first `closedCount`. */
  readonly closed: readonly MessageRow[];
  readonly closedCount: number;
  /** The last rows, one for each stream that may still grow. */
  readonly open: readonly OpenRow[];
};

type OpenRow = { readonly stream: string; readonly row: MessageRow };

/** A run without a word between is cut here, so that one row never costs more than this to grow. */
export const MOST_MEMBERS = 500;

export const noMessageRows: MessageRows = { count: 0, closed: [], closedCount: 0, open: [] };

/** The row at `index`, 0 the oldest. */
export function rowAt(rows: MessageRows, index: number): MessageRow | undefined {
  return index < rows.closedCount ? rows.closed[index] : rows.open[index - rows.closedCount]?.row;
}

/** One event as a row of its own: what unfolding shows, and what a filter of events is asked about. */
export function eventRow(event: SessionEvent): MessageRow {
  return toRow(event, describeEvent(event));
}

/** Adds a batch. An empty one gives the same view back. */
export function foldMessageRows(rows: MessageRows, batch: readonly SessionEvent[]): MessageRows {
  if (batch.length === 0) return rows;
  // Appending to the shared array is not seen by older views. A second fold of an older view takes its own copy.
  const closed =
    rows.closed.length === rows.closedCount && rows.closedCount > 0
      ? (rows.closed as MessageRow[])
      : rows.closed.slice(0, rows.closedCount);
  let open: Growing[] = rows.open.map(one => ({ ...one, members: [...one.row.members] }));

  for (const event of batch) {
    const described = describeEvent(event);
    if (described.stream === undefined) {
      for (const growing of open) closed.push(finished(growing));
      open = [];
      closed.push(toRow(event, described));
      continue;
    }
    const stream = `${event.leg} ${described.stream}`;
    const growing = open.find(one => one.stream === stream && one.members.length < MOST_MEMBERS);
    if (growing) grow(growing, event, described);
    else open.push({ stream, row: toRow(event, described), members: [event.n] });
  }

  const closedCount = closed.length;
  return {
    count: closedCount + open.length,
    closed,
    closedCount,
    open: open.map(growing => ({ stream: growing.stream, row: finished(growing) })),
  };
}

type Growing = { readonly stream: string; row: MessageRow; readonly members: number[] };

function grow(growing: Growing, event: SessionEvent, described: Described): void {
  const { row } = growing;
  growing.members.push(event.n);
  const said = described.piece === undefined ? row.said : (row.said ?? '') + described.piece;
  growing.row = {
    ...row,
    lastAtMs: event.atMs,
    lastSeq: described.seq,
    bytes: (row.bytes ?? 0) + (described.bytes ?? 0),
    audioMs: row.audioMs + described.audioMs,
    said,
    summary: described.piece === undefined || said === undefined ? row.summary : piecesWords(said),
  };
}

function finished({ row, members }: Growing): MessageRow {
  return members.length === row.members.length ? row : { ...row, members };
}

function toRow(event: SessionEvent, described: Described): MessageRow {
  return {
    n: event.n,
    kind: event.type,
    atMs: event.atMs,
    lastAtMs: event.atMs,
    leg: event.leg,
    direction: 'direction' in event ? event.direction : undefined,
    type: described.type,
    seq: described.seq,
    lastSeq: described.seq,
    summary: described.summary,
    bytes: described.bytes,
    audioMs: described.audioMs,
    said: described.piece,
    level: event.type === 'note' ? event.level : undefined,
    members: [event.n],
  };
}
