import { noteRule } from '../note-rule.ts';

export const firstSeqWrong = noteRule(
  {
    id: 'first-seq-wrong',
    severity: 'problem',
    title: 'The server’s first message does not have seq 1',
    explanation:
      'seq begins with 1 and grows by 1 with each text message. Production ends the session: “expected sequence 1 but received sequence 2”.',
    fix: [
      'Give the first message that you write the seq 1; do not raise the counter before the first send.',
      'Send nothing that you number and then drop.',
    ],
    confidence: 'certain',
    source: 'AH-04; operational events AUDIOHOOK-0004, -0009',
    rank: 20,
    covers: ['server-closed-tcp'],
  },
  (note, call) => note.code === 'AH-04' && call.blamesServer(note) && /expected sequence 1 /.test(note.text),
);
