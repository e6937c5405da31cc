import { noteRule } from '../note-rule.ts';

export const openaiNoKey = noteRule(
  {
    id: 'openai-no-key',
    severity: 'problem',
    title: 'No OpenAI key is set',
    explanation:
      'The bot cannot open a session without a key. The key goes to the console alone, never to Genesys Cloud.',
    fix: [
      'Set OPENAI_API_KEY (or the variable that the profile names as apiKeyEnv) and start the console again.',
      'Or take the simulator, which needs no key.',
    ],
    confidence: 'certain',
    source: 'RT-05',
    rank: 10,
    covers: ['ended-with-error', 'openai-not-reached'],
  },
  note => note.code === 'RT-05' && /No (OpenAI API )?key is/.test(note.text),
);
