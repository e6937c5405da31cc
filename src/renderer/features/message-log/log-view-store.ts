/**
 * How the log is looked at: filter, chips, kind of time, columns. The page's, not a session's: who compares two calls
 * wants the same look at both. The filter lasts as long as the window, the rest until it is changed.
 */
import { recall, recallForWindow, remember, rememberForWindow } from '../../ui/remembered.ts';
import { createStore, type ReadableStore } from '../../ui/store.ts';
import { COLUMN_NAMES, type Column, type ColumnId, columnsFromText, columnsToText } from './columns.ts';
import { CHIPS, type FilterMode, logFilter, type ShownChips } from './log-filter.ts';

/** `start`: since the session began. `previous`: since the line before. `wall`: time of day. `audio`: caller's audio. */
export const TIME_KINDS = ['start', 'previous', 'wall', 'audio'] as const;
export type TimeKind = (typeof TIME_KINDS)[number];

export const TIME_NAMES: Record<TimeKind, string> = {
  start: 'since start',
  previous: 'since line before',
  wall: 'time of day',
  audio: 'audio position',
};

/** What stands above a column. */
export const headOf = (id: ColumnId, time: TimeKind): string => (id === 'time' ? TIME_NAMES[time] : COLUMN_NAMES[id]);

export type LogView = {
  readonly shown: ShownChips;
  readonly text: string;
  readonly mode: FilterMode;
  readonly time: TimeKind;
  readonly columns: readonly Column[];
  /** Filters that were kept, newest last. */
  readonly saved: readonly string[];
  /** What `shown`, `text` and `mode` come to. */
  readonly filter: ReturnType<typeof logFilter>;
};

export type LogViewStore = ReadableStore<LogView> & {
  change(change: Partial<Omit<LogView, 'filter'>>): void;
  nextTime(): void;
};

/** More would not fit in a line, and are better written again. */
const MOST_SAVED = 12;

export function createLogViewStore(): LogViewStore {
  const time = TIME_KINDS.find(kind => kind === recall('log.time')) ?? 'start';
  const kept = parsedObject(recallForWindow('log.filter'));
  const shown = shownFrom(kept.shown);
  const text = typeof kept.text === 'string' ? kept.text : '';
  const mode: FilterMode = kept.mode === 'highlight' ? 'highlight' : 'filter';
  const store = createStore<LogView>({
    shown,
    text,
    mode,
    time,
    columns: columnsFromText(recall('log.columns')),
    saved: savedFrom(recall('log.saved')),
    filter: logFilter(shown, text, mode),
  });
  const change: LogViewStore['change'] = changes => {
    const before = store.get();
    const next = { ...before, ...changes };
    const sameFilter = next.shown === before.shown && next.text === before.text && next.mode === before.mode;
    const saved = next.saved.slice(-MOST_SAVED);
    // What cannot be read yet is still being typed: what was shown stays.
    const filter = sameFilter ? before.filter : logFilter(next.shown, next.text, next.mode);
    store.set({ ...next, saved, filter: filter.error ? { ...before.filter, error: filter.error } : filter });
    if (changes.time) remember('log.time', changes.time);
    if (changes.columns) remember('log.columns', columnsToText(changes.columns));
    if (changes.saved) remember('log.saved', JSON.stringify(saved));
    if (!sameFilter) {
      rememberForWindow('log.filter', JSON.stringify({ shown: next.shown, text: next.text, mode: next.mode }));
    }
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    change,
    nextTime: () => {
      const at = TIME_KINDS.indexOf(store.get().time);
      change({ time: TIME_KINDS[(at + 1) % TIME_KINDS.length] ?? 'start' });
    },
  };
}

function shownFrom(value: unknown): ShownChips {
  const kept = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return Object.fromEntries(CHIPS.map(chip => [chip, kept[chip] !== false])) as ShownChips;
}

function savedFrom(text: string | null): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(one => typeof one === 'string').slice(-MOST_SAVED) : [];
  } catch {
    // Written by something else: then there are none.
    return [];
  }
}

function parsedObject(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // As above.
    return {};
  }
}
