import { noteRule } from '../note-rule.ts';

export const audioToListener = noteRule(
  {
    id: 'audio-to-listener',
    severity: 'problem',
    title: 'The server speaks to a client that only listens (AudioHook Monitor, Transcription Connector)',
    explanation:
      'Only Audio Connector plays what a server sends. The other products hand audio over and take none: they end the session over the first frame.',
    fix: [
      'In Architect, use the Call Audio Connector action where a bot is to speak: it offers one external channel.',
      'In the server: send audio only when opened selected {"channels":["external"]} of an Audio Connector session.',
    ],
    confidence: 'certain',
    source: 'AH-10, AH-30; reference client',
    rank: 22,
    covers: ['ended-with-error'],
  },
  (note, call) => call.isCaller && note.code === 'AH-10' && /only listens/.test(note.text),
);
