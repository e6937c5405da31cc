/** A diagnosis as a post for a forum or a support case: the setup, the first finding, and the messages that decide. Masked. */
import type { SessionEvent } from '../events/session-event.ts';
import type { SessionSummary } from '../events/session-summary.ts';
import { legName, type Role } from '../projections/leg-names.ts';
import { describeEvent } from '../projections/message-words.ts';
import type { DiagnosisResult } from './finding.ts';

/** As many as a reader looks through. */
const MOST_MESSAGES = 10;
/** Longest text of one message, characters. */
const LONGEST = 300;

/** Markdown. Keys and signatures were never in the events; numbers, names and ids of the call are masked here. */
export function asPost(
  session: Pick<SessionSummary, 'role' | 'kind' | 'bot' | 'outcome' | 'durationMs'>,
  events: readonly SessionEvent[],
  { findings, chains }: DiagnosisResult,
): string {
  const [first] = findings;
  const lines = [
    `## ${first ? first.title : 'A session in which nothing wrong was found'}`,
    '',
    '**Setup**',
    '',
    `- Genesys Cloud Audio Connector (AudioHook v2), seen by AudioHook Console as the ${session.role === 'server' ? 'server' : 'caller'}`,
    `- Bot: ${session.bot || 'not seen here'}; it lasted ${(session.durationMs / 1000).toFixed(1)} s`,
    `- How it ended: ${session.outcome || 'it goes on'}`,
  ];
  if (first) {
    lines.push('', '**What is wrong**', '', `${first.explanation} (${first.id}, ${first.confidence})`, '');
    for (const { text } of first.evidence) lines.push(`- ${text}`);
    lines.push('', '**What the console advises**', '', ...first.fix.map((step, at) => `${at + 1}. ${step}`));
  }
  for (const { question, answer } of chains) lines.push('', `**${question}** ${answer}`);
  lines.push('', '**The messages that decide**', '', '```');
  for (const event of deciding(events, first?.evidence.flatMap(({ n }) => (n === undefined ? [] : [n])) ?? [])) {
    lines.push(line(event, session.role));
  }
  lines.push('```');
  return masked(lines.join('\n'));
}

/** The evidence and what stands around it, then the session's own milestones, in order. */
function deciding(events: readonly SessionEvent[], evidence: readonly number[]): SessionEvent[] {
  const chosen = new Set<SessionEvent>();
  const take = (event: SessionEvent | undefined) => {
    if (event && chosen.size < MOST_MESSAGES && event.type !== 'audio') chosen.add(event);
  };
  const byNumber = new Map(events.map((event, index) => [event.n, index]));
  for (const n of evidence) take(events[byNumber.get(n) ?? -1]);
  for (const n of evidence) {
    const index = byNumber.get(n);
    if (index === undefined) continue;
    for (let at = index - 1; at >= 0 && at >= index - 3; at -= 1) take(events[at]);
    take(events[index + 1]);
  }
  for (const event of events) if (event.type === 'connection' || event.type === 'note') take(event);
  return [...chosen].sort((a, b) => a.n - b.n);
}

function line(event: SessionEvent, role: Role): string {
  const direction = 'direction' in event ? (event.direction === 'in' ? '<-' : '->') : '--';
  const text = event.type === 'message' ? event.text : `${event.type} ${describeEvent(event).summary}`;
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `${(event.atMs / 1000).toFixed(3).padStart(8)} s  ${direction} ${legName(event.leg, role).padEnd(7)} ${short}`;
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;

/** The same id stays recognisable as the same. */
function masked(text: string): string {
  const names = new Map<string, string>();
  return text
    .replace(UUID, id => {
      if (/^[0-]+$/.test(id)) return id;
      const name = names.get(id.toLowerCase()) ?? `«id-${names.size + 1}»`;
      names.set(id.toLowerCase(), name);
      return name;
    })
    .replace(/("(?:ani|aniName|dnis)"\s*:\s*")[^"]*"/g, '$1«masked»"')
    .replace(/(?:tel:)?\+\d[\d ().-]{6,}\d/g, '«number»')
    .replace(/(wss?:\/\/)[^\s"/]+/g, '$1«host»');
}
