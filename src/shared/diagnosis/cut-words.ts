/** How an answer is told that was not heard to its end. */
import { duration } from './rule.ts';

export function cutWords(heardMs: number, cutMs: number): string {
  const heard =
    heardMs > 0 ? `${duration(heardMs)} of ${duration(heardMs + cutMs)} were` : `nothing of ${duration(cutMs)} was`;
  return `${heard} heard`;
}
