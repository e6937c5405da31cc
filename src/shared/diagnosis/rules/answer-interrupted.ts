import { ANSWER_LEDGER } from '../../realtime/answer-report.ts';
import { fieldAt } from '../../realtime/parse.ts';
import type { Evidence } from '../finding.ts';
import { andMore, duration, rule, span } from '../rule.ts';

/** Who asks why an answer was not heard must read it first, though nothing is broken: the caller spoke, or seemed to. */
export const answerInterrupted = rule(
  {
    id: 'answer-interrupted',
    severity: 'note',
    title: 'The caller interrupted an answer: the rest of it was never heard',
    explanation:
      'Speech was detected on the caller’s line while the bot spoke, so the rest of the answer was cut, and the model was told how far it was heard. That is right when the caller means it; after a short pause in their own words, with noise or an echo, it is not.',
    fix: [
      'Listen to the caller’s line at that time: they may still have been speaking, or it was noise, or the bot’s own voice.',
      'If turns end in the pauses of a caller: raise turn_detection.silence_duration_ms (in this console: Settings, profile, Silence), or take semantic_vad.',
      'If it was noise: raise turn_detection.threshold (Settings, profile, Threshold), or set noise_reduction.',
    ],
    confidence: 'certain',
    source: 'the ledger of each answer',
    rank: 95,
  },
  () => {
    const evidence: Evidence[] = [];
    let count = 0;
    return {
      see({ event }) {
        if (event.type !== 'note' || event.code !== ANSWER_LEDGER) return;
        if (fieldAt(event.data, 'ended') !== 'interrupted') return;
        const [heardMs, cutMs] = [numberIn(event.data, 'heardMs'), numberIn(event.data, 'cutMs')];
        if (cutMs === 0) return;
        count += 1;
        const heard = heardMs > 0 ? duration(heardMs) : 'nothing';
        const text = `${heard} of ${duration(heardMs + cutMs)} ${heardMs > 0 ? 'were' : 'was'} heard; ${duration(cutMs)} were cut`;
        if (evidence.length < 5) evidence.push(span(text, event.atMs - heardMs, event.atMs, event.n));
      },
      found: () => {
        const [first] = evidence;
        if (!first) return undefined;
        const title =
          count === 1
            ? `The caller interrupted an answer: ${first.text.replace(/;.*/, '')}`
            : `The caller interrupted ${count} answers: the rest of each was never heard`;
        return { title, evidence: andMore(evidence, count) };
      },
    };
  },
);

function numberIn(data: unknown, key: string): number {
  const value = fieldAt(data, key);
  return typeof value === 'number' ? value : 0;
}
