import type { NoteEvent } from '../events/session-event.ts';
import type { CallFacts } from './call-facts.ts';
import { NoteTally } from './note-tally.ts';
import { type About, type Found, type Rule, rule } from './rule.ts';

/** Most events that one finding points at: the first ones. */
const MOST_EVIDENCE = 5;

/** A rule that explains notes which the console made on the wire; `matches` says which, or adds words to them. */
export function noteRule(
  about: About,
  matches: (note: NoteEvent, call: CallFacts) => boolean | Omit<Found, 'evidence'>,
): Rule {
  return rule(about, call => {
    const tally = new NoteTally(call, MOST_EVIDENCE);
    let words: Omit<Found, 'evidence'> = {};
    return {
      see({ event }) {
        if (event.type !== 'note') return;
        const match = matches(event, call);
        if (match === false) return;
        if (tally.count === 0 && match !== true) words = match;
        tally.add(event);
      },
      found: () => (tally.count === 0 ? undefined : { ...words, evidence: tally.evidence }),
    };
  });
}
