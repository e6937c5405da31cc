import { noteRule } from '../note-rule.ts';

export const secretsDiffer = noteRule(
  {
    id: 'secrets-differ',
    severity: 'problem',
    title: 'The client secret on the two sides is not the same',
    explanation:
      'The API key is right, and the signature was made with another secret than the one that belongs to it here. (Nothing that a proxy usually changes, host, path or query, explains it.)',
    fix: [
      'Copy the client secret of the console (Server, at the top) into the Client Secret field of the integration’s credentials, whole, with its “=” at the end.',
      'Save, and set the integration inactive and active again.',
      'If a proxy stands between: see that it changes neither path, query nor Host.',
    ],
    confidence: 'likely',
    source: 'AH-25; every usual other cause was tried and does not match',
    rank: 4,
  },
  note =>
    note.code === 'AH-25' &&
    (note.text.includes('another client secret') || note.text.includes('key and secret are of two pairs')),
);
