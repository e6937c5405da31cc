import { noteRule } from '../note-rule.ts';

export const genesysReportsError = noteRule(
  {
    id: 'genesys-reports-error',
    severity: 'problem',
    title: 'Genesys Cloud reported an error',
    explanation:
      'error travels only from the client, and is the best evidence there is: 400 malformed or wrong media, 408 too late, 409 out of place, 413 too large, 415 audio where none is wanted, 429 too many frames.',
    fix: ['Read its code and text in the message below; the messages just before it are what it is about.'],
    confidence: 'certain',
    source: 'PROTOCOL 11',
    rank: 24,
  },
  (note, call) =>
    note.code === 'AH-08' &&
    /Genesys Cloud reports error/.test(note.text) &&
    // Where a relay saw what the error is about, that is the finding.
    !call.breachCodes.has(Number(note.data?.code)),
);
