import { noteRule } from '../note-rule.ts';

export const openaiError = noteRule(
  {
    id: 'openai-error',
    severity: 'warning',
    title: 'The model reported an error',
    explanation: 'An error event does not end a session, but something that was asked for was not done.',
    fix: [
      'Read code and message in the evidence: they say what was refused.',
      'Search the log for its event_id: that is the event of the bridge which asked for it.',
    ],
    confidence: 'certain',
    source: 'RT-08',
    rank: 57,
  },
  note =>
    note.code === 'RT-08' &&
    note.level === 'warning' &&
    !/rate_limit|session_expired|maximum duration|beta_api|insufficient_quota/.test(note.text),
);
