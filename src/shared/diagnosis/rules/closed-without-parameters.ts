import { noteRule } from '../note-rule.ts';

export const closedWithoutParameters = noteRule(
  {
    id: 'closed-without-parameters',
    severity: 'problem',
    title: 'The server sends closed without parameters: Genesys Cloud calls it malformed',
    explanation:
      'Every message has parameters, an empty object where there are none. Without it the probe reports a malformed message, and the integration does not become active.',
    fix: ['Send {"type":"closed", …, "parameters":{}}; the same for pong, pause, resume and updated.'],
    confidence: 'certain',
    source: 'AH-02; forum 21187 (Connection probe error: Message is malformed)',
    rank: 28,
    covers: ['malformed-message', 'server-closed-tcp'],
  },
  (note, call) =>
    call.blamesServer(note) &&
    ['AH-02', 'AH-06'].includes(note.code) &&
    note.level === 'problem' &&
    /parameters/.test(note.text) &&
    note.text.startsWith('closed'),
);
