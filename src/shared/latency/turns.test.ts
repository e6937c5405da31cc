import { expect, test } from 'vitest';
import { LatencyFold } from './latency-fold.ts';
import { type HeardSpans, NOTHING_HEARD } from './spans.ts';
import { SESSION, ToldEvents } from './testing/told-events.ts';
import { totalWords, turnNote } from './turn-words.ts';
import { momentsOf } from './turns.ts';

const report = (told: ToldEvents, heard: HeardSpans = NOTHING_HEARD) => {
  const fold = new LatencyFold();
  for (const event of told.events) fold.add(event);
  return fold.report(heard);
};
const parts = (turn: { parts: readonly { id: string; fromMs: number; toMs: number }[] } | undefined) =>
  turn?.parts.map(({ id, fromMs, toMs }) => `${id} ${toMs - fromMs}`);

/** The caller stops at 2000, the model notices at 2510, and the answer sounds from 3080 on. */
const oneTurn = () =>
  new ToldEvents()
    .model(10, 'session.updated', SESSION)
    .model(2510, 'input_audio_buffer.speech_stopped')
    .model(2511, 'input_audio_buffer.committed')
    .model(2520, 'response.created', { response: { id: 'r1' } })
    .delta(2920, 'r1', 3)
    .frame(2930)
    .frame(2931)
    .genesys(3030, 'playback_started')
    .frame(2932);
const heardOnce: HeardSpans = { caller: [{ startMs: 500, endMs: 2000 }], bot: [{ startMs: 3080, endMs: 3600 }] };

test('a turn is measured from the last voiced sample to the first sound, and split without gaps', () => {
  const [turn] = report(oneTurn(), heardOnce).turns;
  expect(turn).toMatchObject({ number: 1, asked: true, callerStoppedMs: 2000, stopKnownBy: 'audio' });
  expect(turn).toMatchObject({ firstSoundMs: 3080, totalMs: 1080 });
  expect(parts(turn)).toEqual(['vad 510', 'taken 10', 'model 400', 'bridge 10', 'playback 100', 'silence 50']);
});

test('before the audio is measured, the model’s own word stands for the end of speech, less its wait, and says so', () => {
  const [turn] = report(oneTurn()).turns;
  expect(turn).toMatchObject({ callerStoppedMs: 2010, stopKnownBy: 'model', firstSoundMs: undefined });
  expect(turn?.totalMs).toBeUndefined();
  expect(turn && momentsOf(turn)[0]?.words).toBe('caller stopped (by the model)');
});

test('a function that the caller waits for is a part of its own', () => {
  const told = new ToldEvents()
    .model(10, 'session.updated', SESSION)
    .model(2510, 'input_audio_buffer.speech_stopped')
    .model(2511, 'input_audio_buffer.committed')
    .model(2520, 'response.created', { response: { id: 'r1' } })
    .model(2700, 'response.function_call_arguments.done', { response_id: 'r1' })
    .model(2705, 'response.done', { response: { id: 'r1' } })
    .model(4700, 'response.created', { response: { id: 'r2' } })
    .delta(4900, 'r2')
    .frame(4901)
    .genesys(5000, 'playback_started');
  const [turn, none] = report(told, { ...heardOnce, bot: [{ startMs: 5000, endMs: 5200 }] }).turns;
  expect(none).toBeUndefined();
  expect(parts(turn)).toEqual([
    ...['vad 510', 'taken 10', 'thinks 180', 'function 2000'],
    ...['model 200', 'bridge 1', 'playback 99', 'silence 0'],
  ]);
});

test('an answer that was cut before its first sound has no latency: the next answer’s sound is not its own', () => {
  const told = oneTurn()
    .genesys(3050, 'barge_in')
    .model(5000, 'input_audio_buffer.speech_stopped')
    .model(5010, 'response.created', { response: { id: 'r2' } })
    .delta(5400, 'r2', 3)
    .frame(5410)
    .genesys(5510, 'playback_started');
  const heard = { caller: [{ startMs: 500, endMs: 2000 }], bot: [{ startMs: 5510, endMs: 5800 }] };
  const [cut, whole] = report(told, heard).turns;
  expect(cut).toMatchObject({ asked: true, firstSoundMs: undefined, totalMs: undefined });
  expect(whole?.firstSoundMs).toBe(5510);
});

test('what the bot says on its own is no answer, and has no latency', () => {
  const told = new ToldEvents()
    .model(20, 'response.created', { response: { id: 'hello' } })
    .delta(100, 'hello')
    .frame(110)
    .genesys(200, 'playback_started');
  const { turns, statistics } = report(told, { caller: [], bot: [{ startMs: 200, endMs: 400 }] });
  expect(turns).toMatchObject([{ asked: false, firstSoundMs: 200, totalMs: undefined }]);
  expect(statistics).toBeUndefined();
});

test('without a model’s leg a burst of bot audio is the answer, and all until its first frame is the server’s', () => {
  const told = new ToldEvents()
    .frame(2900)
    .frame(2901)
    .genesys(3000, 'playback_started', {}, {}, 'out')
    .genesys(3400, 'playback_completed', {}, {}, 'out')
    .frame(8000)
    .genesys(8100, 'playback_started', {}, {}, 'out');
  const caller = [
    { startMs: 500, endMs: 2000 },
    { startMs: 6000, endMs: 7000 },
  ];
  const bot = [
    { startMs: 3000, endMs: 3400 },
    { startMs: 8100, endMs: 8300 },
  ];
  const { turns } = report(told, { caller, bot });
  expect(turns.map(parts)).toEqual([
    ['server 900', 'playback 100', 'silence 0'],
    ['server 1000', 'playback 100', 'silence 0'],
  ]);
});

test('an answer that follows in the same burst begins where it was heard, without a playback_started of its own', () => {
  const told = oneTurn()
    .model(2940, 'response.created', { response: { id: 'r2' } })
    .delta(2950, 'r2', 2)
    .frame(2960)
    .frame(2961)
    .genesys(4100, 'playback_completed')
    .model(9000, 'response.created', { response: { id: 'r3' } })
    .delta(9001, 'r3')
    .frame(9002)
    .genesys(9100, 'playback_started');
  const { turns } = report(told, { ...heardOnce, bot: [{ startMs: 3080, endMs: 4030 }] });
  expect(turns.map(turn => turn.playbackStarted?.atMs)).toEqual([3030, undefined, 9100]);
  // Three frames of 200 ms lie before it.
  expect(turns[1]?.firstSoundMs).toBe(3630);
});

test('an answer that was dropped unsent has no first frame, and the next one keeps its own', () => {
  const told = oneTurn()
    .delta(3000, 'cut', 2)
    .drop()
    .genesys(3100, 'event', { entities: [{ type: 'barge_in' }] }, {}, 'out')
    .delta(5000, 'after')
    .frame(5010);
  const { turns } = report(told, heardOnce);
  expect(turns.map(turn => [turn.responseId, turn.firstFrame?.atMs])).toEqual([
    ['r1', 2930],
    ['cut', undefined],
    ['after', 5010],
  ]);
});

test('a model’s audio that was converted is timed by the frames that carried it', () => {
  const told = new ToldEvents()
    .model(2510, 'input_audio_buffer.speech_stopped')
    .model(2511, 'input_audio_buffer.committed')
    .model(2520, 'response.created', { response: { id: 'r1' } })
    .delta(2900, 'r1', 6, 'bot-pcm24')
    .frame(2950);
  expect(report(told, heardOnce).turns[0]?.firstFrame?.atMs).toBe(2950);
});

test('the statistics name the largest part over all turns', () => {
  const { statistics } = report(oneTurn(), heardOnce);
  expect(statistics).toEqual({
    ...{ count: 1, p50Ms: 1080, p90Ms: 1080, slowestMs: 1080 },
    largest: { id: 'vad', share: 510 / 1080 },
  });
});

test('a greeting that was cut before its first frame does not take the playback_started of the next answer', () => {
  const told = new ToldEvents()
    .delta(100, 'greeting')
    .drop()
    .model(2510, 'input_audio_buffer.speech_stopped')
    .model(2511, 'input_audio_buffer.committed')
    .delta(2900, 'answer')
    .frame(2910)
    .genesys(3010, 'playback_started');
  const { turns } = report(told, heardOnce);
  expect(turns.map(turn => [turn.responseId, turn.playbackStarted?.atMs])).toEqual([
    ['greeting', undefined],
    ['answer', 3010],
  ]);
});

test('words that ended while the bot still spoke are told as over the bot: the line was not dead', () => {
  const told = new ToldEvents()
    .frame(6300)
    .genesys(6327, 'playback_started', {}, {}, 'out')
    .genesys(9350, 'playback_completed', {}, {}, 'out')
    .frame(14_320)
    .genesys(14_330, 'playback_started', {}, {}, 'out');
  const caller = [
    { startMs: 100, endMs: 4000 },
    { startMs: 5400, endMs: 7100 },
  ];
  const bot = [
    { startMs: 6327, endMs: 9350 },
    { startMs: 14_330, endMs: 14_352 },
  ];
  const { turns, statistics } = report(told, { caller, bot });
  expect(turns.map(totalWords)).toEqual(['2327 ms', 'over the bot']);
  expect(turns.map(turnNote)).toEqual([
    undefined,
    'The caller spoke over the bot, which sounded for another 2250 ms: no wait is counted. ' +
      'The bot’s next sound came 4980 ms after it fell silent.',
  ]);
  expect(statistics).toMatchObject({ count: 1, slowestMs: 2327 });
});

test('while Genesys paused the audio nobody kept the caller waiting: it is taken out, and said', () => {
  const told = new ToldEvents()
    .model(2510, 'input_audio_buffer.speech_stopped')
    .model(2520, 'response.created', { response: { id: 'r1' } })
    .delta(2920, 'r1', 3)
    .genesys(3000, 'paused')
    .genesys(3100, 'paused')
    .genesys(6000, 'resumed', { start: 'PT3.0S', discarded: 'PT3.0S' })
    .frame(6030)
    .genesys(6080, 'playback_started');
  const { turns, statistics } = report(told, { ...heardOnce, bot: [{ startMs: 6080, endMs: 6600 }] });
  expect(turns.map(totalWords)).toEqual(['1080 ms']);
  expect(turns.map(turnNote)).toEqual(['Paused for 3000 ms in between, which is not counted.']);
  expect(turns[0]?.parts.map(({ id, ms }) => `${id} ${ms}`)).toEqual([
    ...['vad 510', 'taken 10', 'model 400', 'bridge 110'],
    ...['playback 50', 'silence 0'],
  ]);
  expect(statistics?.largest?.id).toBe('vad');
});
