import { noteRule } from '../note-rule.ts';

export const openaiWrongKey = noteRule(
  {
    id: 'openai-wrong-key',
    severity: 'problem',
    title: 'OpenAI does not accept the key',
    explanation: 'The socket opens all the same; the first event is the error, and then the session is closed.',
    fix: [
      'Check OPENAI_API_KEY (or the variable that the profile names): whole, without quotes and spaces, not revoked.',
      'A key of another service (Azure, a project elsewhere) is not known to api.openai.com: set baseURL and apiKeyEnv in the profile.',
    ],
    confidence: 'certain',
    source: 'RT-03; recorded: close 3000',
    rank: 10,
    covers: ['ended-with-error', 'openai-session-lost', 'openai-not-reached'],
  },
  note => /invalid_api_key|refused the API key/.test(note.text) && /^RT-0[357]$/.test(note.code),
);
