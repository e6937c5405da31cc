import { duration, factRule, span } from '../rule.ts';

const LONG_MS = 30_000;

export const turnNeverEnds = factRule(
  {
    id: 'turn-never-ends',
    severity: 'warning',
    title: 'The caller’s turn does not end: the model waits for silence',
    explanation:
      'Turn detection heard speech begin and no end of it: noise on the line counts as speech, or the audio stopped in the middle of a word.',
    fix: [
      'Raise audio.input.turn_detection.threshold in session.update, for example to 0.7 (in this console: Settings, profile, Threshold), or set audio.input.noise_reduction.',
      'In a pause go on sending silence (0xFF) to the model: turn detection counts audio, not time.',
    ],
    confidence: 'likely',
    source: 'OpenAI documentation of server_vad',
    rank: 51,
    covers: ['caller-waits'],
  },
  ({ model, lastMs }) => {
    const started = model.speechStarted.at(-1);
    const committed = model.committed.at(-1);
    if (!started || (committed && committed.n > started.n) || lastMs - started.atMs < LONG_MS) return undefined;
    const text = `speech_started, and no end of the turn for ${duration(lastMs - started.atMs)}`;
    return { evidence: [span(text, started.atMs, lastMs, started.n)] };
  },
);
