import { noteRule } from '../rule.ts';

export const settingNotTaken = noteRule(
  {
    id: 'setting-not-taken',
    severity: 'warning',
    title: 'The session is not set as it was asked for',
    explanation: 'A variable is missing or no option, or the model echoed other settings than were asked.',
    fix: ['Compare the note with the profile and with the input variables of the Call Audio Connector action.'],
    confidence: 'certain',
    source: 'RT-21, RT-26, RT-27',
    rank: 58,
  },
  note => ['RT-21', 'RT-26', 'RT-27'].includes(note.code),
);
