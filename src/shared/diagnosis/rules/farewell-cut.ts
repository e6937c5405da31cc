import { duration, factRule, span } from '../rule.ts';

/** Less than this that was not heard is jitter, ms. */
const LEAST_MS = 400;

export const farewellCut = factRule(
  {
    id: 'farewell-cut',
    severity: 'warning',
    title: 'The farewell is cut: disconnect came before it was heard',
    explanation: 'Genesys Cloud stops playing when it reads disconnect. What the bot said last was still in its queue.',
    fix: ['Send the farewell, wait for playback_completed (10 s at most), and then send disconnect.'],
    confidence: 'likely',
    source: 'PROTOCOL 10 and row 38; RASA, DOA and TELNYX wait so',
    rank: 49,
  },
  ({ disconnect, layout, botFrames, bargeIns }) => {
    if (disconnect?.message.parameters.reason !== 'completed' || !botFrames.last) return undefined;
    const lastN = botFrames.last.n;
    const interrupted = bargeIns.some(({ n }) => n > lastN);
    const leftMs = layout.endMs - disconnect.atMs;
    if (interrupted || !layout.isPlaying || leftMs < LEAST_MS) return undefined;
    const text = `${duration(leftMs)} of the bot’s sound were not yet heard when disconnect was sent`;
    return { evidence: [span(text, disconnect.atMs, disconnect.atMs + leftMs, disconnect.n)] };
  },
);
