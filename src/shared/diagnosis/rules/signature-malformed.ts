import { noteRule } from '../note-rule.ts';

export const signatureMalformed = noteRule(
  {
    id: 'signature-malformed',
    severity: 'problem',
    title: 'The signature headers are not as they must be',
    explanation:
      'Signature and Signature-Input could be read only in part, or do not cover what they must. Genesys Cloud does not send such: the request was made, or changed, by something else.',
    fix: [
      'Cover all six components: @request-target, @authority, the three audiohook ids, x-api-key.',
      'Give keyid (the API key), a nonce of 22 characters or more, alg, created and expires.',
      'Behind a proxy: see that it changes neither header.',
    ],
    confidence: 'certain',
    source: 'AH-23; documentation',
    rank: 6,
  },
  note => note.code === 'AH-23',
);
