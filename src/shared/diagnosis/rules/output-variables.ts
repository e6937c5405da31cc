import { noteRule } from '../note-rule.ts';

export const outputVariables = noteRule(
  {
    id: 'output-variables',
    severity: 'problem',
    title: 'Output variables do not reach the flow: they are in the wrong message, or no strings',
    explanation:
      'Architect takes outputVariables from disconnect alone, and every value is a string; numbers and objects are refused.',
    fix: ['Send outputVariables in disconnect, not in closed or an event.', 'Turn every value into a string.'],
    confidence: 'certain',
    source: 'AH-17; PROTOCOL row 40',
    rank: 46,
  },
  note => note.code === 'AH-17',
);
