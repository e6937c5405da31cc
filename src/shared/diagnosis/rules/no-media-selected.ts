import { factRule } from '../rule.ts';
import { moment } from '../told.ts';

export const noMediaSelected = factRule(
  {
    id: 'no-media-selected',
    severity: 'problem',
    title: 'opened selected no media: no sound goes either way',
    explanation:
      'An empty media list opens the session without audio. That is right for the connection probe, and wrong for a call.',
    fix: [
      'Return the offered PCMU in opened.parameters.media.',
      'Recognise the probe by its null UUIDs, and answer only that with an empty list.',
    ],
    confidence: 'certain',
    source: 'AH-12; PROTOCOL row 2',
    rank: 21,
  },
  ({ opened, selected, offered, isProbe }) => {
    if (!opened || isProbe || offered.length === 0 || selected.length > 0) return undefined;
    return { evidence: [moment(opened, 'opened has an empty media list')] };
  },
);
