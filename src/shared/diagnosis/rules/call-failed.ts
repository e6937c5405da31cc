import { noteRule } from '../note-rule.ts';
import type { Found } from '../rule.ts';

const NO_HTTP: Omit<Found, 'evidence'> = {
  title: 'What answers at this address does not speak HTTP: it is another kind of server',
  explanation:
    'A WebSocket begins as an HTTP request. Something took the connection, and its first bytes are no HTTP answer: another service listens at this port, or the port speaks TLS and the address says ws://.',
  fix: ['Check the port of the address.', 'If the server speaks TLS: write wss:// in front.'],
};

const BROKEN_HTTP: Omit<Found, 'evidence'> = {
  title: 'The server’s answer to the upgrade is no valid HTTP',
  explanation:
    'It begins as HTTP does, and its headers cannot be read: a value with a control character, a line without its end, or more than the client takes (16 KB). The note says which.',
  fix: [
    'Look at the answer with curl -i, and at what adds headers to it: the server itself, or a proxy before it.',
    'Long cookies and policies are not wanted here: leave them out of the answer to an upgrade.',
  ],
};

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
  (note, call) => {
    if (note.code !== 'call-failed' || call.opened || call.upgradeAnswer?.status === 101) return false;
    if (/Parse Error: Expected HTTP\//.test(note.text)) return NO_HTTP;
    return /Parse Error/.test(note.text) ? BROKEN_HTTP : true;
  },
);
