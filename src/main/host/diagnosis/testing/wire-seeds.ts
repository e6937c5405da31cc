/** Faults on the wire between Genesys Cloud and a server, calls that are only noted, and such as only look odd. */
import { rmSync } from 'node:fs';
import { orderPcmu } from '../../../../../e2e/audio/sounds.ts';
import { decodeMuLaw, encodeMuLaw } from '../../../../shared/audio/mulaw.ts';
import { answerNote } from '../../../../shared/diagnosis/places.ts';
import { concatBytes } from '../../../../shared/lib/concat-bytes.ts';
import { noted, repeating } from '../../bots/line-test/line-test.ts';
import { beeps } from '../../bots/line-test/tone.ts';
import { sessionMutants } from '../../checks/testing/session-mutants.ts';
import { sixteenBit } from '../../checks/testing/wrong-encodings.ts';
import type { CallProgress } from '../../genesys-client/genesys-call.ts';
import {
  encoded,
  greeter,
  L16_MONO,
  mutant,
  onSession,
  press,
  quiet,
  type Seed,
  type SilentSeed,
  STORY,
  says,
  server,
  transcriptAt,
} from './seed-parts.ts';
import { testClient } from './test-client.ts';

const FRAME_BYTES = 1600;

export const WIRE: readonly Seed[] = [
  {
    symptom: 'a client that sends no audio',
    play: b =>
      b.console(greeter, { raw: testClient({ lastMs: 6_000, opened: client => client.send('playback_started') }) }),
    first: 'no-caller-audio',
    says: 'No audio comes from the calling side',
  },
  {
    symptom: 'a client that reports no playback',
    play: b => b.console(greeter, { raw: testClient({ lastMs: 6_000, audio: orderPcmu() }) }),
    first: 'playback-never-starts',
    says: 'Genesys Cloud does not report that it plays the bot’s audio',
  },
  {
    symptom: 'an error from Genesys Cloud',
    play: b =>
      b.console(greeter, {
        raw: testClient({
          lastMs: 2_000,
          audio: orderPcmu(),
          opened: client => client.send('error', { code: 429, message: 'Rate limit exceeded' }),
        }),
      }),
    first: 'genesys-reports-error',
    says: 'Genesys Cloud reported an error',
  },
  {
    symptom: 'a server that talks in a pause',
    play: server(
      onSession(session => {
        session.pump = () => {
          const frame = session.queue.shift();
          if (frame) session.sendAudio(frame);
        };
      }),
      {
        lastMs: 4_000,
        on: (item, call) => {
          if (item.type === 'state' && item.state === 'open') call.hold(true);
        },
      },
    ),
    first: 'audio-in-pause',
    says: 'The server sends audio while Genesys Cloud is paused',
  },
  {
    symptom: 'a server that talks after its disconnect',
    play: server(
      onSession(session => {
        session.greet = () => undefined;
        session.sayFarewell = () => {
          session.hangUp({ reason: 'completed' });
          for (let n = 0; n < 3; n += 1)
            session.sendAudio(Buffer.from(session.voice.farewell.subarray(0, FRAME_BYTES)));
        };
        session.after(2_000, () => session.sayFarewell());
      }),
    ),
    first: 'audio-after-end',
    says: 'The server sends audio after it ended the call',
  },
  {
    symptom: 'a bot with an offset',
    play: server(
      encoded(audio =>
        encodeMuLaw(decodeMuLaw(audio).map(sample => Math.max(-32_000, Math.min(32_000, sample + 3_000)))),
      ),
    ),
    first: 'bot-audio-offset',
    says: 'The bot’s audio has a constant offset (DC)',
  },
  {
    symptom: 'a bot of the console that breaks',
    play: b =>
      b.console(
        call => ({
          ...greeter(call),
          hear: () => undefined,
          pressed: () => {
            throw new TypeError('digits is undefined');
          },
        }),
        { on: press('5'), lastMs: 4_000 },
      ),
    first: 'console-bug',
    says: 'The console itself has a bug',
    also: ['ended-with-error'],
  },
  {
    symptom: 'a disk that goes in the call',
    play: b => {
      const own = b.aside(() => undefined);
      const on = (item: CallProgress) => {
        if (item.type !== 'state' || item.state !== 'open') return;
        for (const { id } of own.store.list()) rmSync(own.store.folder(id), { recursive: true });
      };
      return own.server({}, { on, lastMs: 4_000 });
    },
    first: 'capture-failed',
    says: 'The session is not recorded completely: the disk refused',
  },
  {
    symptom: 'the integration is not active, as its user says',
    play: async b => {
      const { summary } = await b.console(greeter, { lastMs: 2_000 });
      await b.store.annotate(summary.id, answerNote('integration-active', false));
      return b.past(summary.id);
    },
    first: 'integration-inactive',
    says: 'The integration in Genesys Cloud is not active: its calls do not reach the server',
  },
];

/** Findings that are notes. */
export const NOTED: readonly Seed[] = [
  {
    symptom: 'a line test that is heard',
    play: b => b.console(noted('tone', repeating('tone', beeps(), b.clock)), { lastMs: 6_000 }),
    first: 'line-test-heard',
    says: 'Genesys Cloud to caller works: the fault is in the bot or its server',
    isNote: true,
  },
  {
    symptom: 'a caller that is run again faster',
    play: b => b.replayed(4),
    first: 'replayed-faster',
    says: 'The caller was run again at another speed: times mean nothing here',
    isNote: true,
  },
  {
    symptom: 'a caller that is run again from a bundle without sound',
    play: b => b.replayed(1, true),
    first: 'replayed-silent',
    says: 'The caller is run again without sound that the capture lacks',
  },
  {
    symptom: 'an answer that the caller interrupts',
    play: async b =>
      b.console(await b.simulated(STORY), { source: says(concatBytes([quiet(4_000), orderPcmu()])), lastMs: 9_000 }),
    first: 'answer-interrupted',
    says: 'The caller interrupted an answer: ',
    isNote: true,
  },
  {
    symptom: 'a fault that was asked for',
    play: server({}, { options: { fault: 'frames-20ms' }, lastMs: 4_000 }),
    first: 'fault-on-purpose',
    says: 'The caller broke a rule on purpose',
    isNote: true,
  },
  {
    symptom: 'audio that waited for opened',
    play: server(mutant(sessionMutants, 'opened-soon'), { lastMs: 4_000 }),
    first: 'caught-up',
    says: 'Genesys Cloud sent the audio of the waiting time at once',
    also: ['opened-slow'],
    isNote: true,
  },
  {
    symptom: 'a monitor that a bot talks to',
    play: async b => b.console(await b.simulated(), { options: { offer: 'stereo' } }),
    first: 'client-only-listens',
    says: 'This client only listens in: what the bot says is not sent to it, on purpose',
    isNote: true,
  },
];

export const SILENT: readonly SilentSeed[] = [
  {
    symptom: 'a server that pauses and resumes, takes keys, and writes down what was said',
    play: server(
      onSession(session => {
        session.after(1_500, () => session.send('pause'));
        session.after(2_000, () => session.send('resume'));
        session.after(4_000, () => session.send('event', transcriptAt('PT2.4S')));
      }),
      { on: press('5'), lastMs: 6_000 },
    ),
  },
  {
    symptom: 'L16 as it should be, both ways',
    play: server(
      onSession(session => {
        session.encode = sixteenBit;
        session.frameBytes = 2 * FRAME_BYTES;
      }),
      { options: { offer: [L16_MONO] }, lastMs: 5_000 },
    ),
  },
  {
    symptom: 'a server that refuses a bad signature',
    play: server({}, { options: { fault: 'short-signature' } }),
  },
  {
    symptom: 'a server that ends a call over a fault',
    play: server({}, { options: { fault: 'wrong-id' } }),
  },
  {
    symptom: 'a server that takes what is new',
    play: server({}, { options: { fault: 'extra-fields' }, lastMs: 2_000 }),
  },
  {
    symptom: 'a monitor of the agent’s side alone',
    play: async b => b.console(await b.simulated(), { options: { offer: 'internal' }, source: says(orderPcmu()) }),
  },
];
