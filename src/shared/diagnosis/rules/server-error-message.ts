import { noteRule } from '../note-rule.ts';

export const serverErrorMessage = noteRule(
  {
    id: 'server-error-message',
    severity: 'problem',
    title: 'The server sent a message that servers may not send',
    explanation:
      'There is no error and no ping from server to client, nor any type of your own: Genesys Cloud answers with error 500 and closes.',
    fix: [
      'Tell faults with disconnect, reason "error" and info.',
      'Take the server’s own pings out: Genesys Cloud does the asking.',
    ],
    confidence: 'certain',
    source: 'AH-31; reference client',
    rank: 33,
    covers: ['server-closed-tcp'],
  },
  (note, call) => note.code === 'AH-31' && call.blamesServer(note),
);
