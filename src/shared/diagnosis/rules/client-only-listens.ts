import { noteRule } from '../note-rule.ts';

export const clientOnlyListens = noteRule(
  {
    id: 'client-only-listens',
    severity: 'note',
    title: 'This client only listens in: what the bot says is not sent to it, on purpose',
    explanation:
      'The session carries both sides of a conversation (AudioHook Monitor, Transcription Connector), or the agent’s side. Such a client plays nothing, and would end the session over a frame.',
    fix: [
      'If a bot is to speak: use the Call Audio Connector action in Architect, which offers one external channel.',
      'If it is to listen only: choose the bot “listen” for this Connector ID.',
    ],
    confidence: 'certain',
    source: 'AH-30; PROTOCOL 5',
    rank: 60,
  },
  note => note.code === 'AH-30',
);
