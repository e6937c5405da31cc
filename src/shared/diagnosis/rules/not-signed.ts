import { noteRule } from '../note-rule.ts';

export const notSigned = noteRule(
  {
    id: 'not-signed',
    severity: 'problem',
    title: 'The request is not signed, and the console has a client secret for this key',
    explanation:
      'Genesys Cloud signs only when a client secret is entered in the integration’s credentials. It seems to be empty there, while this side demands a signature. (Without a secret on both sides, calls without a signature are allowed.)',
    fix: [
      'Enter the client secret of the console (Server, at the top) in the Client Secret field of the integration’s credentials.',
      'Save, and set the integration inactive and active again.',
      'Or accept this key without a signature here, if that is what you want: the key alone is then all that protects the server.',
    ],
    confidence: 'certain',
    source: 'AH-22; documentation',
    rank: 3,
  },
  note => note.code === 'AH-22',
);
