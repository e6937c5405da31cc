import { noteRule } from '../note-rule.ts';

export const signatureOrder = noteRule(
  {
    id: 'signature-order',
    severity: 'problem',
    title: 'The signature was made over the components in another order than Signature-Input says',
    explanation:
      'The order of the components is free, and Signature-Input names it; production uses another one than the documentation. Signer and verifier must both take it from there.',
    fix: [
      'Build the signature base from Signature-Input as it is: its components in its order, its parameters in its order.',
    ],
    confidence: 'certain',
    source: 'AH-25; vectors A and B',
    rank: 4,
  },
  note => note.code === 'AH-25' && /order of the/.test(note.text),
);
