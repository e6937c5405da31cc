import type { CallFacts } from '../call-facts.ts';
import { factRule } from '../rule.ts';
import { moment } from '../told.ts';

export const openRefused = factRule(
  {
    id: 'open-refused',
    severity: 'problem',
    title: 'The server refuses the call at open',
    explanation:
      'The server answered open with disconnect, in place of opened: something in open was not to its liking. Servers stumble most often over a language in lower case (en-us), a number that begins with tel: or is empty, and fields that they do not know.',
    fix: ['Look up what the server’s log says of this open.'],
    confidence: 'certain',
    source: 'PROTOCOL rows 43, 44, 50',
    rank: 24,
    covers: ['ended-with-error', 'connection-lost', 'server-closed-tcp'],
  },
  call => {
    const { disconnect, opened, open } = call;
    const { reason, info } = disconnect?.message.parameters ?? {};
    if (!disconnect || opened || !open || !['error', 'rejected'].includes(String(reason))) return undefined;
    const words = typeof info === 'string' ? info : '';
    return {
      ...(words === '' ? {} : { title: `The server refuses the call at open: “${words}”` }),
      fix: stepsFor(call),
      evidence: [
        moment(
          disconnect,
          `disconnect, reason ${String(reason)}${words === '' ? '' : `: ${words}`}, in place of opened`,
        ),
        moment(open, `What it answers: open${carried(call)}`),
      ],
    };
  },
);

function participantOf({ open }: CallFacts): Readonly<Record<string, unknown>> {
  const { participant } = open?.message.parameters ?? {};
  return typeof participant === 'object' && participant !== null ? { ...participant } : {};
}

function carried({ open }: CallFacts): string {
  const { language } = open?.message.parameters ?? {};
  return typeof language === 'string' ? `, with language ${language}` : ', without a language';
}

/** What to change, the likeliest first: what this open carries that servers stumble over. */
function stepsFor(call: CallFacts): string[] {
  const { language } = call.open?.message.parameters ?? {};
  const { ani, aniName } = participantOf(call);
  const steps = ['Look up what the server’s log says of this open.'];
  if (typeof language === 'string')
    steps.push(`Compare languages without regard to case: this call says "${language}", production lower case.`);
  else steps.push('Take an open without language: it is optional.');
  if (typeof ani === 'string' && !/^\+?\d+$/.test(ani))
    steps.push(
      'Take participant.ani as it comes: with tel: in front, or a SIP address, or empty. Normalise it before you look the caller up.',
    );
  if (aniName === '') steps.push('Take an empty participant.aniName: most callers have none.');
  steps.push('Ignore fields of open that you do not know: parse it without a strict schema.');
  return steps;
}
