import { EchoMeter } from '../echo-meter.ts';
import type { Evidence } from '../finding.ts';
import { andMore, decibels, duration, rule, span } from '../rule.ts';

export const callerEcho = rule(
  {
    id: 'caller-echo',
    severity: 'warning',
    title: 'The bot interrupts itself: its own voice comes back as the caller’s (echo)',
    explanation:
      'Speech was detected while the bot spoke, and what was heard is the bot’s own sound, later and quieter. It is not the caller who interrupts.',
    fix: [
      'Have the caller use a headset, or a phone with echo cancellation; turn the loudspeaker down.',
      'Raise audio.input.turn_detection.threshold in session.update above the echo (in this console: Settings, profile, Threshold), or set audio.input.noise_reduction to {"type":"far_field"}.',
      'As a last resort set turn_detection.interrupt_response to false (profile: interruptResponse): then nobody can interrupt.',
    ],
    confidence: 'likely',
    source: 'measured: correlation of the two tracks',
    rank: 44,
    covers: ['interrupted-again-and-again'],
  },
  call => {
    const meter = new EchoMeter(call.layout);
    const evidence: Evidence[] = [];
    const found: { lagMs: number; gainDb: number }[] = [];
    return {
      see(seen) {
        meter.see(seen);
        const { event, message } = seen;
        const cut =
          message?.type === 'input_audio_buffer.speech_started' ||
          (!call.model.seen && call.bargeIns.at(-1)?.n === event.n);
        if (!cut) return;
        const echo = meter.at(event.atMs);
        if (!echo) return;
        found.push(echo);
        const text = `The caller’s audio is the bot’s, ${duration(echo.lagMs)} later at ${decibels(echo.gainDb)} (correlation ${echo.likeness.toFixed(2)})`;
        if (evidence.length < 5) evidence.push(span(text, event.atMs - meter.windowMs, event.atMs, event.n));
      },
      found: () => {
        const middle = found.toSorted((a, b) => a.lagMs - b.lagMs)[Math.floor(found.length / 2)];
        if (!middle) return undefined;
        return {
          title: `The bot interrupts itself: its own voice comes back as the caller’s (echo, ${duration(middle.lagMs)}, ${decibels(middle.gainDb)})`,
          evidence: andMore(evidence, found.length),
        };
      },
    };
  },
);
