import { ANSWER_LEDGER } from '../../realtime/answer-report.ts';
import { fieldAt } from '../../realtime/parse.ts';
import { cutWords } from '../cut-words.ts';
import { andMore, duration, rule, span } from '../rule.ts';
import { isServersOwn, settledBargeIns } from './server-cuts-itself.ts';

const MOST_SHOWN = 5;

/** Who asks why an answer was not heard must read it first, though nothing is broken: the caller spoke, or seemed to. */
export const answerInterrupted = rule(
  {
    id: 'answer-interrupted',
    severity: 'note',
    title: 'The caller interrupted an answer: the rest of it was never heard',
    explanation:
      'Speech was detected on the caller’s line while the bot spoke, so the rest of the answer was cut. A bridge tells the model then how far it was heard (conversation.item.truncate). That is right when the caller means it; after a short pause in their own words, with noise or an echo, it is not.',
    fix: [
      'Listen to the caller’s line at that time: they may still have been speaking, or it was noise, or the bot’s own voice.',
      'If turns end in the pauses of a caller: raise turn_detection.silence_duration_ms (in this console: Settings, profile, Silence), or take semantic_vad.',
      'If it was noise: raise turn_detection.threshold (Settings, profile, Threshold), or set noise_reduction.',
    ],
    confidence: 'certain',
    source: 'the ledger of each answer; without one, barge_in and what was still to be heard',
    rank: 95,
  },
  call => {
    const told: Cut[] = [];
    return {
      see({ event }) {
        if (event.type !== 'note' || event.code !== ANSWER_LEDGER) return;
        if (fieldAt(event.data, 'ended') !== 'interrupted') return;
        const { n, atMs, data } = event;
        told.push({ n, atMs, heardMs: numberIn(data, 'heardMs'), cutMs: numberIn(data, 'cutMs') });
      },
      found: () => {
        // A bridge that is not ours keeps no ledger that we see: what its barge_in empties is known all the same.
        const all = told.length > 0 ? told : settledBargeIns(call).filter(bargeIn => !isServersOwn(bargeIn, call));
        const cuts = all.filter(({ cutMs }) => cutMs > 0);
        const [first] = cuts;
        if (!first) return undefined;
        const title =
          cuts.length === 1
            ? `The caller interrupted an answer: ${cutWords(first.heardMs, first.cutMs)}`
            : `The caller interrupted ${cuts.length} answers: the rest of each was never heard`;
        const shown = cuts.slice(0, MOST_SHOWN).map(({ n, atMs, heardMs, cutMs }) => {
          const text = `${cutWords(heardMs, cutMs)}; ${duration(cutMs)} were cut`;
          return span(text, atMs - heardMs, atMs, n);
        });
        return { title, evidence: andMore(shown, cuts.length) };
      },
    };
  },
);

type Cut = { readonly n: number; readonly atMs: number; readonly heardMs: number; readonly cutMs: number };

function numberIn(data: unknown, key: string): number {
  const value = fieldAt(data, key);
  return typeof value === 'number' ? value : 0;
}
