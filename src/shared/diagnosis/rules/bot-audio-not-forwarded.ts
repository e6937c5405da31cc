import { duration, factRule, span } from '../rule.ts';
import { listensOnly } from '../selected-media.ts';

/** After the first delta frames are due at once. */
const DUE_MS = 3_000;

export const botAudioNotForwarded = factRule(
  {
    id: 'bot-audio-not-forwarded',
    severity: 'problem',
    title: 'The model’s audio arrives and is not forwarded to Genesys Cloud',
    explanation:
      '“OpenAI answers in the logs, but the caller hears nothing”: response.output_audio.delta comes in, and no binary frame goes out.',
    fix: [
      'Decode the base64 of each delta, and send the bytes as binary frames.',
      'In this console: see that the selected media is that of Audio Connector (one external channel), and that no pause holds.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL row 1; AH-30',
    rank: 15,
    covers: ['bot-never-speaks'],
  },
  call => {
    const { model, botFrames, paused, bargeIns, lastMs, selected } = call;
    const first = model.firstDelta;
    if (!first || paused || botFrames.frames > 0 || bargeIns.length > 0 || selected.length === 0 || listensOnly(call))
      return undefined;
    if (lastMs - first.atMs < DUE_MS) return undefined;
    const text = `${duration(model.deltaMs)} of audio came from the model, and no binary frame went to Genesys Cloud`;
    return { evidence: [span(text, first.atMs, lastMs, first.n)] };
  },
);
