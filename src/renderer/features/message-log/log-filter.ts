/**
 * What of the log is shown, all of it in the filter language: the chips that hide a kind of row, and what was typed.
 * A view, never a loss.
 */

import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { FilterSource } from '../../../shared/filter/filter-fields.ts';
import type { FilterError } from '../../../shared/filter/filter-tokens.ts';
import { type Matcher, matcherOf } from '../../../shared/filter/match-filter.ts';
import { type Filter, noFilter, parseFilter } from '../../../shared/filter/parse-filter.ts';
import { type MessageRows, rowAt } from '../../../shared/projections/message-rows.ts';

export const CHIPS = ['genesys', 'bot', 'audio', 'notes'] as const;
export type Chip = (typeof CHIPS)[number];
export type ShownChips = Readonly<Record<Chip, boolean>>;

export const allShown: ShownChips = { genesys: true, bot: true, audio: true, notes: true };

/** Audio rows answer to the audio chip and to their leg's; the console's own rows, of any leg, to the notes chip. */
const CHIP_FILTERS: Record<Chip, string> = {
  genesys: 'leg:genesys -is:note',
  bot: 'leg:openai -is:note',
  audio: 'is:audio -leg:console',
  notes: 'leg:console or is:note',
};

const read = (text: string): Filter => {
  const parsed = parseFilter(text);
  if ('error' in parsed) throw new Error(`A filter of the page's own cannot be read: ${parsed.error.message}`);
  return parsed.filter;
};
const chipMatchers = Object.fromEntries(CHIPS.map(chip => [chip, matcherOf(read(CHIP_FILTERS[chip]))])) as Record<
  Chip,
  Matcher
>;

export type LogFilter = {
  /** Whether the row is there at all. */
  readonly shows: Matcher;
  /** Whether the row is what was typed; undefined where nothing was. */
  readonly marks: Matcher | undefined;
};

export type FilterMode = 'filter' | 'highlight';

/** `text` is taken only where it can be read; `error` says why not, and then it hides nothing. */
export function logFilter(
  shown: ShownChips,
  text: string,
  mode: FilterMode,
): { readonly filter: LogFilter; readonly error: FilterError | undefined } {
  const parsed = parseFilter(text);
  const error = 'error' in parsed ? parsed.error : undefined;
  const typed = 'filter' in parsed && parsed.filter !== noFilter ? matcherOf(parsed.filter) : undefined;
  const hidden = CHIPS.filter(chip => !shown[chip]).map(chip => chipMatchers[chip]);
  const hides = mode === 'filter' ? typed : undefined;
  return {
    filter: {
      shows: (row, source) => !hidden.some(one => one(row, source)) && (hides === undefined || hides(row, source)),
      marks: mode === 'highlight' ? typed : undefined,
    },
    error,
  };
}

/**
 * The chips that can match something. The caller's view has no leg to a model. Of an ended session all rows are known;
 * in a live one any kind may still come, and chips that appear would move those beside them.
 */
export function usefulChips(rows: MessageRows, role: SessionSummary['role'], ended: boolean): readonly Chip[] {
  if (!ended) return CHIPS.filter(chip => chip !== 'bot' || role === 'server');
  const left = new Set(CHIPS);
  for (let index = 0; index < rows.count && left.size > 0; index += 1) {
    const row = rowAt(rows, index);
    if (row) for (const chip of left) if (chipMatchers[chip](row, NO_SOURCE)) left.delete(chip);
  }
  return CHIPS.filter(chip => !left.has(chip));
}

/** The chips ask for nothing that a row does not hold. */
const NO_SOURCE: FilterSource = { gapMs: () => 0, wire: () => '' };

export type FilteredRows = {
  /** By which the rows were chosen. */
  readonly filter: LogFilter | undefined;
  /** Indices into the rows, ascending. */
  readonly indices: readonly number[];
  /** Of these: the ones that are what was typed, where that only highlights. */
  readonly marked: ReadonlySet<number> | undefined;
};

export const nothingFiltered: FilteredRows = { filter: undefined, indices: [], marked: undefined };

/** Goes through the rows in steps, because a hundred thousand of them take longer than a key may. */
export class FilterRun {
  readonly #filter: LogFilter;
  readonly #source: FilterSource;
  /** Of the rows that are done. */
  readonly #indices: number[] = [];
  readonly #marked = new Set<number>();
  #seen = 0;

  constructor(filter: LogFilter, source: FilterSource) {
    this.#filter = filter;
    this.#source = source;
  }

  /** Looks at rows that are done, at most `most`; says whether it has seen them all. */
  step(rows: MessageRows, most: number): boolean {
    const to = Math.min(rows.closedCount, this.#seen + most);
    for (; this.#seen < to; this.#seen += 1) this.#look(rows, this.#seen, this.#indices, this.#marked);
    return this.#seen >= rows.closedCount;
  }

  /** What is shown so far. Rows that still grow are looked at each time: what they say changes. */
  result(rows: MessageRows): FilteredRows {
    const indices = [...this.#indices];
    const marked = new Set(this.#marked);
    for (let index = rows.closedCount; index < rows.count; index += 1) this.#look(rows, index, indices, marked);
    return { filter: this.#filter, indices, marked: this.#filter.marks ? marked : undefined };
  }

  #look(rows: MessageRows, index: number, indices: number[], marked: Set<number>): void {
    const row = rowAt(rows, index);
    if (!row || !this.#filter.shows(row, this.#source)) return;
    indices.push(index);
    if (this.#filter.marks?.(row, this.#source)) marked.add(index);
  }
}
