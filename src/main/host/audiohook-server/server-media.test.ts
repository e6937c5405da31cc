/** What the server hears and says: offers, pauses, lost audio. */
import { expect, test } from 'vitest';
import { openCall, say, serve } from './testing/test-server.ts';

const offer = (format: string, ...channels: string[]) => ({ type: 'audio', format, channels, rate: 8000 });

test('stereo is kept in two tracks, and the bot hears the external channel', async () => {
  const { url, heard, ended, store } = await serve();
  const media = [offer('PCMU', 'internal', 'external')];
  const caller = await openCall(url, { media });
  expect(caller.messages[0]?.parameters.media).toEqual(media);
  caller.socket.send(Uint8Array.of(1, 101, 2, 102));
  await caller.hangUp();
  const id = await ended();
  expect(heard.map(({ audio }) => [...audio])).toEqual([[101, 102]]);
  expect([...(await store.audio(id, 'caller', 0, 9))]).toEqual([101, 102]);
  expect([...(await store.audio(id, 'agent', 0, 9))]).toEqual([1, 2]);
});

test('L16 is kept as it came, heard as PCMU, and answered in L16', async () => {
  const { url, heard, calls, ended, store } = await serve();
  const caller = await openCall(url, { media: [offer('L16', 'external')] });
  caller.socket.send(Uint8Array.of(0x00, 0x40, 0x00, 0xc0));
  say(calls[0], 200, 0x80);
  const [frame] = await caller.until(() => (caller.frames.length > 0 ? caller.frames : undefined));
  expect([frame?.length, frame?.readInt16LE(0)]).toEqual([3200, 32124]);
  await caller.hangUp();
  const id = await ended();
  expect([...(await store.audio(id, 'caller-l16', 0, 9))]).toEqual([0x00, 0x40, 0x00, 0xc0]);
  expect(heard.map(({ audio, range }) => [audio.length, range.track])).toEqual([[2, 'caller']]);
  expect(store.get(id)?.tracks).toMatchObject({ 'caller-l16': { encoding: 'L16' }, caller: { encoding: 'PCMU' } });
});

test('startPaused opens in a pause and resumes when the bot has been started', async () => {
  const { url, calls } = await serve({ server: { startPaused: true } });
  const caller = await openCall(url);
  expect(caller.messages[0]?.parameters).toMatchObject({ startPaused: true });
  await caller.message('resume');
  say(calls[0], 200);
  caller.send('paused');
  caller.send('ping');
  await caller.message('pong');
  expect(caller.frames).toEqual([]);
  caller.send('resumed', { start: 'PT0.0S', discarded: 'PT0.2S' });
  await caller.until(() => (caller.frames.length === 1 ? true : undefined));
  expect(calls[0]?.position()).toBe(1600);
  await caller.hangUp();
});

test('in a pause the bot hears silence, so that a turn does not hang', async () => {
  const { url, heard, ended, store } = await serve();
  const caller = await openCall(url);
  caller.send('paused');
  await caller.hangUp();
  const id = await ended();
  expect(heard.map(({ audio, range }) => [audio.every(code => code === 0xff), range.track])).toEqual([
    [true, 'silence'],
  ]);
  expect(await store.audio(id, 'caller', 0, 9)).toHaveLength(0);
});

test('a short pause is heard as silence once, and lost audio as silence of its length, a second at most', async () => {
  const { url, heard, ended } = await serve();
  const caller = await openCall(url);
  caller.send('paused');
  caller.send('resumed', { start: 'PT0.0S', discarded: 'PT0.2S' });
  caller.send('discarded', { start: 'PT0.2S', discarded: 'PT0.3S' });
  caller.send('discarded', { start: 'PT0.5S', discarded: 'PT60.0S' });
  await caller.hangUp();
  await ended();
  expect(heard.map(({ audio, range }) => [audio.length / 8, range.track])).toEqual([
    [1000, 'silence'],
    [300, 'silence'],
    [1000, 'silence'],
  ]);
});

test.each([['external', 'internal'], ['internal']])(
  '[AH-30] a client that listens in (%s %s) gets no audio, and the session says why',
  async (...channels) => {
    const { url, calls, ended, notesOf } = await serve();
    const caller = await openCall(url, { media: [offer('PCMU', ...channels.filter(Boolean))] });
    say(calls[0], 400);
    expect(calls[0]?.isPlaying()).toBe(false);
    caller.send('ping');
    await caller.message('pong');
    await caller.hangUp();
    expect(caller.frames).toEqual([]);
    expect(await notesOf(await ended())).toEqual(['AH-30']);
  },
);
