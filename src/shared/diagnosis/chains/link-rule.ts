/** One link of a chain: which findings break it, what shows that it holds, and what would make it known. */
import type { CallFacts, Moment } from '../call-facts.ts';
import type { Link } from '../finding.ts';

export type LinkLook = {
  readonly state: Exclude<Link['state'], 'unknown'>;
  readonly text: string;
  readonly moment?: Moment | undefined;
};

export type LinkRule = {
  readonly id: string;
  readonly label: string;
  /** Ids of findings that say what is wrong here. */
  readonly brokenBy: readonly string[];
  /** Where it is broken, only a part is lost: an answer, the last words. */
  readonly isPartly?: true;
  /** Undefined: it cannot be seen in this session. */
  look(call: CallFacts): LinkLook | undefined;
  readonly howToKnow: string;
};

export const RELAY =
  'Not on a wire that the console sees here: let a relay of the console stand between, or look at your own server’s log.';

export function ok(text: string, moment?: Moment): LinkLook {
  return { state: 'ok', text, moment };
}

export function broken(text: string, moment?: Moment): LinkLook {
  return { state: 'broken', text, moment };
}

/** Not yet while the call goes on; missing once it is over. */
export function missing(call: CallFacts, text: string): LinkLook {
  return call.isOver ? broken(text) : { state: 'waiting', text };
}
