import type { Evidence } from '../finding.ts';
import { andMore, rule, span } from '../rule.ts';

const MOST_SHOWN = 5;

export const relayCallerLost = rule(
  {
    id: 'relay-caller-lost',
    severity: 'problem',
    title: 'Your server loses the caller’s audio on the way to the model',
    explanation:
      'What Genesys Cloud sent and what came to the model were compared, sound by sound. A part never arrived: the model hears words with holes, or none.',
    fix: [
      'Send every binary frame on, in order, from the first one: also while the model speaks, and while its session is being set up.',
      'What comes before session.updated must wait in a queue, not be dropped.',
    ],
    confidence: 'certain',
    source: 'both recordings of the relays, compared',
    rank: 20,
    covers: ['vad-never-fires'],
  },
  call => {
    const evidence: Evidence[] = [];
    let count = 0;
    return {
      see({ event }) {
        if (event.type !== 'note' || event.data?.voice !== 'caller') return;
        const { fromMs, toMs, amount } = event.data;
        const leftOut = event.code === 'relay-audio-moved' && Number(amount) < 0;
        if (event.code !== 'relay-audio-missing' && !leftOut) return;
        count += 1;
        if (count > MOST_SHOWN) return;
        // The note counts on the caller's track, which begins with the first frame.
        const beginMs = call.callerFrames.first?.atMs ?? 0;
        evidence.push(span(event.text, beginMs + Number(fromMs), beginMs + Number(toMs), event.n));
      },
      found: () => (count === 0 ? undefined : { evidence: andMore(evidence, count) }),
    };
  },
);
