/** What the bot says, as bytes. PROTOCOL section 6, and the symptoms of section 16. */
import { PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { MAX_MESSAGE_BYTES } from '../../../shared/audiohook/limits.ts';
import { overdraft } from '../../../shared/checks/rate-limit.ts';
import {
  A_LAW_LIKENESS,
  aLawLikeness,
  brightness,
  DULL,
  levelDbfs,
  longestRun,
  SIXTEEN_BIT_LIKENESS,
  sixteenBitLikeness,
} from '../../../shared/checks/sound-statistics.ts';
import { AUDIO_CONNECTOR, bad, type Check, excerpt, good, type Judgement, LISTENING, na } from './check.ts';
import type { CheckCall } from './check-call.ts';
import { disconnectOf, openedOf } from './moves.ts';

const group = 'audio out';

function joined(call: CheckCall): Uint8Array {
  return Buffer.concat(call.heard().map(({ audio }) => audio));
}

/** Judges all that the bot said in the conversation; nothing to judge when it said less than half a second. */
function sound(judge: (audio: Uint8Array, call: CheckCall) => Judgement): Check['judge'] {
  return call => {
    const audio = joined(call);
    if (audio.length < PCMU_RATE_HZ / 2) return na(`The bot said ${audio.length === 0 ? 'nothing' : 'too little'}.`);
    return judge(audio, call);
  };
}

/** A piece of text that holds more base64 than any message needs. */
const LONG_BASE64 = /[A-Za-z0-9+/]{1000,}={0,2}/;
/** 10 ms of the byte 0x00: in speech it stands alone, or by twos and threes where a peak is cut off. */
const ZERO_RUN_BYTES = 80;

export const audioChecks: readonly Check[] = [
  {
    id: 'audio-binary',
    group,
    title: 'Audio is sent as binary frames, not as text',
    rule: 'AH-10',
    source: 'Genesys documentation',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: 'Send the bytes of the audio as a binary WebSocket frame: no base64, no JSON around it.',
    calls: ['conversation'],
    judge: call => {
      const text = call.received().find(message => LONG_BASE64.test(message.text));
      if (text) return bad(`A text frame of ${text.bytes} bytes holds base64: ${excerpt(text.text, 80)}`);
      return call.heard().length > 0 ? good(`${call.heard().length} binary frames came.`) : na('The bot said nothing.');
    },
  },
  {
    id: 'audio-frame-size',
    group,
    title: 'A binary frame has at most 64,000 bytes',
    rule: 'AH-09',
    source: 'Genesys documentation',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: 'Cut what you send into frames; 1,600 bytes (200 ms) or more sustain real-time speech.',
    calls: ['conversation'],
    judge: sound((_audio, call) => {
      const largest = Math.max(...call.heard().map(({ audio }) => audio.length));
      return largest <= MAX_MESSAGE_BYTES
        ? good(`The largest has ${largest} bytes.`)
        : bad(`The largest has ${largest} bytes.`);
    }),
  },
  {
    id: 'audio-frame-empty',
    group,
    title: 'No binary frame is empty',
    rule: 'AH-10',
    source: 'a frame holds whole samples, and counts towards the rate limit',
    certainty: 'ours',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'Send no frame where there is nothing to say.',
    calls: ['conversation'],
    judge: sound((_audio, call) => {
      const empty = call.heard().filter(({ audio }) => audio.length === 0).length;
      return empty === 0 ? good('None is.') : bad(`${empty} of ${call.heard().length} frames have no bytes.`);
    }),
  },
  {
    id: 'audio-rate',
    group,
    title: 'Binary frames stay within 5 a second, 25 at once',
    rule: 'AH-18',
    source: 'limits of Genesys Cloud (global.inbound.binary.*), quoted by third parties',
    certainty: 'second-hand',
    profiles: AUDIO_CONNECTOR,
    fix: 'Send frames of 200 ms or longer: 20 ms frames use up a burst of 25 in half a second, and error 429 follows.',
    calls: ['conversation'],
    judge: sound((_audio, call) => {
      const over = overdraft(call.heard().map(({ atMs }) => atMs));
      return over <= 2
        ? good(`${call.heard().length} frames stayed within the limit.`)
        : bad(`${call.heard().length} frames overdrew the limit by ${Math.ceil(over)}.`);
    }),
  },
  {
    id: 'audio-no-header',
    group,
    title: 'The audio begins without a file header',
    source: 'Genesys documentation: headerless',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: 'Strip the header (RIFF, ID3, OggS, fLaC, .snd) of what the speech service returns; better, ask it for raw audio.',
    calls: ['conversation'],
    judge: sound((_audio, call) => {
      for (const { audio } of call.heard()) {
        const head = Buffer.from(audio.subarray(0, 4)).toString('latin1');
        const found = ['RIFF', 'ID3', 'OggS', 'fLaC', '.snd'].find(magic => head.startsWith(magic));
        if (found) return bad(`A frame begins with "${found}".`);
      }
      return good('No frame begins with one.');
    }),
  },
  {
    id: 'audio-silence-byte',
    group,
    title: 'Silence is 0xFF, or nothing at all, and not 0x00',
    source: 'ITU-T G.711: 0x00 is full-scale noise; a widespread sample fills with it',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: 'Fill gaps with 0xFF, or send nothing: Genesys Cloud needs no filling.',
    calls: ['conversation'],
    judge: sound(audio => {
      const run = longestRun(audio, 0);
      return run < ZERO_RUN_BYTES
        ? good(`The longest run of 0x00 has ${run} bytes.`)
        : bad(`${run} bytes of 0x00 follow each other.`);
    }),
  },
  {
    id: 'audio-not-16-bit',
    group,
    title: 'The audio is not 16-bit PCM',
    source: 'byte statistics: odd and even bytes differ in 16-bit samples',
    certainty: 'ours',
    profiles: AUDIO_CONNECTOR,
    fix: 'Encode to µ-law (or ask the speech service for g711_ulaw): 16-bit samples sent as PCMU are loud noise.',
    calls: ['conversation'],
    judge: sound(audio => {
      const likeness = sixteenBitLikeness(audio);
      const value = `odd and even bytes differ by ${likeness.toFixed(2)} (limit ${SIXTEEN_BIT_LIKENESS})`;
      return likeness < SIXTEEN_BIT_LIKENESS ? good(`It is not: ${value}.`) : bad(`It looks like it: ${value}.`);
    }),
  },
  {
    id: 'audio-not-a-law',
    group,
    title: 'The audio is µ-law and not A-law',
    source: 'speech is smooth under the law that made it, and rough under the other',
    certainty: 'ours',
    profiles: AUDIO_CONNECTOR,
    fix: 'Encode PCMU (µ-law), which is what was negotiated; PCMA is distorted when taken for it.',
    calls: ['conversation'],
    judge: sound(audio => {
      const likeness = aLawLikeness(audio);
      return likeness < A_LAW_LIKENESS
        ? good(`It is not: score ${likeness.toFixed(2)} (limit ${A_LAW_LIKENESS}).`)
        : bad(`It looks like A-law: score ${likeness.toFixed(2)} (limit ${A_LAW_LIKENESS}).`);
    }),
  },
  {
    id: 'audio-sample-rate',
    group,
    title: 'The audio has the spectrum of 8 kHz speech',
    source: 'spectrum: a voice at 24 kHz played at 8 kHz keeps nothing above 1.4 kHz',
    certainty: 'ours',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'Resample to 8 kHz before you encode: at 24 kHz speech is 3 times too slow and deep.',
    calls: ['conversation'],
    judge: sound(audio => {
      const share = brightness(audio);
      if (share === undefined) return na('Too little of it is audible.');
      const value = `${(share * 100).toFixed(0)} % of the power lie above 1.4 kHz`;
      return share >= DULL ? good(`It has: ${value}.`) : bad(`It is too dull for speech: ${value}.`);
    }),
  },
  {
    id: 'audio-level',
    group,
    title: 'The bot is neither too soft nor overdriven',
    source: 'ITU-T P.56: telephone speech lies near -20 to -30 dBFS',
    certainty: 'ours',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'Bring speech to about -20 dBFS (RMS) before you encode it.',
    calls: ['conversation'],
    judge: sound(audio => {
      const level = levelDbfs(audio);
      const value = `${level.toFixed(0)} dBFS on average`;
      if (level < -50) return bad(`It is hardly audible: ${value}.`);
      return level > -6 ? bad(`It is overdriven: ${value}.`) : good(`${value}.`);
    }),
  },
  {
    id: 'audio-after-opened',
    group,
    title: 'No audio comes before opened',
    rule: 'AH-10',
    source: 'Genesys documentation',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: "Queue the bot's first words until opened is written.",
    calls: ['conversation'],
    judge: call => {
      const opened = openedOf(call);
      const early = call
        .heard()
        .filter(frame => opened && call.entries.indexOf(frame) < call.entries.indexOf(opened)).length;
      return early === 0 ? good('None came.') : bad(`${early} binary frames came before opened.`);
    },
  },
  {
    id: 'audio-not-after-disconnect',
    group,
    title: 'No audio comes after disconnect',
    rule: 'AH-10',
    source: 'Genesys documentation',
    certainty: 'documented',
    breach: 'warn',
    profiles: AUDIO_CONNECTOR,
    fix: 'Say the farewell first, and send disconnect when it was heard.',
    calls: ['digits', 'breach'],
    judge: (_call, _facts, calls) => {
      const ended = calls.filter(call => disconnectOf(call));
      if (ended.length === 0) return na('The server never ended a call.');
      for (const call of ended) {
        const at = call.entries.indexOf(disconnectOf(call) as (typeof call.entries)[number]);
        const late = call.entries.slice(at).filter(entry => entry.kind === 'audio' && entry.direction === 'in').length;
        if (late > 0) return bad(`${late} binary frames came after disconnect.`);
      }
      return good('None came.');
    },
  },
  {
    id: 'audio-not-after-closed',
    group,
    title: 'No audio comes after closed',
    rule: 'AH-10',
    source: 'Genesys documentation: closed is the last message',
    certainty: 'documented',
    profiles: AUDIO_CONNECTOR,
    fix: 'Drop what is queued when close comes, then answer closed.',
    calls: ['close-mid-speech'],
    judge: call => {
      const [closed] = call.received('closed');
      if (!closed) return na('close was not answered.');
      if (call.heard().length === 0) return na('The bot said nothing.');
      const late = call.entries.slice(call.entries.indexOf(closed)).filter(entry => entry.kind === 'audio').length;
      return late === 0 ? good('None came in 1.5 s.') : bad(`${late} binary frames came after closed.`);
    },
  },
  {
    id: 'audio-none',
    group,
    title: 'The server sends no audio',
    rule: 'AH-10',
    source: 'reference implementation (415): Monitor and Transcription Connector only listen',
    certainty: 'reference',
    profiles: LISTENING,
    fix: 'Send no binary frames in a session of AudioHook Monitor or Transcription Connector.',
    calls: ['conversation'],
    judge: call => {
      const { length } = call.heard();
      return length === 0 ? good('None came.') : bad(`${length} binary frames came.`);
    },
  },
];
