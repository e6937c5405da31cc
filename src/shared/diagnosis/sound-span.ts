/** Evidence that was measured over a whole direction of audio. */
import type { CallFacts } from './call-facts.ts';
import type { Evidence } from './finding.ts';
import { span } from './rule.ts';

export function soundSpan(call: CallFacts, who: 'bot' | 'caller', text: string): Evidence[] {
  const { first, last } = who === 'bot' ? call.botFrames : call.callerFrames;
  return [first && last ? span(text, first.atMs, last.atMs, first.n) : { text }];
}
