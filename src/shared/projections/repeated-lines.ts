/**
 * Lines for a terminal while a call runs: what is noted or refused again and again is said twice, then counted, and the
 * count told once a second. Everything else is a line of its own, at once. Audio is none.
 */
import type { SessionEvent } from '../events/session-event.ts';
import { formatRow } from './event-line.ts';
import type { Role } from './leg-names.ts';
import { eventRow, type MessageRow } from './message-rows.ts';

const TELL_AFTER_MS = 1000;
/** So many of a kind in a second have their lines at once: a call that goes well is told in order. */
const AT_ONCE = 2;

/** A kind of line that repeats: since when it is told, how often it was at once, and what was counted after that. */
type Told = { atMs: number; lines: number; held: MessageRow | undefined };

export class RepeatedLines {
  readonly #told = new Map<string, Told>();
  readonly #role: Role;

  /** `role`: whose view the session is. */
  constructor(role: Role) {
    this.#role = role;
  }

  /** What is to be printed now that `event` came: lines, mostly one. Time is that of the events. */
  add(event: SessionEvent): string[] {
    if (event.type === 'audio') return this.#due(event.atMs);
    const row = eventRow(event);
    const kind = kindOf(row);
    if (kind === undefined) return [...this.#due(event.atMs), formatRow(row, this.#role)];
    const known = this.#told.get(kind);
    const isNews = !known || (!known.held && event.atMs - known.atMs >= TELL_AFTER_MS);
    const told = isNews ? { atMs: event.atMs, lines: 0, held: undefined } : known;
    this.#told.set(kind, told);
    if (told.lines === AT_ONCE) {
      told.held = told.held ? together(told.held, row) : row;
      return this.#due(event.atMs);
    }
    told.lines += 1;
    return [...this.#due(event.atMs), formatRow(row, this.#role)];
  }

  /** All that is counted and not told yet: at the end. */
  rest(): string[] {
    return this.#tell(0, () => true);
  }

  #due(atMs: number): string[] {
    return this.#tell(atMs, told => atMs - told.atMs >= TELL_AFTER_MS);
  }

  #tell(atMs: number, isDue: (told: Told) => boolean): string[] {
    const lines: string[] = [];
    for (const told of this.#told.values()) {
      if (!told.held || !isDue(told)) continue;
      lines.push(formatRow(told.held, this.#role));
      told.held = undefined;
      told.atMs = atMs;
    }
    return lines;
  }
}

/** Messages that repeat when a server sends frames that are too small, or too many. */
const REPEATING = new Set(['error', 'playback_started', 'playback_completed']);

/** Notes and errors repeat, whatever numbers they name; undefined for what is a line of its own each time. */
function kindOf({ kind, leg, direction, type, summary }: MessageRow): string | undefined {
  if (kind !== 'note' && !(kind === 'message' && REPEATING.has(type))) return undefined;
  return [kind, leg, direction, type, summary.replaceAll(/\d+/g, '#')].join(' ');
}

function together(first: MessageRow, next: MessageRow): MessageRow {
  return { ...first, lastAtMs: next.lastAtMs, lastSeq: next.lastSeq, members: [...first.members, ...next.members] };
}
