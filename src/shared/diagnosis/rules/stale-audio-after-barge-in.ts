import type { Evidence } from '../finding.ts';
import { andMore, duration, rule, span } from '../rule.ts';

/** Frames this soon after a barge-in cannot be the answer to what the caller says: nobody has finished speaking, ms. */
const STALE_MS = 1_000;
/** One frame may cross the barge-in inside the server. */
const MORE_THAN_MS = 250;

export const staleAudioAfterBargeIn = rule(
  {
    id: 'stale-audio-after-barge-in',
    severity: 'warning',
    title: 'The bot talks on after it was interrupted: old audio is sent after barge_in',
    explanation:
      'barge_in empties what Genesys Cloud holds. Whatever is sent after it plays as new speech; here the rest of the old answer followed.',
    fix: [
      'Empty your own queue first, then send barge_in.',
      'Drop deltas of the cancelled response that still arrive.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 39',
    rank: 45,
  },
  call => {
    const evidence: Evidence[] = [];
    let count = 0;
    let keyMs = Number.NEGATIVE_INFINITY;
    let since: { atMs: number; n: number; staleMs: number } | undefined;
    const settle = () => {
      if (since && since.staleMs > MORE_THAN_MS) {
        count += 1;
        const text = `${duration(since.staleMs)} of audio were sent within 1 s after barge_in`;
        if (count <= 5) evidence.push(span(text, since.atMs, since.atMs + STALE_MS, since.n));
      }
      since = undefined;
    };
    return {
      see({ event, from, message }) {
        if (since && event.atMs - since.atMs > STALE_MS) settle();
        const barge = call.bargeIns.at(-1);
        if (from === 'genesys' && message?.type === 'dtmf') keyMs = event.atMs;
        // Keys interrupt too, and their answer may begin at once.
        if (barge && barge.n === event.n && event.atMs - keyMs > STALE_MS) since = { ...barge, staleMs: 0 };
        else if (since && event.type === 'audio' && event.leg === 'genesys' && from === 'server')
          since.staleMs += event.bytes / 8;
        // A new answer may begin at once, where keys interrupted.
        else if (since && event.type === 'message' && /response\.created|dtmf/.test(event.text.slice(0, 80)))
          since = undefined;
      },
      found: () => {
        const now = since && since.staleMs > MORE_THAN_MS && !evidence.some(({ n }) => n === since?.n);
        const all =
          now && since
            ? [...evidence, span('Audio goes on after barge_in', since.atMs, since.atMs + STALE_MS, since.n)]
            : evidence;
        return all.length > 0 ? { evidence: andMore(all, Math.max(count, all.length)) } : undefined;
      },
    };
  },
);
