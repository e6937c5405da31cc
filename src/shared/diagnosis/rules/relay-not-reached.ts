import { noteRule } from '../note-rule.ts';

export const relayNotReached = noteRule(
  {
    id: 'relay-not-reached',
    severity: 'problem',
    title: 'The relay could not reach your server',
    explanation:
      'The call came as far as the relay. The server behind it was not there, so the relay answered the caller itself.',
    fix: [
      'Start your server, and compare its host and port with the address that the relay was given (--to).',
      'With wss://: its certificate must be valid for this name.',
    ],
    confidence: 'certain',
    source: 'the relay’s own note',
    rank: 10,
    covers: ['relay-refused'],
  },
  ({ code, data }, { upgrade }) => {
    if (code !== 'relay-failed' || data?.status !== 502) return false;
    return upgrade ? true : { title: 'The relay could not reach the model for your server' };
  },
);
