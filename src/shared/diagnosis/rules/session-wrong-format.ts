import { noteRule } from '../note-rule.ts';

export const sessionWrongFormat = noteRule(
  {
    id: 'session-wrong-format',
    severity: 'problem',
    title: 'The model did not take audio/pcmu: it hears and speaks another format',
    explanation:
      'Genesys Cloud speaks PCMU at 8 kHz. A model that was left at PCM 24 kHz hears noise and answers with static.',
    fix: [
      'Ask for {"type":"audio/pcmu"} under audio.input.format and audio.output.format; "g711_ulaw" is the beta’s name.',
      'See that no SDK puts its own defaults into session.update.',
    ],
    confidence: 'certain',
    source: 'RT-02; Patter#154, openai-agents-js#1366',
    rank: 11,
    covers: ['ended-with-error'],
  },
  note => note.code === 'RT-02',
);
