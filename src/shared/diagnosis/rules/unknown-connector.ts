import { noteRule } from '../note-rule.ts';

export const unknownConnector = noteRule(
  {
    id: 'unknown-connector',
    severity: 'problem',
    title: 'No connector profile fits this Connector ID',
    explanation:
      'The server is set to refuse Connector IDs that it does not know (unknownConnector: refuse), and none of its profiles fits this one.',
    fix: [
      'Write in Architect, in the Call Audio Connector action, a Connector ID that a profile matches: the short name alone, as the profile has it.',
      'Or add a profile with this name to settings.json, or one with match "*".',
    ],
    confidence: 'certain',
    source: 'AH-28; docs/settings.md',
    rank: 8,
    covers: ['ended-with-error', 'open-refused'],
  },
  note => note.code === 'AH-28',
);
