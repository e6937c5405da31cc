import { expect, test } from 'vitest';
import { FakeCall } from '../testing/fake-call.ts';
import { startEchoBot } from './echo/echo-bot.ts';
import { startListenBot } from './listen/listen-bot.ts';

const AUDIO = Uint8Array.of(1, 2, 3, 4);

test('echo plays the caller back, stored as its own', async () => {
  const fake = new FakeCall();
  const bot = startEchoBot()(fake.call);
  bot.hear(AUDIO, fake.speak(AUDIO));
  bot.hear(AUDIO, fake.speak(AUDIO));
  expect(fake.played.map(part => part.range)).toEqual([
    { track: 'bot', offset: 0, bytes: 4 },
    { track: 'bot', offset: 4, bytes: 4 },
  ]);
  expect(fake.track('bot')).toEqual(Uint8Array.of(1, 2, 3, 4, 1, 2, 3, 4));
  await bot.end('over');
  bot.hear(AUDIO, fake.speak(AUDIO));
  expect(fake.played).toHaveLength(2);
});

test('listen says nothing', async () => {
  const fake = new FakeCall();
  const bot = startListenBot()(fake.call);
  bot.hear(AUDIO, fake.speak(AUDIO));
  bot.pressed('1');
  await bot.end('over');
  expect(fake.played).toEqual([]);
  expect(fake.events).toEqual([]);
});
