/** Whether a row, or an event, is what a filter asks for. */
import type { SessionEvent } from '../events/session-event.ts';
import { assertNever } from '../lib/assert-never.ts';
import { eventRow, type MessageRow } from '../projections/message-rows.ts';
import type { FilterSource } from './filter-fields.ts';
import type { Operator } from './filter-tokens.ts';
import type { Filter } from './parse-filter.ts';

export type Matcher = (row: MessageRow, source: FilterSource) => boolean;

/** The filter as one function, made once and asked a hundred thousand times. What is cheap is asked first. */
export function matcherOf(filter: Filter): Matcher {
  switch (filter.kind) {
    case 'all': {
      const parts = cheapFirst(filter.of).map(matcherOf);
      return (row, source) => parts.every(part => part(row, source));
    }
    case 'any': {
      const parts = cheapFirst(filter.of).map(matcherOf);
      return (row, source) => parts.some(part => part(row, source));
    }
    case 'not': {
      const part = matcherOf(filter.of);
      return (row, source) => !part(row, source);
    }
    case 'choice': {
      const holds = filter.field.choices[filter.choice] ?? (() => false);
      return row => holds(row);
    }
    case 'text': {
      const { field, regex } = filter;
      return (row, source) => regex.test(field.of(row, source));
    }
    case 'measure': {
      const { field, operator, value } = filter;
      return (row, source) => {
        const first = field.of(row, source);
        return first !== undefined && compares(first, field.upTo?.(row) ?? first, operator, value);
      };
    }
    default:
      return assertNever(filter, 'filter');
  }
}

/** The same for events that come one after the other, in order. */
export function eventMatcher(filter: Filter): (event: SessionEvent) => boolean {
  const matches = matcherOf(filter);
  let beforeMs: number | undefined;
  return event => {
    const gapMs = beforeMs === undefined ? 0 : event.atMs - beforeMs;
    beforeMs = event.atMs;
    return matches(eventRow(event), { gapMs: () => gapMs, wire: () => wireText(event) });
  };
}

/** What a filter may ask of the events of a row, which may be several that are folded. */
export function rowSource(event: (n: number) => SessionEvent | undefined): FilterSource {
  const textOf = (n: number) => {
    const found = event(n);
    return found ? wireText(found) : '';
  };
  const gapBefore = (n: number) => {
    const [here, before] = [event(n), event(n - 1)];
    return here && before ? here.atMs - before.atMs : 0;
  };
  return {
    gapMs: ({ members }) => {
      let longest = 0;
      for (const n of members) longest = Math.max(longest, gapBefore(n));
      return longest;
    },
    wire: ({ members }) => (members.length === 1 ? textOf(members[0] ?? -1) : members.map(textOf).join('\n')),
  };
}

/** What a filter's `text:` looks through: the frame as it was, and of other events what they hold. */
export function wireText(event: SessionEvent): string {
  switch (event.type) {
    case 'message':
      return event.text;
    case 'audio':
      return event.track;
    case 'connection':
    case 'state':
    case 'note':
      return JSON.stringify(event);
    default:
      return assertNever(event, 'session event');
  }
}

/** Of folded events it is enough that one of them is as asked. */
function compares(first: number, last: number, operator: Operator, value: number): boolean {
  switch (operator) {
    case ':':
    case '=':
      return first <= value && value <= last;
    case '>':
      return last > value;
    case '<':
      return first < value;
    case '>=':
      return last >= value;
    case '<=':
      return first <= value;
    default:
      return assertNever(operator, 'operator');
  }
}

const cheapFirst = (filters: readonly Filter[]) => filters.toSorted((a, b) => costOf(a) - costOf(b));

function costOf(filter: Filter): number {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return Math.max(0, ...filter.of.map(costOf));
    case 'not':
      return costOf(filter.of);
    case 'text':
      return filter.field.whole ? 1 : 3;
    case 'choice':
      return 0;
    case 'measure':
      return 2;
    default:
      return assertNever(filter, 'filter');
  }
}
