import { noteRule } from '../note-rule.ts';

export const identityHeaders = noteRule(
  {
    id: 'identity-headers',
    severity: 'problem',
    title: 'An Audiohook id header is missing or no UUID: this is not Genesys Cloud',
    explanation:
      'Genesys Cloud sends Audiohook-Organization-Id, -Session-Id and -Correlation-Id as UUIDs with every upgrade. A test client such as wscat sends none.',
    fix: [
      'With a test client of your own: add the three headers with UUIDs, or call with this console’s Call instead.',
      'Behind a gateway: see that it hands these headers on.',
    ],
    confidence: 'certain',
    source: 'AH-21; documentation',
    rank: 6,
  },
  note => note.code === 'AH-21',
);
