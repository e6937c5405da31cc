import { noteRule } from '../note-rule.ts';

export const consoleBug = noteRule(
  {
    id: 'console-bug',
    severity: 'problem',
    title: 'The console itself has a bug',
    explanation: 'Something in the console failed, and it ended this call. Your setup need not be at fault.',
    fix: ['Call again. If it happens again, report it with this session’s bundle.'],
    confidence: 'certain',
    source: 'the console’s own note',
    rank: 0,
    covers: ['ended-with-error', 'dtmf-ends-call', 'open-refused'],
  },
  note => note.code === 'bug' || note.code === 'bot-bug',
);
