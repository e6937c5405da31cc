import { noteRule } from '../note-rule.ts';

export const signatureOtherPath = noteRule(
  {
    id: 'signature-other-path',
    severity: 'problem',
    title: 'Something on the way changed the path or the query, so the signature does not match',
    explanation:
      'Genesys Cloud signs path and query as it sends them. The signature matches for another target than the one that arrived.',
    fix: [
      'Let the gateway hand on path and query as they came: strip no prefix, drop no query, merge no slashes.',
      'Verify over the original target (X-Original-URI or the like) where it must change.',
    ],
    confidence: 'certain',
    source: 'AH-25; verified with the other target',
    rank: 4,
  },
  note =>
    note.code === 'AH-25' &&
    /original path|prefix|without the query|single slashes|slash at the end|decoded path/.test(note.text),
);
