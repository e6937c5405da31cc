import type { Evidence } from '../finding.ts';
import { andMore, duration, rule, span } from '../rule.ts';

/** Callers say "hello?" long before, ms. */
const LONG_MS = 5_000;
/** What nobody has answered by then may be the end of what there was to say; later it is not, ms. */
const UNANSWERED_MS = 10_000;
/** Silence after which our own ear says that speech has ended, ms. */
const HANGOVER_MS = 500;
const MOST_SHOWN = 5;

export const callerWaits = rule(
  {
    id: 'caller-waits',
    severity: 'warning',
    title: 'The caller waits long for an answer',
    explanation: 'The caller had spoken, nothing was playing, and nothing of the bot came for seconds.',
    fix: [
      'Turns shows the parts of each wait, where the model’s wire was seen: voice detection, model, bridge, playback.',
      'Without it: log in your server when speech_started, speech_stopped, response.created and the first response.output_audio.delta come, and when the first frame goes to Genesys Cloud.',
      'If a function takes the time: have the model say that it is looking, before it calls it.',
    ],
    confidence: 'likely',
    source: 'measured on the caller’s audio',
    rank: 90,
    lastResort: true,
  },
  call => {
    const evidence: Evidence[] = [];
    let count = 0;
    let longestMs = 0;
    let spoke = false;
    let answered = false;
    let knownMs = 0;
    let since: { readonly n: number; readonly atMs: number } | undefined;
    const wait = (text: string, from: { readonly n: number; readonly atMs: number }, toMs: number) =>
      span(text, from.atMs, toMs, from.n);
    return {
      see({ event, from, message, audio }) {
        if (event.leg !== 'genesys') return;
        // Who is on hold or presses keys waits for no words.
        if (from === 'genesys' && (message?.type === 'paused' || message?.type === 'dtmf')) since = undefined;
        if (event.type !== 'audio' || call.close) return;
        if (from === 'server') {
          const waitedMs = since ? event.atMs - since.atMs : 0;
          if (since && waitedMs > LONG_MS) {
            count += 1;
            longestMs = Math.max(longestMs, waitedMs);
            if (count <= MOST_SHOWN)
              evidence.push(wait(`${duration(waitedMs)} until the bot spoke`, since, event.atMs));
          }
          answered ||= since !== undefined;
          since = undefined;
        } else if (event.track === 'caller') {
          // Without its bytes nobody knows whether they speak.
          if (!audio) {
            since = undefined;
            return;
          }
          knownMs = event.atMs;
          const speaks = call.callerSound.isSpeaking;
          const endMs = event.atMs - HANGOVER_MS;
          if (speaks) since = undefined;
          else if (spoke && !(call.layout.endMs > endMs)) since = { n: event.n, atMs: endMs };
          spoke = speaks;
        }
      },
      found: () => {
        if (call.isLineTest || call.botFrames.frames === 0) return undefined;
        const untilMs = Math.min(call.close?.atMs ?? call.lastMs, knownMs);
        const openMs = since ? untilMs - since.atMs : 0;
        if (since && openMs > UNANSWERED_MS) {
          const all = [...evidence, wait(`nothing for ${duration(openMs)}`, since, untilMs)];
          const found = { title: 'The caller spoke, and no answer came', evidence: andMore(all, count + 1) };
          // What was said last may have been the goodbye.
          return answered && count === 0 ? { ...found, severity: 'note' } : found;
        }
        if (count === 0) return undefined;
        return { title: `The caller waits ${duration(longestMs)} for an answer`, evidence: andMore(evidence, count) };
      },
    };
  },
);
