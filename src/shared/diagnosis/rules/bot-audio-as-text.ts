import { serverMessageSchema } from '../../audiohook/messages.ts';
import type { Evidence } from '../finding.ts';
import { at, rule } from '../rule.ts';

/** More base64 in one piece than any message needs. Looks no further: on a run of megabytes the stack would not do. */
const LONG_BASE64 = /[A-Za-z0-9+/]{400}/;

/** A field that APIs of speech have audio in, with some. */
const AUDIO_FIELD = /"(?:audio|chunk|delta|media|payload)"\s*:\s*"[A-Za-z0-9+/]{400}/;
/** What a server may say, all of it. */
const TYPES = new Set<string>(serverMessageSchema.options.map(option => option.shape.type.value));

export const botAudioAsText = rule(
  {
    id: 'bot-audio-as-text',
    severity: 'problem',
    title: 'The bot’s audio is sent as base64 text: Genesys Cloud plays binary frames only',
    explanation:
      'Text frames are messages of the protocol. Audio travels as binary frames of bare PCMU bytes: no JSON, no base64, no header. OpenAI sends base64; it must be decoded on the way.',
    fix: [
      'Decode the delta of response.output_audio.delta: Buffer.from(delta, "base64").',
      'Send the bytes as a binary WebSocket frame: socket.send(buffer).',
    ],
    confidence: 'certain',
    source: 'PROTOCOL 6; row 1',
    rank: 15,
    covers: [
      'bot-audio-not-forwarded',
      'bot-never-speaks',
      'server-error-message',
      'malformed-message',
      'server-closed-tcp',
      'unknown-fields',
      'message-too-large',
    ],
  },
  call => {
    let any: Evidence | undefined;
    let foreign: Evidence | undefined;
    return {
      see({ event, from, message }) {
        if (event.type !== 'message' || event.leg !== 'genesys' || from !== 'server') return;
        if (event.bytes < 500 || !LONG_BASE64.test(event.text)) return;
        const type = message?.type ?? '';
        const text = `A text message of ${event.bytes} bytes with base64 in it${dialect(type, event.text)}`;
        any ??= at(event, text);
        if (!TYPES.has(type) && AUDIO_FIELD.test(event.text)) foreign ??= at(event, text);
      },
      // Beside audio as it should be, a long text may be anything: only what is named as audio, and is no message of the
      // protocol, counts.
      found: () => {
        const shown = call.botFrames.frames === 0 ? any : foreign;
        return shown && { evidence: [shown] };
      },
    };
  },
);

function dialect(type: string, text: string): string {
  if (/^response\./.test(type)) return `: ${type} of OpenAI, as it came`;
  return /"event"\s*:\s*"media"/.test(text.slice(0, 400)) ? ': a media message of Twilio’s Media Streams' : '';
}
