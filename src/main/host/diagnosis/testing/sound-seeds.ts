/** Faults of the sound itself, the bot’s and the caller’s: they are measured on the bytes. */
import { orderPcmu } from '../../../../../e2e/audio/sounds.ts';
import { decodeMuLaw, encodeMuLaw, MULAW_SILENCE } from '../../../../shared/audio/mulaw.ts';
import { voiceMutants } from '../../checks/testing/voice-mutants.ts';
import { sixteenBit } from '../../checks/testing/wrong-encodings.ts';
import { encoded, greeter, L16_MONO, louder, mutant, onSession, type Seed, says, server } from './seed-parts.ts';
import { testClient } from './test-client.ts';

const swapped = (audio: Uint8Array) => new Uint8Array(Buffer.from(audio).swap16());

export const SOUNDS: readonly Seed[] = [
  {
    symptom: 'frames of 80,000 bytes',
    play: server(mutant(voiceMutants, 'audio-frame-size')),
    first: 'message-too-large',
    says: 'The server sent a frame of more than 64,000 bytes',
  },
  {
    symptom: 'a WAV header',
    play: server(mutant(voiceMutants, 'audio-no-header')),
    first: 'wav-header',
    says: 'The bot’s audio begins with a WAV header',
  },
  {
    symptom: '0x00 as silence',
    play: server(mutant(voiceMutants, 'audio-silence-byte')),
    first: 'zero-silence',
    says: 'Silence is sent as 0x00',
  },
  {
    symptom: 'A-law',
    play: server(mutant(voiceMutants, 'audio-not-a-law')),
    first: 'bot-audio-a-law',
    says: 'The bot’s audio is A-law',
  },
  {
    symptom: 'µ-law at 24 kHz',
    play: server(mutant(voiceMutants, 'audio-sample-rate')),
    first: 'bot-audio-24khz',
    says: 'The bot’s audio is not at 8 kHz',
  },
  {
    symptom: 'stereo to a mono line',
    play: server(
      encoded(audio => Uint8Array.from({ length: 2 * audio.length }, (_, at) => audio[at >> 1] ?? MULAW_SILENCE)),
    ),
    first: 'bot-audio-stereo',
    says: 'The bot’s audio is stereo',
  },
  {
    symptom: 'a silent bot',
    play: server(encoded(audio => audio.map(() => MULAW_SILENCE))),
    first: 'bot-audio-silent',
    says: 'The bot’s audio is silence',
  },
  {
    symptom: 'a faint bot',
    play: server(encoded(audio => louder(audio, 1 / 30))),
    first: 'bot-too-quiet',
    says: 'The bot’s audio is so quiet that hardly a caller will hear it',
  },
  {
    symptom: 'a bot whose frames come too slowly',
    play: server(
      onSession(session => {
        session.frameEveryMs = 290;
      }),
    ),
    first: 'bot-stutters',
    says: 'The bot’s voice stutters: its audio is sent more slowly than it is played',
  },
  {
    symptom: 'a clipped bot',
    play: server(
      encoded(audio => encodeMuLaw(decodeMuLaw(audio).map(sample => Math.max(-32_767, Math.min(32_767, sample * 30))))),
    ),
    first: 'bot-audio-clipped',
    says: 'The bot’s audio is clipped',
  },
  {
    symptom: 'L16 with its bytes swapped',
    play: server(
      encoded(audio => swapped(sixteenBit(audio))),
      { options: { offer: [L16_MONO] }, lastMs: 4_000 },
    ),
    first: 'bot-audio-big-endian',
    says: 'The bot’s 16-bit audio (L16) has its bytes swapped: read as little-endian it is loud noise',
    also: ['frames-too-small'],
  },
  {
    symptom: 'a caller whose L16 has its bytes swapped',
    play: b =>
      b.console(greeter, {
        raw: testClient({
          lastMs: 4_000,
          media: [L16_MONO],
          audio: swapped(sixteenBit(orderPcmu())),
          frameBytes: 3_200,
        }),
      }),
    first: 'caller-audio-big-endian',
    says: 'The caller’s 16-bit audio (L16) has its bytes swapped',
    also: ['playback-never-starts'],
  },
  {
    symptom: 'a faint caller',
    play: async b => b.console(await b.simulated(), { source: says(louder(orderPcmu(), 0.012)), lastMs: 11_000 }),
    first: 'caller-too-quiet',
    says: 'The caller is too quiet',
  },
  {
    symptom: 'a clipped caller',
    play: b =>
      b.console(greeter, {
        source: says(encodeMuLaw(decodeMuLaw(orderPcmu()).map(s => Math.max(-32_767, Math.min(32_767, s * 40))))),
      }),
    first: 'caller-clipped',
    says: 'The caller’s audio is clipped',
  },
  {
    symptom: '16-bit caller',
    play: b => b.console(greeter, { source: says(sixteenBit(orderPcmu())) }),
    first: 'caller-audio-wrong-format',
    says: 'The caller’s audio is not PCMU',
  },
];
