import { noteRule } from '../note-rule.ts';

export const modelAudioNotBase64 = noteRule(
  {
    id: 'model-audio-not-base64',
    severity: 'problem',
    title: 'The model’s audio is not base64',
    explanation: 'The delta could not be decoded: there is nothing to play.',
    fix: ['With a server of your own: send audio as base64 in the delta of response.output_audio.delta.'],
    confidence: 'certain',
    source: 'RT-16',
    rank: 30,
    covers: ['bot-audio-not-forwarded'],
  },
  note => note.code === 'RT-16',
);
