import { factRule, span } from '../rule.ts';

/** Answers in a row that a person would not cut so often by themselves. */
const IN_A_ROW = 4;

export const interruptedAgainAndAgain = factRule(
  {
    id: 'interrupted-again-and-again',
    severity: 'warning',
    title: 'Every answer is cut off: something on the line interrupts the bot again and again',
    explanation:
      'Answers in a row were cancelled because speech was detected. People do not interrupt so often: noise, a television, or the bot’s own echo counts as the caller.',
    fix: [
      'Have the caller use a headset, or another line.',
      'Raise audio.input.turn_detection.threshold in session.update (in this console: Settings, profile, Threshold), or set audio.input.noise_reduction to {"type":"far_field"}.',
      'Or set turn_detection.interrupt_response to false (profile: interruptResponse): then nobody can interrupt.',
    ],
    confidence: 'likely',
    source: 'measured on the answers; RT-15',
    rank: 50,
  },
  ({ model }) => {
    let run: typeof model.answers = [];
    let longest: typeof model.answers = [];
    for (const answer of model.answers) {
      if (answer.status === 'cancelled') run = [...run, answer];
      else if (answer.status === 'completed' && answer.audioBytes > 0) run = [];
      if (run.length > longest.length) longest = run;
    }
    if (longest.length < IN_A_ROW) return undefined;
    return {
      evidence: longest.slice(0, 5).map(({ n, createdMs }) => span('This answer was cut off', createdMs, createdMs, n)),
    };
  },
);
