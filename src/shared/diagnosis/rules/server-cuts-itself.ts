import { type BargeIn, type CallFacts, ONSET_MS } from '../call-facts.ts';
import { cutWords } from '../cut-words.ts';
import { andMore, duration, factRule, span } from '../rule.ts';

/** Voice detection tells of speech within this, ms: who has been silent for longer did not cause it. */
const QUIET_MS = 1_500;
/** Less than this missing nobody notices, ms: a frame may cross the barge-in. */
const NOTICED_MS = 250;
const MOST_SHOWN = 5;

export const serverCutsItself = factRule(
  {
    id: 'server-cuts-itself',
    severity: 'warning',
    title: 'The server cuts its own answer: it sends barge_in while the caller is silent',
    explanation:
      'barge_in tells Genesys Cloud to throw away all that the caller has not heard yet. Here nobody spoke and no key was pressed, so the logs show an answer that nobody hears.',
    fix: [
      'Look for what makes your server send barge_in there. It belongs to input_audio_buffer.speech_started of the model, or to a key; never to response.done, response.cancelled, or the beginning of an answer.',
      'Where your own voice detection sends it: log the caller’s level with it, and raise its threshold above the noise of the line.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 39; measured on the caller’s audio',
    rank: 44,
  },
  call => {
    const cuts = settledBargeIns(call).filter(bargeIn => isServersOwn(bargeIn, call));
    if (cuts.length === 0) return undefined;
    const shown = cuts.slice(0, MOST_SHOWN).map(({ n, atMs, heardMs, cutMs, quietMs }) => {
      const silent = `the caller had been silent for ${duration(quietMs ?? 0)}`;
      return span(`barge_in: ${cutWords(heardMs, cutMs)}; ${silent}`, atMs - heardMs, atMs + cutMs, n);
    });
    return { evidence: andMore(shown, cuts.length) };
  },
);

/** Of which it is known whether the caller began to speak: not those of the last second, while the call runs. */
export function settledBargeIns({ bargeIns, lastMs, isOver }: CallFacts): readonly BargeIn[] {
  return isOver ? bargeIns : bargeIns.filter(({ atMs }) => lastMs - atMs >= ONSET_MS);
}

/** Nothing that the caller did, or that the model took for speech, stands behind it. */
export function isServersOwn({ atMs, cutMs, quietMs }: BargeIn, { model }: CallFacts): boolean {
  const heard = model.speechStarted.some(event => event.atMs <= atMs && atMs - event.atMs < QUIET_MS);
  return cutMs >= NOTICED_MS && quietMs !== undefined && quietMs >= QUIET_MS && !heard;
}
