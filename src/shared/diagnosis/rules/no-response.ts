import { noteRule } from '../note-rule.ts';

export const noResponse = noteRule(
  {
    id: 'no-response',
    severity: 'warning',
    title: 'The model created no response to the caller’s turn',
    explanation:
      'The turn was committed, and nothing followed. With createResponse switched off somebody must ask for the answer.',
    fix: [
      'Check that turn_detection.create_response is true (profile: turnDetection.createResponse), or send response.create after each input_audio_buffer.committed.',
      'Look for an error after the commit.',
    ],
    confidence: 'certain',
    source: 'RT-20',
    rank: 51,
    covers: ['no-answer-audio', 'caller-waits'],
  },
  note => note.code === 'RT-20',
);
