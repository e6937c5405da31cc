import { noteRule } from '../note-rule.ts';

export const replayedFaster = noteRule(
  {
    id: 'replayed-faster',
    severity: 'note',
    title: 'The caller was run again at another speed: times mean nothing here',
    explanation:
      'The caller’s clock went faster than that of the server, so latencies, gaps and late pongs are not what a caller would meet.',
    fix: ['Run it again at 1x to measure.'],
    confidence: 'certain',
    source: 'the console’s own note',
    rank: 80,
    covers: ['slow-pong', 'caught-up'],
  },
  ({ code, data }) =>
    code === 'replay' && typeof data === 'object' && data !== null && 'speed' in data && data.speed !== 1,
);
