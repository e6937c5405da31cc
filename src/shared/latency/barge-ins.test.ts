import { expect, test } from 'vitest';
import { LatencyFold } from './latency-fold.ts';
import { NOTHING_HEARD } from './spans.ts';
import { ToldEvents } from './testing/told-events.ts';
import { bargeInWords } from './turn-words.ts';

const bargeIns = (told: ToldEvents, heard = NOTHING_HEARD) => {
  const fold = new LatencyFold();
  for (const event of told.events) fold.add(event);
  return fold.report(heard).bargeIns;
};
const BARGE_IN = { entities: [{ type: 'barge_in', data: {} }] };

test('an interruption is told from the caller’s first voiced sample to the bot’s last sound', () => {
  const told = new ToldEvents()
    .delta(1000, 'r1', 20)
    .frame(1010)
    .genesys(1100, 'playback_started')
    .model(3300, 'input_audio_buffer.speech_started')
    .genesys(3302, 'event', BARGE_IN, {}, 'out')
    .model(3305, 'conversation.item.truncate', { audio_end_ms: 2200 }, 'out')
    .genesys(3310, 'playback_completed')
    .model(3320, 'conversation.item.truncated');
  const [found] = bargeIns(told, {
    caller: [{ startMs: 3000, endMs: 4500 }],
    bot: [{ startMs: 1100, endMs: 3302 }],
  });
  expect(found).toMatchObject({
    ...{ callerStartedMs: 3000, lastSoundMs: 3302, talkOverMs: 302, staleFrames: 0, staleMs: 0 },
    bargeIn: { atMs: 3302 },
    speechStarted: { atMs: 3300 },
    truncate: { atMs: 3305, audioEndMs: 2200 },
    truncated: { atMs: 3320 },
    playbackCompleted: { atMs: 3310 },
  });
});

test('frames of the old answer after barge_in are counted; those of the next answer are not', () => {
  const told = new ToldEvents()
    .delta(1000, 'r1', 3)
    .frame(1010)
    .genesys(2000, 'event', BARGE_IN, {}, 'out')
    .frame(2010)
    .frame(2020)
    .delta(2100, 'r2', 1)
    .frame(2110);
  expect(bargeIns(told)).toMatchObject([{ staleFrames: 2, staleMs: 400 }]);
});

test('without a model’s leg, what comes within a second and before playback_completed counts as old', () => {
  const told = new ToldEvents()
    .frame(1000)
    .genesys(2000, 'event', BARGE_IN)
    .frame(2500)
    .frame(3100)
    .genesys(5000, 'event', BARGE_IN)
    .genesys(5010, 'playback_completed', {}, {}, 'out')
    .frame(5300);
  expect(bargeIns(told).map(found => found.staleFrames)).toEqual([1, 0]);
});

test('the speech that interrupted is the one about the barge-in, not one that ended long before', () => {
  const told = new ToldEvents()
    .model(500, 'input_audio_buffer.speech_started')
    .model(900, 'input_audio_buffer.speech_stopped')
    .delta(1000, 'r1', 3)
    .frame(1010)
    .genesys(3000, 'event', BARGE_IN, {}, 'out')
    .model(3002, 'input_audio_buffer.speech_started');
  expect(bargeIns(told)).toMatchObject([{ speechStarted: { atMs: 3002 } }]);
});

test('a bot that talks on after the interruption is heard over the caller for all that time', () => {
  const told = new ToldEvents().frame(1000).genesys(3000, 'event', BARGE_IN);
  const heard = { caller: [{ startMs: 2800, endMs: 6500 }], bot: [{ startMs: 1000, endMs: 6000 }] };
  expect(bargeIns(told, heard)).toMatchObject([{ lastSoundMs: 6000, talkOverMs: 3200 }]);
});

test('a barge_in long after the caller fell silent says so, without a figure of speech that had nothing to do with it', () => {
  const told = new ToldEvents().frame(6300).frame(14_330).genesys(14_352, 'event', BARGE_IN);
  const heard = {
    caller: [{ startMs: 5440, endMs: 7100 }],
    bot: [
      { startMs: 6300, endMs: 9350 },
      { startMs: 14_330, endMs: 14_352 },
    ],
  };
  const [found] = bargeIns(told, heard);
  expect(found && bargeInWords(found)).toBe('barge_in while the caller was silent.');
});

test('a barge_in soon after a short word is that word’s, and both spoke only while both were heard', () => {
  const told = new ToldEvents().frame(1000).genesys(3000, 'event', BARGE_IN);
  const heard = { caller: [{ startMs: 2000, endMs: 2400 }], bot: [{ startMs: 1000, endMs: 3000 }] };
  const [found] = bargeIns(told, heard);
  expect(found && bargeInWords(found)).toBe('barge_in after 1000 ms, both spoke for 400 ms.');
});

test('where nothing was measured nobody is called silent', () => {
  const [found] = bargeIns(new ToldEvents().frame(1000).genesys(3000, 'event', BARGE_IN));
  expect(found && bargeInWords(found)).toBe('The caller’s first sound is not known.');
});
