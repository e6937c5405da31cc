import { duration, factRule, span } from '../rule.ts';
import { listensOnly } from '../selected-media.ts';

const LONG_ENOUGH_MS = 5_000;

export const callerAudioNotForwarded = factRule(
  {
    id: 'caller-audio-not-forwarded',
    severity: 'problem',
    title: 'The caller’s audio is not handed on to the model',
    explanation:
      'Frames arrive from Genesys Cloud and the model’s session is ready, but nothing is appended to its input.',
    fix: [
      'On each binary frame: send {"type":"input_audio_buffer.append","audio":frame.toString("base64")} to the model.',
      'Check that the handler tells binary from text frames: in ws the second argument, isBinary.',
      'Keep what comes before session.updated, and send it then.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL 6; OpenAI documentation',
    rank: 17,
  },
  call => {
    const { callerFrames, model, paused, lastMs } = call;
    const ready = model.updated;
    if (!ready || paused || listensOnly(call) || model.appends > 0 || callerFrames.frames === 0) return undefined;
    if (!callerFrames.last || callerFrames.last.atMs - ready.atMs < LONG_ENOUGH_MS) return undefined;
    const text = `${duration(callerFrames.ms)} of caller audio came, and no input_audio_buffer.append was sent`;
    return { evidence: [span(text, ready.atMs, lastMs, ready.n)] };
  },
);
