import { duration, factRule, span } from '../rule.ts';

const DUE_MS = 4_000;

export const playbackNeverStarts = factRule(
  {
    id: 'playback-never-starts',
    severity: 'warning',
    title: 'Genesys Cloud does not report that it plays the bot’s audio',
    explanation:
      'Frames were sent in the right format, but no playback_started came back. Genesys Cloud tells it for Audio Connector; a test client may not.',
    fix: [
      'With a test client: nothing, if it does not know playback_started.',
      'With Genesys Cloud: look for an AudioHook event at this time, and listen to the recording.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL 10',
    rank: 43,
  },
  ({ isCaller, botFrames, playbackStarted, paused, lastMs, selected }) => {
    const { first } = botFrames;
    if (isCaller || !first || paused || playbackStarted.length > 0 || selected.length === 0) return undefined;
    if (botFrames.ms < 400 || lastMs - first.atMs < DUE_MS) return undefined;
    const text = `${duration(botFrames.ms)} of audio were sent, and no playback_started came`;
    return { evidence: [span(text, first.atMs, lastMs, first.n)] };
  },
);
