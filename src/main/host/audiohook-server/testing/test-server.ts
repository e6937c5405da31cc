/** What the tests of the AudioHook server share: a server whose bot the test speaks for, and a caller that is open. */
import { expect, onTestFinished } from 'vitest';
import type { AudioRange } from '../../../../shared/events/session-event.ts';
import type { Clock } from '../../../../shared/lib/clock.ts';
import { settingsSchema } from '../../../../shared/settings/settings.ts';
import type { Bot, BotCall } from '../../bots/bot.ts';
import { SessionStore } from '../../capture/session-store.ts';
import { accepted } from '../../settings/credentials.ts';
import { systemClock, systemIds } from '../../system.ts';
import { RawCaller } from '../../testing/raw-caller.ts';
import { tempDir } from '../../testing/temp-dir.ts';
import { AudioHookServer } from '../audiohook-server.ts';

export const CREDENTIALS = { apiKey: 'the-api-key', clientSecret: Buffer.from('the client secret').toString('base64') };

/** A server with a bot that does nothing by itself, and lets the test speak for it. */
export async function serve(settings: unknown = {}, clock: Clock = systemClock) {
  const heard: { audio: Uint8Array; range: AudioRange }[] = [];
  const told: string[] = [];
  const calls: BotCall[] = [];
  let fails = false;
  const failNext = () => {
    fails = true;
  };
  const startBot = (call: BotCall): Bot => {
    if (fails) {
      fails = false;
      throw new Error('no bot today');
    }
    calls.push(call);
    return {
      name: 'test bot',
      hear: (audio, range) => heard.push({ audio, range }),
      pressed: digit => told.push(`digit ${digit}`),
      languageChanged: language => told.push(`language ${language}`),
      playbackStarted: () => told.push('started'),
      playbackCompleted: () => told.push('completed'),
      end: async why => void told.push(`end: ${why}`),
    };
  };
  const warnings: string[] = [];
  const store = new SessionStore({
    dataDir: tempDir(),
    clock: systemClock,
    ids: systemIds,
    pid: process.pid,
    onWarning: text => warnings.push(text),
  });
  await store.open();
  const server = new AudioHookServer({
    credentials: [accepted(CREDENTIALS, 'own')],
    settings: settingsSchema.parse(settings),
    store,
    clock,
    startBot,
  });
  const listening = await server.listen({ host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.error.message);
  onTestFinished(async () => {
    await server.dispose();
    await store.dispose();
    expect(warnings).toEqual([]);
  });
  const url = `${listening.value.url}demo-bot`;
  /** The session of the server, once it has ended. */
  const ended = () =>
    new Promise<string>(resolve => {
      const find = () => store.list().find(session => session.state === 'ended');
      const found = find();
      if (found) resolve(found.id);
      else {
        const stop = store.changed.on(session => {
          if (session.state !== 'ended') return;
          stop();
          resolve(session.id);
        });
      }
    });
  const notesOf = async (id: string) => {
    const events = await store.events(id);
    if (!events.ok) throw new Error(events.error.message);
    return events.value.flatMap(event => (event.type === 'note' ? [event.code] : []));
  };
  return { server, store, url, heard, told, calls, ended, notesOf, failNext };
}

export async function openCall(url: string, change: object = {}) {
  const caller = new RawCaller(url, CREDENTIALS);
  await caller.opened();
  caller.open(change);
  await caller.message('opened');
  return caller;
}

/** What a bot says: stored in its track, then played. */
export function say(call: BotCall | undefined, ms: number, code = 0x55): AudioRange {
  if (!call) throw new Error('No bot was started.');
  const audio = new Uint8Array(ms * 8).fill(code);
  const range = call.recorder.appendAudio('bot', audio);
  call.play(audio, range);
  return range;
}
