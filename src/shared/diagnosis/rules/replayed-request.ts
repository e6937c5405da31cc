import { noteRule } from '../note-rule.ts';

export const replayedRequest = noteRule(
  {
    id: 'replayed-request',
    severity: 'problem',
    title: 'The very same signed request came twice',
    explanation:
      'Each upgrade has a nonce of its own. A second request with the same one is a replay, and was refused.',
    fix: [
      'If a proxy repeats requests that seem to have failed: switch that off for WebSocket upgrades.',
      'If it was not you: somebody has seen the request. Change key and secret.',
    ],
    confidence: 'certain',
    source: 'AH-24; advice of the documentation',
    rank: 6,
  },
  note => note.code === 'AH-24' && /nonce was used/.test(note.text),
);
