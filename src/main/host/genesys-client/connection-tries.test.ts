/** [AH-32] When Genesys Cloud connects again, when it does not, and what becomes of the audio meanwhile. */
import { expect, test } from 'vitest';
import { parseDurationMs } from '../../../shared/audiohook/duration.ts';
import { answer, callScripted, SCRIPT_CLOCK, scriptedServer } from '../testing/scripted-server.ts';
import { recordedCaller } from './caller-audio.ts';

const ramp = Uint8Array.from({ length: 400_000 }, (_, at) => (at >> 3) % 251);

test('a connection that is dropped twice before it is answered comes about at the third try', async () => {
  const server = await scriptedServer({
    upgrade: (n, socket) => {
      if (n < 2) socket.destroy();
      return n < 2;
    },
  });
  const { summary, events } = await callScripted(server.url, {}, { lastMs: 300 });
  expect(summary).toMatchObject({ opened: true, closed: true, error: null, tries: 3 });
  expect(server.peers[0]?.headers['audiohook-retry-attempt']).toBe('2');
  const upgrades = events.filter(event => event.type === 'connection' && event.phase === 'upgrade');
  expect(upgrades).toHaveLength(3);
  const gaps = upgrades.slice(1).map((event, n) => event.atMs - (upgrades[n]?.atMs ?? 0));
  expect(gaps[0]).toBeGreaterThanOrEqual(1_000);
  expect(gaps[1]).toBeGreaterThanOrEqual(2_000);
  const note = events.find(event => event.type === 'note' && event.code === 'AH-32');
  expect(note).toMatchObject({ data: { certainty: 'second-hand' } });
});

test('the first try carries the header too, counted from 0', async () => {
  const server = await scriptedServer();
  await callScripted(server.url, {}, { lastMs: 100 });
  expect(server.peers[0]?.headers['audiohook-retry-attempt']).toBe('0');
});

test('after five tries it is over, and the reason is the last one', async () => {
  const server = await scriptedServer({
    upgrade: (_n, socket) => {
      socket.destroy();
      return true;
    },
  });
  const { summary, progress } = await callScripted(server.url);
  expect(server.upgrades()).toBe(5);
  expect(summary).toMatchObject({ opened: false, tries: 5, error: expect.stringContaining('dropped the connection') });
  expect(progress.filter(item => item.type === 'state' && item.state === 'closed')).toHaveLength(1);
});

test.each([
  ['an open that is never answered', (type: string) => type !== 'open'],
  ['a disconnect with reason error instead of opened', () => false],
])('%s is tried again', async (_what, lets) => {
  const server = await scriptedServer({
    on: (peer, message, n) => {
      if (n > 0 || lets(message.type)) answer(peer, message);
      else if (message.type === 'open' && !lets('x')) peer.send('disconnect', { reason: 'error', info: 'busy' });
      else if (message.type === 'close') peer.send('closed');
    },
  });
  const { summary } = await callScripted(server.url, {}, { lastMs: 300 });
  expect(summary).toMatchObject({ opened: true, closed: true, error: null, tries: 2 });
  // Each try is a session of its own on the wire: it begins with seq 1 and position 0.
  expect(server.peers[1]?.received[0]).toMatchObject({ type: 'open', seq: 1, position: 'PT0.0S' });
});

test.each([401, 404, 500, 503, 200, 302])('an upgrade that is answered with %d is not', async status => {
  const server = await scriptedServer({
    upgrade: (_n, socket) => {
      socket.end(`HTTP/1.1 ${status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return true;
    },
  });
  const { summary } = await callScripted(server.url);
  expect(server.upgrades()).toBe(1);
  expect(summary).toMatchObject({ tries: 1, error: expect.stringContaining(String(status)) });
});

test.each([
  ['a port where nothing listens', 'ws://127.0.0.1:1/'],
  ['a name that does not resolve', 'ws://does-not-exist.invalid/'],
])('%s is not', async (_what, url) => {
  const { summary } = await callScripted(url);
  expect(summary).toMatchObject({ tries: 1, opened: false });
});

test.each(['unauthorized', 'completed'])('a disconnect with reason %s is not', async reason => {
  const server = await scriptedServer({
    on: (peer, message) => (message.type === 'open' ? peer.send('disconnect', { reason }) : answer(peer, message)),
  });
  const { summary } = await callScripted(server.url);
  expect(summary).toMatchObject({ tries: 1, disconnectReason: reason, outcome: { path: 'failure' } });
});

test('media that was not offered is not, and neither is a connection that is lost in a call', async () => {
  const mismatch = await scriptedServer({
    on: (peer, message) =>
      message.type === 'open' ? peer.send('opened', { media: [{ type: 'audio' }] }) : answer(peer, message),
  });
  expect((await callScripted(mismatch.url)).summary.tries).toBe(1);
  const lost = await scriptedServer({
    on: (peer, message) => {
      answer(peer, message);
      if (message.type === 'open') SCRIPT_CLOCK.after(500, () => peer.socket.terminate());
    },
  });
  expect((await callScripted(lost.url)).summary).toMatchObject({
    tries: 1,
    opened: true,
    outcome: { path: 'failure' },
  });
});

test('retry: false is one try; hanging up while it waits ends the call', async () => {
  const drop = { upgrade: (_n: number, socket: { destroy(): unknown }) => Boolean(socket.destroy()) };
  const once = await scriptedServer(drop);
  await callScripted(once.url, { retry: false });
  expect(once.upgrades()).toBe(1);
  const waiting = await scriptedServer(drop);
  const { summary } = await callScripted(
    waiting.url,
    {},
    { on: (item, call) => item.type === 'state' && item.why.startsWith('Try 2') && call.hangUp('hung up') },
  );
  expect(waiting.upgrades()).toBe(2);
  expect(summary).toMatchObject({ opened: false, error: expect.stringContaining('hung up') });
});

test('a caller who hangs up while the server says error is not connected again', async () => {
  const server = await scriptedServer({
    on: (peer, message) => {
      if (message.type === 'open') peer.send('disconnect', { reason: 'error' });
      if (message.type === 'close') SCRIPT_CLOCK.after(300, () => peer.send('closed'));
    },
  });
  const { summary } = await callScripted(
    server.url,
    {},
    { on: (item, call) => item.type === 'state' && item.state === 'closing' && call.hangUp('hung up') },
  );
  expect(summary).toMatchObject({ tries: 1, disconnectReason: 'error' });
});

test('a caller who hangs up while the connection is made is not told of a fault of the server', async () => {
  const server = await scriptedServer({ upgrade: () => true });
  const { summary, progress } = await callScripted(
    server.url,
    {},
    { begun: call => SCRIPT_CLOCK.after(200, () => call.hangUp('hung up')) },
  );
  expect(server.upgrades()).toBe(1);
  expect(summary).toMatchObject({ error: null, outcome: { path: 'failure' } });
  expect(progress.at(-1)).toMatchObject({ state: 'closed', why: 'hung up', failed: false });
});

test('what was said since the dial is sent as catch-up, faster than real time, then goes on in real time', async () => {
  const server = await scriptedServer({
    on: (peer, message) => {
      if (message.type === 'open') SCRIPT_CLOCK.after(3_000, () => answer(peer, message));
      else answer(peer, message);
    },
  });
  const { events } = await callScripted(server.url, {}, { lastMs: 2_000, source: recordedCaller(ramp) });
  const sent = Buffer.concat(server.peers[0]?.audio ?? []);
  expect(sent.length).toBeGreaterThan(4_000 * 8);
  expect(Buffer.compare(sent, ramp.subarray(0, sent.length))).toBe(0);
  const audio = events.filter(event => event.type === 'audio');
  const openedMs = events.find(event => event.type === 'state' && event.to === 'open')?.atMs ?? 0;
  const burst = audio.filter(event => event.atMs < openedMs + 190).length;
  expect(burst).toBeGreaterThanOrEqual(14);
  expect(audio.length - burst).toBeGreaterThanOrEqual(8);
});

test('of a long wait 20 s are offered; what is older is reported as discarded', async () => {
  // Tries of 5 s and waits of 1, 2, 4 and 8 s: the fifth opens after more than 30 s.
  const server = await scriptedServer({
    on: (peer, message, n) => {
      if (n === 4 || message.type !== 'open') answer(peer, message);
    },
  });
  const { summary } = await callScripted(server.url, {}, { lastMs: 500, source: recordedCaller(ramp) });
  expect(summary).toMatchObject({ opened: true, tries: 5 });
  const peer = server.peers[4];
  const discarded = peer?.received.find(({ type }) => type === 'discarded');
  expect(discarded?.parameters.start).toBe('PT0.0S');
  const skippedMs = parseDurationMs(String(discarded?.parameters.discarded)) ?? 0;
  expect(skippedMs).toBeGreaterThan(13_000);
  expect(discarded?.position).toBe(discarded?.parameters.discarded);
  const sent = Buffer.concat(peer?.audio ?? []);
  expect(sent.length / 8).toBeGreaterThanOrEqual(20_000);
  expect(Buffer.compare(sent, ramp.subarray(skippedMs * 8, skippedMs * 8 + sent.length))).toBe(0);
});

test('discardTo skips what was buffered before it, and is acknowledged by discarded', async () => {
  const server = await scriptedServer({
    on: (peer, message) => {
      if (message.type !== 'open') answer(peer, message);
      else {
        const { media } = message.parameters;
        SCRIPT_CLOCK.after(3_000, () => peer.send('opened', { media, discardTo: 'PT2.0S' }));
      }
    },
  });
  await callScripted(server.url, {}, { lastMs: 500, source: recordedCaller(ramp) });
  const peer = server.peers[0];
  expect(peer?.received.find(({ type }) => type === 'discarded')?.parameters).toEqual({
    start: 'PT0.0S',
    discarded: 'PT2.0S',
  });
  expect(peer?.audio[0]?.[0]).toBe(ramp[16_000]);
});

test('startPaused: paused is sent, nothing flows, and resumed skips all of it', async () => {
  const server = await scriptedServer({
    on: (peer, message) => {
      if (message.type !== 'open') answer(peer, message);
      else {
        peer.send('opened', { media: message.parameters.media, startPaused: true });
        SCRIPT_CLOCK.after(1_500, () => peer.send('resume'));
      }
    },
  });
  await callScripted(server.url, {}, { lastMs: 2_500, source: recordedCaller(ramp) });
  const peer = server.peers[0];
  expect(peer?.types().slice(0, 2)).toEqual(['open', 'paused']);
  const resumed = peer?.received.find(({ type }) => type === 'resumed');
  expect(resumed?.parameters.start).toBe('PT0.0S');
  const skippedMs = parseDurationMs(String(resumed?.parameters.discarded)) ?? 0;
  expect(skippedMs).toBeGreaterThanOrEqual(1_200);
  expect(peer?.audio[0]?.[0]).toBe(ramp[skippedMs * 8]);
});

test('a pause has two owners: resume during a pause of the client is answered with paused', async () => {
  const server = await scriptedServer();
  await callScripted(
    server.url,
    {},
    {
      lastMs: 1_500,
      on: (item, call) => {
        if (item.type !== 'state' || item.state !== 'open') return;
        call.hold(true);
        server.peers[0]?.send('resume');
        SCRIPT_CLOCK.after(800, () => call.hold(false));
      },
    },
  );
  const types = server.peers[0]?.types().filter(type => type === 'paused' || type === 'resumed');
  expect(types).toEqual(['paused', 'paused', 'resumed']);
});
