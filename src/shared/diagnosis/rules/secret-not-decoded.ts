import { noteRule } from '../note-rule.ts';

export const secretNotDecoded = noteRule(
  {
    id: 'secret-not-decoded',
    severity: 'problem',
    title: 'The client secret was used as text: it must be base64-decoded first',
    explanation:
      'The signature matches when the secret is taken as it is written. The HMAC key is the bytes that the base64 text stands for. A widespread sample has this bug, and refuses every genuine call.',
    fix: [
      'Where the HMAC is made, decode the secret first: Buffer.from(secret, "base64") in Node, base64.b64decode(secret) in Python.',
      'Try the test vectors in docs/rules/audiohook.md: they tell the right value and the one of this bug apart.',
    ],
    confidence: 'certain',
    source: 'AH-25; test vectors; bug of a widespread sample',
    rank: 3,
  },
  note => note.code === 'AH-25' && note.text.includes('raw text'),
);
