import { noteRule } from '../note-rule.ts';

export const clientseqWrong = noteRule(
  {
    id: 'clientseq-wrong',
    severity: 'problem',
    title: 'The server’s clientseq does not fit what the client has sent',
    explanation:
      'clientseq is the seq of the last client message that the server has received; that of a pong is the ping’s. Genesys Cloud answers a wrong one with error 400.',
    fix: [
      'Store the seq of each client message before you answer it, and send it as clientseq.',
      'Send one pong for each ping, and none without.',
    ],
    confidence: 'certain',
    source: 'AH-05, AH-15; reference client',
    rank: 31,
    covers: ['server-closed-tcp', 'no-pong'],
  },
  (note, call) =>
    call.blamesServer(note) &&
    (note.code === 'AH-05' || (note.code === 'AH-15' && /pong for seq|without a ping/.test(note.text))),
);
