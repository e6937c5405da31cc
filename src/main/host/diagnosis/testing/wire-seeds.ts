/** Faults on the wire between Genesys Cloud and a server, calls that are only noted, and such as only look odd. */
import { orderPcmu } from '../../../../../e2e/audio/sounds.ts';
import { decodeMuLaw, encodeMuLaw } from '../../../../shared/audio/mulaw.ts';
import { answerNote } from '../../../../shared/diagnosis/places.ts';
import type { Clock } from '../../../../shared/lib/clock.ts';
import { noted, repeating } from '../../bots/line-test/line-test.ts';
import { beeps } from '../../bots/line-test/tone.ts';
import { sessionMutants } from '../../checks/testing/session-mutants.ts';
import type { RawCaller } from '../../testing/raw-caller.ts';
import { encoded, greeter, mutant, onSession, quiet, type Seed, type SilentSeed, says, server } from './seed-parts.ts';

const FRAME_BYTES = 1600;
const passed = (clock: Clock, ms: number) => new Promise<void>(resolve => void clock.after(ms, resolve));

/** A test client: it opens, speaks where it has something to say, and hangs up. */
const testClient =
  ({ lastMs, audio, opened }: { lastMs: number; audio?: Uint8Array; opened?: (client: RawCaller) => void }) =>
  async (client: RawCaller, clock: Clock) => {
    await client.opened();
    client.open();
    await client.message('opened');
    opened?.(client);
    for (let at = 0; at < lastMs; at += 200) {
      const frame = audio?.subarray(8 * at, 8 * at + FRAME_BYTES) ?? new Uint8Array();
      if (audio) client.socket.send(frame.length === FRAME_BYTES ? frame : quiet(200));
      await passed(clock, 200);
    }
    await client.hangUp();
  };

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
    symptom: 'a monitor of the agent’s side alone',
    play: async b => b.console(await b.simulated(), { options: { offer: 'internal' }, source: says(orderPcmu()) }),
  },
];
