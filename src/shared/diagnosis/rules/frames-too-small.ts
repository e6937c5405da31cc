import { NoteTally } from '../note-tally.ts';
import { rule } from '../rule.ts';

/** 5 frames a second are 200 ms each; well below that real time cannot be kept up, ms. */
const SMALL_MS = 120;

export const framesTooSmall = rule(
  {
    id: 'frames-too-small',
    severity: 'problem',
    title: 'The bot’s audio comes in frames that are too small: more of them than Genesys Cloud takes',
    explanation:
      'Genesys Cloud takes 5 frames a second on average and 25 at once. Frames of 20 ms, usual elsewhere in telephony, are 50 a second: error 429, and the rest is not heard.',
    fix: [
      'Collect audio into frames of 200 ms (1,600 bytes) or more; up to 64,000 bytes are allowed.',
      'Larger frames cost no responsiveness: barge_in empties what Genesys Cloud holds.',
    ],
    confidence: 'certain',
    source: 'AH-18; limits page of Genesys Cloud; AUDIOHOOK-0012, quoted by others',
    rank: 26,
  },
  call => {
    const tally = new NoteTally(call, 3);
    return {
      see({ event }) {
        if (event.type !== 'note' || event.code !== 'AH-18' || !event.text.includes('binary')) return;
        tally.add(event);
      },
      found: () => {
        const { frames, ms } = call.botFrames;
        const each = frames > 0 ? ms / frames : 0;
        if (tally.count === 0) return undefined;
        const small = each < SMALL_MS;
        return {
          title: small
            ? `The bot’s audio comes in frames of ${Math.round(each)} ms: more of them than Genesys Cloud takes`
            : 'The bot’s audio comes in more frames than Genesys Cloud takes',
          evidence: tally.evidence,
        };
      },
    };
  },
);
