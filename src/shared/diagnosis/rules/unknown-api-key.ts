import { noteRule } from '../note-rule.ts';

export const unknownApiKey = noteRule(
  {
    id: 'unknown-api-key',
    severity: 'problem',
    title: 'The API key of the request is not one that this console accepts',
    explanation:
      'The server finds the client secret by the X-API-KEY header. This request brought none, or one that is not known here, so it was answered with 401.',
    fix: [
      'Copy the API key of the console (Server, at the top) into the API Key field of the integration’s credentials, without spaces.',
      'Save, and set the integration inactive and active again: it keeps the old key until then.',
      'Behind a proxy or gateway: see that it hands the X-API-KEY header on.',
    ],
    confidence: 'certain',
    source: 'AH-20; documentation',
    rank: 2,
  },
  note => note.code === 'AH-20' && !note.text.includes('"sk-"'),
);
