import { noteRule } from '../note-rule.ts';

export const openaiNotReached = noteRule(
  {
    id: 'openai-not-reached',
    severity: 'problem',
    title: 'The model could not be reached',
    explanation: 'The connection to the Realtime API was not made: network, proxy, TLS or address.',
    fix: [
      'Check the network, and a proxy that this machine needs.',
      'Check realtime.baseURL of the profile, or OPENAI_BASE_URL.',
    ],
    confidence: 'certain',
    source: 'RT-05',
    rank: 12,
    covers: ['ended-with-error'],
  },
  note => note.code === 'RT-05' && note.level === 'problem' && !/key/i.test(note.text),
);
