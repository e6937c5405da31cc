import type { Evidence } from '../finding.ts';
import { andMore, at, rule } from '../rule.ts';

export const twoResponses = rule(
  {
    id: 'two-responses',
    severity: 'warning',
    title: 'Two answers at once: one was asked for while another was active',
    explanation:
      'A conversation has one response at a time. Usually turn detection creates one by itself, and the program asks for another.',
    fix: [
      'Either let turn detection create responses (turn_detection.create_response: true) or send response.create yourself; not both.',
      'After a function’s answer ask once, when all functions of the response are answered.',
    ],
    confidence: 'certain',
    source: 'RT-09, RT-28; openai-agents-js#1127',
    rank: 55,
    covers: ['openai-error'],
  },
  () => {
    const evidence: Evidence[] = [];
    let count = 0;
    let refused = 0;
    return {
      see({ event }) {
        if (event.type !== 'note' || (event.code !== 'RT-09' && event.code !== 'RT-28')) return;
        count += 1;
        if (event.code === 'RT-09') refused += 1;
        if (count <= 5) evidence.push(at(event, event.text));
      },
      found: () => {
        if (count === 0) return undefined;
        // Refused once, it is a greeting that met the caller's first words, and is asked for again.
        const isHarmless = count === 1 && refused === 1;
        return { evidence: andMore(evidence, count), ...(isHarmless ? { severity: 'note' } : {}) };
      },
    };
  },
);
