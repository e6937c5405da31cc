import { noteRule } from '../rule.ts';

export const callFailed = noteRule(
  {
    id: 'call-failed',
    severity: 'problem',
    title: 'The connection did not come about',
    explanation: 'The call failed before the server answered; the note says how.',
    fix: ['Check address, network and credentials.'],
    confidence: 'certain',
    source: 'the fake caller’s note',
    rank: 70,
  },
  (note, call) => note.code === 'call-failed' && !call.opened && call.upgradeAnswer?.status !== 101,
);
