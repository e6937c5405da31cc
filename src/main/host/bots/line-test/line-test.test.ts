import { expect, test } from 'vitest';
import { decodeMuLaw } from '../../../../shared/audio/mulaw.ts';
import { builtInProfile, LINE_TEST_NOTE } from '../../../../shared/settings/built-in-connectors.ts';
import { FakeCall } from '../../testing/fake-call.ts';
import { PatientClock } from '../../testing/patient-clock.ts';
import { startEchoBot } from '../echo/echo-bot.ts';
import { counting } from './count.ts';
import { noted, repeating } from './line-test.ts';
import { beeps } from './tone.ts';

const stepsOf = (fake: FakeCall) =>
  fake.events.flatMap(event => (event.type === 'note' && event.code === LINE_TEST_NOTE ? [event.data?.step] : []));

test('the tone is noted when it goes out, when the caller hears it and when it was heard; then it comes again', async () => {
  const fake = new FakeCall();
  const bot = noted('tone', repeating('tone', beeps(), new PatientClock(100)))(fake.call);
  expect(stepsOf(fake)).toEqual(['sent']);
  bot.playbackStarted();
  bot.playbackCompleted();
  expect(fake.played).toHaveLength(1);
  fake.playing = false;
  bot.playbackCompleted();
  expect(fake.played).toHaveLength(2);
  expect(stepsOf(fake)).toEqual(['sent', 'started', 'completed']);
  await bot.end('over');
  fake.playing = false;
  bot.playbackCompleted();
  expect(fake.played).toHaveLength(2);
});

test('the tone comes again where no playback is ever reported', async () => {
  const fake = new FakeCall();
  const bot = repeating('tone', beeps(), new PatientClock(500))(fake.call);
  await fake.until(() => fake.played.length === 3);
  await bot.end('over');
});

test('an echo is noted when the caller first speaks', () => {
  const fake = new FakeCall();
  const bot = noted('echo', startEchoBot())(fake.call);
  expect(stepsOf(fake)).toEqual([]);
  const audio = Uint8Array.of(1, 2);
  bot.hear(audio, fake.speak(audio));
  bot.hear(audio, fake.speak(audio));
  expect(stepsOf(fake)).toEqual(['sent']);
});

test('every second of the count begins with a number, every beep is as loud as the others, and none clips', () => {
  const loudest = (audio: Uint8Array, fromS: number, toS: number) =>
    Math.max(...decodeMuLaw(audio.subarray(fromS * 8000, toS * 8000)).map(Math.abs));
  const count = counting();
  expect(count).toHaveLength(80_000);
  for (let second = 0; second < 10; second += 1) {
    expect(loudest(count, second, second + 0.4)).toBeGreaterThan(8_000);
    expect(loudest(count, second + 0.7, second + 1)).toBe(0);
  }
  for (let n = 0; n < 3; n += 1) expect(loudest(beeps(), n, n + 1)).toBeGreaterThan(7_500);
  expect(loudest(beeps(), 0, 3)).toBeLessThan(9_000);
});

test('the built-in IDs are there until a profile of the very same ID replaces them; a pattern does not', () => {
  expect(builtInProfile([], 'tone-test')).toEqual({ match: 'tone-test', bot: 'tone' });
  expect(builtInProfile([{ match: '*' }], 'count-test')).toEqual({ match: 'count-test', bot: 'count' });
  expect(builtInProfile([{ match: 'echo-test' }], 'echo-test')).toBeUndefined();
  expect(builtInProfile([], 'demo-bot')).toBeUndefined();
});
