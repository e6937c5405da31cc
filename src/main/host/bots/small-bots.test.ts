import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readWav } from '../../../shared/audio/wav.ts';
import { systemClock, systemIds } from '../system.ts';
import { FakeCall } from '../testing/fake-call.ts';
import { BotChoice } from './bot-choice.ts';
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
  const bot = startListenBot(systemIds)(fake.call);
  bot.hear(AUDIO, fake.speak(AUDIO));
  bot.pressed('1');
  await bot.end('over');
  expect(fake.played).toEqual([]);
  expect(fake.events).toEqual([]);
});

test('listen sends a transcript of what was said where its profile asks for it, at its place on the timeline', () => {
  const fake = new FakeCall();
  const wav = readWav(readFileSync(new URL('../../../../e2e/audio/caller-order-pcmu-8k.wav', import.meta.url)));
  if (!wav.ok || !wav.value.pcmu) throw new Error('The speech to test with is missing.');
  const silence = new Uint8Array(8000).fill(0xff);
  const discarded = 16_000;
  let heard = 0;
  const call = { ...fake.call, profile: { match: '*', transcripts: true }, position: () => heard + discarded };
  const bot = startListenBot(systemIds)(call);
  for (const audio of [silence, wav.value.pcmu, silence]) {
    heard += audio.length;
    bot.hear(audio, fake.speak(audio));
  }
  expect(fake.entities).toHaveLength(1);
  const [{ type, data }] = fake.entities as [{ type: string; data: Record<string, unknown> }];
  expect(type).toBe('transcript');
  expect(data).toMatchObject({
    channelId: 0,
    isFinal: true,
    alternatives: [{ interpretations: [{ transcript: expect.stringMatching(/^\[7\.\d s of caller speech\]$/) }] }],
  });
  const offsetS = Number(String(data.offset).slice(2, -1));
  // 2 s were discarded and 1 s was silent before the sentence.
  expect(offsetS).toBeGreaterThan(2.9);
  expect(offsetS).toBeLessThan(3.3);
});

test('a profile chooses its bot; without one the bot of the console answers', () => {
  const fake = new FakeCall();
  const deps = { clock: systemClock, ids: systemIds };
  const bots = new BotChoice(() => ({ apiKey: undefined, baseURL: undefined }), startEchoBot(), deps);
  expect(bots.start({ ...fake.call, profile: { match: '*', bot: 'echo' } }).name).toBe('echo');
  expect(bots.choose('listen').ok).toBe(true);
  expect(bots.start(fake.call).name).toBe('listen');
});
