/** Counts the notes that a finding is made of: a relay notes the first of a kind one by one, and of the others how many. */
import type { NoteEvent } from '../events/session-event.ts';
import { MOST_OF_A_RULE } from '../relay/judgement.ts';
import { type CallFacts, kindOf } from './call-facts.ts';
import type { Evidence } from './finding.ts';
import { andMore, at } from './rule.ts';

export class NoteTally {
  count = 0;
  readonly #call: CallFacts;
  /** Most notes that are pointed at: the first ones. */
  readonly #most: number;
  readonly #shown: Evidence[] = [];
  readonly #ofKind = new Map<string, number>();

  constructor(call: CallFacts, most: number) {
    this.#call = call;
    this.#most = most;
  }

  add(note: NoteEvent): void {
    this.count += 1;
    if (this.#shown.length < this.#most) this.#shown.push(at(note, note.text));
    const kind = kindOf(note);
    if (kind !== undefined) this.#ofKind.set(kind, (this.#ofKind.get(kind) ?? 0) + 1);
  }

  get evidence(): readonly Evidence[] {
    let { count } = this;
    let isLeast = false;
    for (const [kind, own] of this.#ofKind) {
      const { noted = 0, untold } = this.#call.judged.get(kind) ?? {};
      if (noted < MOST_OF_A_RULE) continue;
      // Of notes that are not all this finding's, nobody knows whose the others were.
      if (untold !== undefined && own === noted) count += untold;
      else isLeast = true;
    }
    return andMore(this.#shown, count, isLeast);
  }
}
