/** What a relay says of a wire that it only hears: the rules of docs/rules, and who broke them. */
import type { NoteLevel } from '../events/session-event.ts';

/** `client`: who connected to the console; `server`: who was connected to. */
export type Side = 'client' | 'server';

export type Judgement = {
  /** Whose doing it is. */
  readonly about: Side;
  /** Of docs/rules. */
  readonly rule: string;
  readonly level: NoteLevel;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
};

/** Of one rule and side so many are told: a server that sends 50 frames a second breaks one rule 50 times a second. */
export const MOST_OF_A_RULE = 20;

export function kindOf({ about, rule, level }: Pick<Judgement, 'about' | 'rule' | 'level'>): string {
  return `${about} ${rule} ${level}`;
}

/** Lets the first of each kind through, and counts the others: a long call keeps a short list. */
export class Restraint {
  readonly #counts = new Map<string, number>();

  tells(judgement: Judgement): boolean {
    const kind = kindOf(judgement);
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count <= MOST_OF_A_RULE;
  }

  /** How often each rule was broken beyond what was told; empty where all was. */
  get untold(): Readonly<Record<string, number>> {
    const over = [...this.#counts].filter(([, count]) => count > MOST_OF_A_RULE);
    return Object.fromEntries(over.map(([kind, count]) => [kind, count - MOST_OF_A_RULE]));
  }
}
