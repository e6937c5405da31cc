import { noteRule } from '../note-rule.ts';

export const settingNotTaken = noteRule(
  {
    id: 'setting-not-taken',
    severity: 'warning',
    title: 'The session is not set as it was asked for',
    explanation: 'A variable is missing or no option, or the model echoed other settings than were asked.',
    fix: [
      'A variable is missing: add it to the inputs of the Call Audio Connector action in Architect, with this very name, or take {{name}} out of the instructions.',
      'An option is none: correct the value of the input variable realtime_… (docs/rules/realtime.md lists them).',
      'Another value was echoed: this model does not take what was asked; change it in the profile.',
    ],
    confidence: 'certain',
    source: 'RT-21, RT-26, RT-27',
    rank: 58,
  },
  note => ['RT-21', 'RT-26', 'RT-27'].includes(note.code),
);
