import { AppendRate } from '../append-rate.ts';
import { duration, rule, span } from '../rule.ts';

/** Bytes that a millisecond of audio has, by the format of the session. PCM is at 24 kHz, two bytes a sample. */
const BYTES_PER_MS: Readonly<Record<string, number>> = { 'audio/pcmu': 8, 'audio/pcma': 8, 'audio/pcm': 48 };
/** What is sent, rightly or by mistake. */
const SENT: readonly { readonly perMs: number; readonly what: string }[] = [
  { perMs: 8, what: 'µ-law at 8 kHz' },
  { perMs: 16, what: '16-bit PCM at 8 kHz' },
  { perMs: 32, what: '16-bit PCM at 16 kHz' },
  { perMs: 48, what: '16-bit PCM at 24 kHz' },
];
export const modelHearsOtherFormat = rule(
  {
    id: 'model-hears-other-format',
    severity: 'problem',
    title: 'The caller’s audio goes to the model in another format than its session expects',
    explanation:
      'The session takes each byte for what session.updated says. Audio of another format or rate is noise to it, or speech at another speed: it understands nothing, or the wrong words.',
    fix: [
      'Ask for {"type":"audio/pcmu"} as audio.input.format in session.update, and pass Genesys Cloud’s bytes on as they are.',
      'Or convert them to what the session expects: PCM is 16-bit, little-endian, at 24 kHz.',
    ],
    confidence: 'likely',
    source: 'OpenAI documentation; measured: bytes sent for each second of the caller’s audio',
    rank: 18,
    covers: ['relay-caller-lost', 'relay-caller-level', 'vad-never-fires'],
  },
  call => {
    const rate = new AppendRate(SENT.map(({ perMs }) => perMs));
    return {
      see: () => rate.look(call),
      found() {
        const { model, callerFrames } = call;
        const expected = BYTES_PER_MS[model.inputFormat];
        const { steady } = rate;
        const sent = SENT.find(({ perMs }) => perMs === steady?.of);
        if (expected === undefined || !steady || !sent || sent.perMs === expected) return undefined;
        const { bytesPerMs, ms } = steady.measured;
        const seconds = `${Math.round(bytesPerMs * 1000)} bytes for each second of the caller (${duration(ms)} in all)`;
        const text = `${seconds}, as ${sent.what} has; ${model.inputFormat} has ${expected * 1000}`;
        const { n, atMs = 0 } = model.firstAppend ?? {};
        return {
          title: `The model is sent ${sent.what}, while its session expects ${model.inputFormat}${expected === 48 ? ' at 24 kHz' : ''}`,
          evidence: [span(text, atMs, callerFrames.last?.atMs ?? atMs, n)],
        };
      },
    };
  },
);
