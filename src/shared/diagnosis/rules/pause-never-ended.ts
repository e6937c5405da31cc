import { duration, rule, span } from '../rule.ts';

/** A pause that ends with the call may be meant when it is short, ms. */
const LONG_MS = 5_000;

export const pauseNeverEnded = rule(
  {
    id: 'pause-never-ended',
    severity: 'warning',
    title: 'The server paused the audio and never resumed it: it hears nothing of the caller',
    explanation:
      'pause (or startPaused in opened) stops the audio of both directions until the server sends resume. None came to the end of the call, so the bot was deaf, and what it sent in the meantime was not played.',
    fix: [
      'Send resume where what the pause was for is over, also when that fails or takes too long.',
      'Do not pause while the bot speaks or thinks: caller audio may come at any time, and without it nobody can interrupt.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL: pause, resume',
    rank: 41,
  },
  call => {
    let since: { readonly n: number; readonly atMs: number } | undefined;
    return {
      see({ event, from, message }) {
        if (event.leg !== 'genesys' || from !== 'server') return;
        const startsPaused = message?.type === 'opened' && message.parameters.startPaused === true;
        if (message?.type === 'pause' || startsPaused) since ??= event;
        if (message?.type === 'resume') since = undefined;
      },
      found: () => {
        // While the call runs, resume may still come.
        const untilMs = call.disconnect?.atMs ?? call.close?.atMs ?? (call.isOver ? call.lastMs : undefined);
        if (!since || untilMs === undefined || untilMs - since.atMs < LONG_MS) return undefined;
        const text = `paused, and no resume for ${duration(untilMs - since.atMs)}`;
        return { evidence: [span(text, since.atMs, untilMs, since.n)] };
      },
    };
  },
);
