/** Evidence of messages that the facts of a call keep. */
import type { Moment } from './call-facts.ts';
import type { Evidence } from './finding.ts';

export function moment({ n, atMs }: Moment, text: string): Evidence {
  return { text, n, fromMs: atMs };
}
