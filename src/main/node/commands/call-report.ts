/** What `call` prints when the call has ended: how it went, and what Architect would get. */
import type { CallOutcome } from '../../../shared/audiohook/call-options.ts';
import { verdictWords } from '../../../shared/audiohook/faults.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import type { CallSummary } from '../../host/genesys-client/call-summary.ts';

export function humanSummary(summary: CallSummary, sessionId: string | undefined): string {
  const { sentMs, receivedMs, heardMs, opened, closed, tries, rttMs } = summary;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const state = closed
    ? `${opened ? 'opened and ' : ''}closed properly`
    : opened
      ? 'opened, but not closed properly'
      : 'not opened';
  const more = [
    tries > 1 ? ` ${tries} connection tries.` : '',
    rttMs === null ? '' : ` Round trip ${rttMs.toFixed(1)} ms.`,
    sessionId === undefined ? '' : ` Session ${sessionId}.`,
  ].join('');
  const sums = `Call ${state}: said ${seconds(sentMs)}, received ${seconds(receivedMs)}, heard ${seconds(heardMs)}.${more}`;
  return [sums, ...outcomeLines(summary.outcome)].join('\n');
}

/** What is wrong with the call as it was seen, in a sentence, and where more is said; empty where nothing is. */
export function findingLine(summary: Pick<SessionSummary, 'id' | 'finding'>): readonly string[] {
  const { id, finding } = summary;
  if (!finding || finding.severity === 'note') return [];
  return [
    `${finding.severity === 'problem' ? 'Problem' : 'Warning'}: ${finding.title}. \`diagnose ${id}\` says what to do.`,
  ];
}

function outcomeLines({ path, disconnectReason, info, outputVariables, fault }: CallOutcome): string[] {
  const reason = disconnectReason === null ? 'no disconnect from the server' : `disconnect, reason ${disconnectReason}`;
  const lines = [`Architect: ${path} path, ${reason}${info ? `: ${info}` : ''}.`];
  for (const [name, value] of Object.entries(outputVariables ?? {})) lines.push(`  ${name} = ${value}`);
  if (fault) lines.push(verdictWords(fault.id, fault.asItShould));
  return lines;
}
