import { at, rule } from '../rule.ts';

export const probeTreatedAsCall = rule(
  {
    id: 'probe-treated-as-call',
    severity: 'problem',
    title: 'The connection probe was treated as a call',
    explanation:
      'When the integration is activated, Genesys Cloud opens a session with null UUIDs for conversation and participant, sends no audio, and closes. A server that starts its bot, looks the caller up or hangs up makes the activation fail, or costs money for nothing.',
    fix: [
      'Recognise the probe: conversationId and participant.id are 00000000-0000-0000-0000-000000000000.',
      'Answer opened with an empty media list, start nothing, and answer close with closed.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL 12; rows 25 to 27',
    rank: 13,
    covers: ['ended-with-error', 'server-closed-tcp'],
  },
  call => {
    let first: ReturnType<typeof at> | undefined;
    return {
      see({ event, from, message }) {
        if (first || !call.isProbe || from !== 'server' || event.leg !== 'genesys') return;
        if (event.type === 'audio') first = at(event, 'The server sends audio to the probe');
        else if (message && ['event', 'disconnect'].includes(message.type))
          first = at(event, `The server sends ${message.type} to the probe`);
      },
      found: () => (first ? { evidence: [first] } : undefined),
    };
  },
);
