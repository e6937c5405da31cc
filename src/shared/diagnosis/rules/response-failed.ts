import { noteRule } from '../note-rule.ts';

export const responseFailed = noteRule(
  {
    id: 'response-failed',
    severity: 'problem',
    title: 'The model failed to answer',
    explanation: 'The response ended as failed: the caller hears nothing to their turn.',
    fix: [
      'Read the code in the evidence. server_error: the fault is OpenAI’s; call again, and see its status page if it stays.',
      'Another code: it names what was asked wrongly; look at session.update and response.create in the log.',
      'In your own server: handle response.done with status failed: say a sentence to the caller, or ask again once.',
    ],
    confidence: 'certain',
    source: 'RT-07',
    rank: 42,
    covers: ['ended-with-error'],
  },
  note => note.code === 'RT-07',
);
