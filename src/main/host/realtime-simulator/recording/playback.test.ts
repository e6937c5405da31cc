import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { orderPcmu, sentence } from '../../../../../e2e/audio/sounds.ts';
import { encodeMuLaw, MULAW_SILENCE } from '../../../../shared/audio/mulaw.ts';
import type { SessionSummary } from '../../../../shared/events/session-summary.ts';
import { concatBytes } from '../../../../shared/lib/concat-bytes.ts';
import type { RealtimeOptions } from '../../../../shared/realtime/realtime-options.ts';
import { botRecording, type RecordedConnection } from '../../../../shared/realtime/recording/bot-recording.ts';
import type { Bot } from '../../bots/bot.ts';
import { BotBench } from '../../bots/openai/testing/bot-bench.ts';
import { SimulatorBot } from '../../bots/simulator-bot.ts';
import { systemClock, systemIds } from '../../system.ts';
import type { FakeCall } from '../../testing/fake-call.ts';
import { PatientClock } from '../../testing/patient-clock.ts';
import { createRealtimeSimulator } from '../realtime-simulator.ts';
import type { Recording } from './recording.ts';

const TURN = concatBytes([orderPcmu(), new Uint8Array(8000).fill(MULAW_SILENCE)]);
const QUICK: RealtimeOptions = { greet: false };

let before: BotBench;
let now: BotBench;

beforeEach(() => {
  before = new BotBench();
  now = new BotBench();
});

afterEach(async () => {
  await before.end();
  await now.end();
});

function recordingOf(connections: readonly RecordedConnection[], fake?: FakeCall): Recording {
  const sound: Recording['sound'] = ({ track, offset, bytes }) =>
    fake?.track(track).subarray(offset, offset + bytes) ?? new Uint8Array(bytes);
  return { session: { id: 'captured', connectorId: 'demo' } as SessionSummary, connections, sound };
}

/** A bot in a new call, to which a recording is played. */
async function replay(recording: Recording, options: RealtimeOptions = QUICK, clock = systemClock): Promise<Bot> {
  const simulator = createRealtimeSimulator({ clock, ids: systemIds });
  onTestFinished(() => simulator.dispose());
  const bot = new SimulatorBot(simulator, (await simulator.listen()).url, { clock, ids: systemIds });
  bot.playRecording(recording);
  now.fake.call.profile = { match: '*', realtime: options };
  const started = bot.start(now.fake.call);
  onTestFinished(() => started.end('the test is over'));
  return started;
}

async function captured(scenario: string, call: (bench: BotBench, bot: Bot) => Promise<void>): Promise<Recording> {
  const bot = before.start(await before.simulate(scenario), QUICK);
  await call(before, bot);
  await bot.end('the call is over');
  return recordingOf(botRecording(before.fake.events), before.fake);
}

async function interrupted(bench: BotBench, bot: Bot): Promise<void> {
  bench.speak(bot, TURN);
  await bench.responses(1);
  bench.fake.heardBytes = 24_000;
  bench.speak(bot, encodeMuLaw(sentence('interrupt')));
  await bench.fake.until(() => bench.fake.messages('in', 'conversation.item.truncated').length === 1);
}

function played(bench: BotBench): Buffer {
  return Buffer.from(concatBytes(bench.fake.played.map(part => part.audio)));
}

test('the same call with the same bridge: the same audio, the same corrections, and no word of a difference', async () => {
  const recording = await captured('two-items', interrupted);
  const bot = await replay(recording);
  await interrupted(now, bot);
  expect(played(now).equals(played(before))).toBe(true);
  for (const type of ['conversation.item.truncate', 'conversation.item.delete', 'session.update']) {
    const withoutId = (bench: BotBench) =>
      bench.fake.messages('out', type).map(event => ({ ...event, event_id: undefined }));
    expect(withoutId(now)).toEqual(withoutId(before));
  }
  expect(now.data('recorded-bot')).toMatchObject([{ session: 'captured', connections: 1 }]);
  expect(now.data('recording-parted')).toEqual([]);
});

test('where the bridge does something else the session says so, at which event, once as a warning', async () => {
  const recording = await captured('two-items', interrupted);
  const bot = await replay(recording, { ...QUICK, voice: 'cedar' });
  await now.fake.until(() => now.fake.messages('in', 'session.updated').length === 1);
  bot.pressed('1');
  bot.pressed('#');
  await interrupted(now, bot);
  const [update] = recording.connections[0]?.clients ?? [];
  expect(now.data('recording-parted')).toMatchObject([
    { type: 'differs', sent: 'session.update', n: update?.n, paths: ['session.audio.output.voice'] },
    { type: 'extra', sent: 'conversation.item.create', afterN: update?.n },
    { type: 'extra', sent: 'response.create' },
  ]);
  const levels = now.fake.notes().filter(({ code }) => code === 'recording-parted');
  expect(levels.map(({ level }) => level)).toEqual(['warning', 'info', 'info']);
  // What still fits is played all the same.
  expect(played(now).equals(played(before))).toBe(true);
});

test('a connection that was lost is lost again, and the next one is the next of the recording', async () => {
  const recording = await captured('drops', async (bench, bot) => {
    bench.speak(bot, TURN);
    await bench.responses(1);
  });
  expect(recording.connections.map(({ end }) => end?.code)).toEqual([1006, undefined]);
  const bot = await replay(recording);
  now.speak(bot, TURN);
  await now.responses(1);
  expect(now.rules()).toEqual(before.rules());
  expect(now.data('recording-parted')).toEqual([]);
  expect(played(now).equals(played(before))).toBe(true);
});

const FRAME_AFTER = { clients: 0, appendedBytes: 0, delayMs: 0 };
const CREATED =
  '{"type":"session.created","event_id":"e1","session":{"type":"realtime","object":"realtime.session","id":"s"}}';
const UPDATE = { n: 3, type: 'session.update', event: { type: 'session.update', event_id: 'old_1' }, gapMs: 0 };
const CONNECTION: RecordedConnection = { n: 0, handshakeMs: 1, answer: 'open', clients: [], frames: [] };

test('[RT-01] an error names the event that the client sends now', async () => {
  const error = { type: 'invalid_request_error', code: 'unknown_parameter', message: 'No.', event_id: 'old_1' };
  const frames = [
    { n: 2, after: FRAME_AFTER, text: CREATED },
    {
      n: 4,
      after: { ...FRAME_AFTER, clients: 1 },
      text: JSON.stringify({ type: 'error', event_id: 'e2', error }),
    },
  ];
  await replay(recordingOf([{ ...CONNECTION, clients: [UPDATE], frames }]));
  await now.fake.until(() => now.fake.hangUps.length === 1);
  expect(now.rules()).toEqual(['RT-01']);
  const [sent] = now.fake.messages('out', 'session.update');
  expect(now.fake.messages('in', 'error')).toMatchObject([{ error: { event_id: sent?.event_id } }]);
});

test('[RT-05] a handshake that was refused is refused again; further ones were not recorded', async () => {
  await replay(recordingOf([{ ...CONNECTION, answer: 401 }]));
  await now.fake.until(() => now.fake.hangUps.length === 1);
  expect(now.fake.hangUps[0]?.info).toContain('HTTP 401');
});

test('what the bridge no longer sends is waited for a while, then told, and the rest is played', async () => {
  const clear = { n: 5, type: 'input_audio_buffer.clear', event: { type: 'input_audio_buffer.clear' }, gapMs: 50 };
  const frames = [
    { n: 2, after: FRAME_AFTER, text: CREATED },
    { n: 6, after: { ...FRAME_AFTER, clients: 2 }, text: '{"type":"input_audio_buffer.cleared","event_id":"e2"}' },
  ];
  const recording = recordingOf([{ ...CONNECTION, clients: [UPDATE, clear], frames }]);
  await replay(recording, QUICK, new PatientClock(20));
  await now.fake.until(() => now.fake.messages('in', 'input_audio_buffer.cleared').length === 1);
  expect(now.data('recording-parted').at(-1)).toMatchObject({
    type: 'missing',
    recorded: 'input_audio_buffer.clear',
    n: 5,
  });
});
