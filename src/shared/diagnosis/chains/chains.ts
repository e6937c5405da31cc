/** "The caller hears nothing" and "the bot does not hear the caller", each as a chain of links; the first broken one is explained. */
import type { CallFacts } from '../call-facts.ts';
import type { Chain, Finding, Link } from '../finding.ts';
import { BOT_HEARS } from './bot-hears.ts';
import { CALLER_HEARS } from './caller-hears.ts';
import type { LinkRule } from './link-rule.ts';

/** None for a probe, and where no session was opened: then nothing was to be heard. */
export function chainsOf(call: CallFacts, findings: readonly Finding[]): Chain[] {
  if (call.isProbe || !call.upgrade || !call.open) return [];
  return [
    chain('caller-hears', 'Does the caller hear the bot?', CALLER_HEARS, call, findings),
    chain('bot-hears', 'Does the bot hear the caller?', BOT_HEARS, call, findings),
  ];
}

function chain(
  id: Chain['id'],
  question: string,
  rules: readonly LinkRule[],
  call: CallFacts,
  findings: readonly Finding[],
): Chain {
  const links = rules.map(rule => linkOf(rule, call, findings));
  return { id, question, answer: answerOf(links, rules), links };
}

function linkOf(
  { id, label, brokenBy, look, howToKnow }: LinkRule,
  call: CallFacts,
  findings: readonly Finding[],
): Link {
  const finding = findings.find(each => brokenBy.includes(each.id) && each.severity !== 'note');
  if (finding) {
    const [evidence] = finding.evidence;
    return {
      ...{ id, label, state: 'broken', text: finding.title },
      ...(evidence?.n === undefined ? {} : { n: evidence.n }),
      ...(evidence?.fromMs === undefined ? {} : { atMs: evidence.fromMs }),
    };
  }
  const found = look(call);
  if (!found) return { id, label, state: 'unknown', text: howToKnow };
  const { state, text, moment } = found;
  if (state === 'waiting' && call.isOver)
    return { id, label, state: 'unknown', text: `${text} The call ended before.` };
  return { id, label, state, text, ...(moment ? { n: moment.n, atMs: moment.atMs } : {}) };
}

function answerOf(links: readonly Link[], rules: readonly LinkRule[]): string {
  const broken = links.find(({ state }) => state === 'broken');
  const isPartly = rules.find(({ id }) => id === broken?.id)?.isPartly;
  if (broken) return `${isPartly ? 'Not all of it' : 'No'}: ${broken.text}.`;
  const waiting = links.find(({ state }) => state === 'waiting');
  if (waiting) return `Not yet known: ${waiting.label.toLowerCase()} has not happened so far.`;
  const unknown = links.filter(({ state }) => state === 'unknown');
  if (unknown.length === 0) return 'Yes: every link was seen.';
  if (unknown.length === links.length) return 'Nothing of it was seen in this session.';
  return `As far as it was seen, yes. Not seen here: ${unknown.map(({ label }) => label.toLowerCase()).join(', ')}.`;
}
