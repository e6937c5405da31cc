/** Of many failures the few that come first: with them a call cannot work at all, and others often follow from them. */
import type { CheckResult } from './check-report.ts';

/** In the order in which a call meets them. */
const ROOTS: readonly string[] = [
  'opened-in-time',
  'opened-first',
  'message-json',
  'message-seq-first',
  'message-seq-steps',
  'message-id',
  'message-clientseq-number',
  'media-at-most-one',
  'media-unchanged',
  'message-no-client-fields',
  'pong-answered',
  'pong-clientseq',
  'audio-binary',
  'audio-frame-size',
  'audio-rate',
  'close-end',
];
/** More at a time nobody does first. */
const MOST = 3;

/** Failed checks to begin with; empty where none of the failures is of that kind. */
export function firstThings<R extends Pick<CheckResult, 'id' | 'status'>>(results: readonly R[]): R[] {
  const failed = results.filter(({ id, status }) => status === 'fail' && ROOTS.includes(id));
  return failed.sort((a, b) => ROOTS.indexOf(a.id) - ROOTS.indexOf(b.id)).slice(0, MOST);
}
