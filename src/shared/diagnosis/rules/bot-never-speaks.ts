import { duration, factRule, span } from '../rule.ts';
import { listensOnly } from '../selected-media.ts';

/** A bot that greets has done so by then, and one that listens has had a turn, ms. */
const LONG_ENOUGH_MS = 10_000;

export const botNeverSpeaks = factRule(
  {
    id: 'bot-never-speaks',
    severity: 'problem',
    title: 'The server sends no audio at all',
    explanation:
      'The session is open, the caller has spoken, and no binary frame came. Whether the bot made any sound cannot be seen from here: the model’s side is not on this wire.',
    fix: [
      'Look into your server’s log: did response.output_audio.delta arrive? Then it is not forwarded.',
      'If it did arrive: decode the base64 and send it as binary frames of 200 ms or more.',
      'Call this console’s own server with the same key: then both sides are seen.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 1; measured',
    rank: 19,
  },
  call => {
    const { isTheirServer, opened, botFrames, callerSound, selected, isProbe, lastMs, model } = call;
    if (!isTheirServer || !opened || isProbe || botFrames.frames > 0 || selected.length === 0 || model.seen)
      return undefined;
    // Monitor and Transcription Connector take no audio at all.
    if (listensOnly(call)) return undefined;
    if (callerSound.utterances === 0 || lastMs - opened.atMs < LONG_ENOUGH_MS) return undefined;
    const text = `The caller spoke, and in ${duration(lastMs - opened.atMs)} no binary frame came from the server`;
    return { evidence: [span(text, opened.atMs, lastMs, opened.n)] };
  },
);
