import { noteRule } from '../rule.ts';

export const openaiError = noteRule(
  {
    id: 'openai-error',
    severity: 'warning',
    title: 'The model reported an error',
    explanation: 'An error event does not end a session, but something that was asked for was not done.',
    fix: ['The event_id names the event that it is about: look it up in the log.'],
    confidence: 'certain',
    source: 'RT-08',
    rank: 57,
  },
  note =>
    note.code === 'RT-08' &&
    note.level === 'warning' &&
    !/rate_limit|session_expired|maximum duration|beta_api|insufficient_quota/.test(note.text),
);
