import { noteRule } from '../note-rule.ts';

export const clientBreaksProtocol = noteRule(
  {
    id: 'client-breaks-protocol',
    severity: 'problem',
    title: 'The calling side breaks the protocol: it is not Genesys Cloud, or something changes its messages',
    explanation:
      'What came breaks a rule that Genesys Cloud keeps. So the caller is a test client with a bug (or with a fault that was asked for), or something on the way changes, drops or doubles messages.',
    fix: [
      'With a test client: correct what the note names.',
      'Behind a proxy: let it hand WebSocket frames on as they are.',
    ],
    confidence: 'likely',
    source: 'the numbered rules of docs/rules/audiohook.md',
    rank: 35,
  },
  (note, call) =>
    !call.blamesServer(note) &&
    note.level === 'problem' &&
    /^AH-(0[1-79]|1[02]|2[67])$/.test(note.code) &&
    !/Genesys Cloud reports error/.test(note.text),
);
