import { duration, factRule, span } from '../rule.ts';

/** Bytes that a millisecond of audio has, by the format of the session. PCM is at 24 kHz, two bytes a sample. */
const BYTES_PER_MS: Readonly<Record<string, number>> = { 'audio/pcmu': 8, 'audio/pcma': 8, 'audio/pcm': 48 };
/** What else is sent by mistake. */
const OTHERS: readonly { readonly perMs: number; readonly what: string }[] = [
  { perMs: 8, what: 'µ-law at 8 kHz' },
  { perMs: 16, what: '16-bit PCM at 8 kHz' },
  { perMs: 32, what: '16-bit PCM at 16 kHz' },
  { perMs: 48, what: '16-bit PCM at 24 kHz' },
];
/** As far as pieces on their way at the beginning and the end may move it. */
const TOLERANCE = 0.15;
/** Less says too little, ms. */
const LEAST_MS = 3_000;

export const modelHearsOtherFormat = factRule(
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
  ({ model, callerFrames }) => {
    const expected = BYTES_PER_MS[model.inputFormat];
    const { ms, first, last } = callerFrames;
    if (expected === undefined || !first || !last || ms < LEAST_MS) return undefined;
    const perMs = model.appendedBytes / ms;
    const isAbout = (value: number) => Math.abs(perMs / value - 1) < TOLERANCE;
    const sent = OTHERS.find(other => isAbout(other.perMs));
    if (!sent || isAbout(expected)) return undefined;
    const seconds = `${Math.round(perMs * 1000)} bytes for each second of the caller (${duration(ms)} in all)`;
    const text = `${seconds}, as ${sent.what} has; ${model.inputFormat} has ${expected * 1000}`;
    return {
      title: `The model is sent ${sent.what}, while its session expects ${model.inputFormat}${expected === 48 ? ' at 24 kHz' : ''}`,
      evidence: [span(text, first.atMs, last.atMs, model.firstAppend?.n)],
    };
  },
);
