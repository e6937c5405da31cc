import { noteRule } from '../note-rule.ts';

export const openAiKeyAsApiKey = noteRule(
  {
    id: 'openai-key-as-api-key',
    severity: 'problem',
    title: 'An OpenAI key (sk-…) was given to Genesys Cloud as its API key',
    explanation:
      'The API Key of the integration is a password between Genesys Cloud and your server, which you choose. The key of OpenAI stays with your server, and Genesys Cloud never needs it. It has now been sent to whoever answers at this address.',
    fix: [
      'Revoke that OpenAI key: it has left your hands.',
      'In the integration’s credentials enter the API key of this console (Server, at the top) as API Key, and its client secret as Client Secret.',
      'Give the new OpenAI key to the console alone (OPENAI_API_KEY).',
    ],
    confidence: 'certain',
    source: 'AH-20; a mix-up that setup guides invite',
    rank: 1,
  },
  note => note.code === 'AH-20' && note.text.includes('"sk-"'),
);
