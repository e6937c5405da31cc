/** Clients that do wrong: the session says so, and the next one is none the worse. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PatientClock } from '../testing/patient-clock.ts';
import { RawCaller } from '../testing/raw-caller.ts';
import { CREDENTIALS, openCall, serve } from './testing/test-server.ts';

test.each([
  ['no JSON', '{"version":', 'AH-01'],
  ['a JSON array', '[1]', 'AH-01'],
  ['an envelope without version', '{"type":"ping"}', 'AH-02'],
  ['over 64,000 bytes', JSON.stringify({ version: '2', pad: 'x'.repeat(64_000) }), 'AH-09'],
])(
  '[AH] text that is %s is recorded and answered with disconnect, and the server lives on',
  async (_what, text, rule) => {
    const { url, ended, notesOf } = await serve();
    const caller = await openCall(url);
    caller.socket.send(text);
    expect((await caller.message('disconnect')).parameters).toMatchObject({
      reason: 'error',
      info: expect.stringContaining(rule),
    });
    await caller.hangUp();
    expect(await notesOf(await ended())).toContain(rule);
    await (await openCall(url)).hangUp();
  },
);

test('[AH-09] a frame over 1 MiB is closed with 1009', async () => {
  const { url, ended } = await serve();
  const caller = await openCall(url);
  caller.socket.send('x'.repeat(1024 * 1024 + 1));
  expect(await caller.closed()).toBe(1009);
  await ended();
});

test('[AH-16] a connection that breaks is a problem of the session, and the bot is let go', async () => {
  const { url, told, ended, store } = await serve();
  const caller = await openCall(url);
  caller.socket.terminate();
  expect(store.get(await ended())).toMatchObject({ outcome: 'connection lost (code 1006)', problems: 1 });
  expect(told).toEqual(['end: the connection ended']);
});

test('no message and no audio, however wrong, hurts the next session', async () => {
  const { url } = await serve();
  const types = ['open', 'ping', 'dtmf', 'close', 'update', 'discarded', 'error', 'x', ''];
  const message = fc.record(
    {
      version: fc.constantFrom('2', '1', 2),
      type: fc.oneof(fc.constantFrom(...types), fc.jsonValue()),
      id: fc.string(),
      seq: fc.oneof(fc.integer(), fc.jsonValue()),
      serverseq: fc.oneof(fc.nat(), fc.jsonValue()),
      position: fc.constantFrom('PT0.0S', 'PT1e5S', 'x', 5),
      parameters: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const frame = fc.oneof(
    fc.string(),
    fc.jsonValue().map(value => JSON.stringify(value)),
    message.map(value => JSON.stringify(value)),
    fc.uint8Array({ maxLength: 70_000 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 6 }), fc.boolean(), async (frames, openFirst) => {
      const caller = new RawCaller(url, CREDENTIALS);
      await caller.opened();
      if (openFirst) caller.open();
      for (const one of frames) caller.socket.send(one);
      caller.seq = 100;
      caller.send('close', { reason: 'end' });
      await caller.message('closed');
      caller.socket.close(1000);
      await caller.closed();
    }),
    { numRuns: 60 },
  );
  await (await openCall(url)).hangUp();
});

test('[AH-16] a client that does not answer disconnect is let go, whatever else it sends', async () => {
  const { url, calls, ended } = await serve({}, new PatientClock(200));
  const caller = await openCall(url);
  calls[0]?.hangUp({ reason: 'completed', info: '' });
  await caller.message('disconnect');
  const talk = setInterval(() => caller.socket.send(new Uint8Array(160)), 5);
  await caller.closed();
  clearInterval(talk);
  await ended();
});

test('[AH-01] a message that is nested 30,000 levels deep is refused, and the server lives on', async () => {
  const { url } = await serve();
  const caller = new RawCaller(url, CREDENTIALS);
  await caller.opened();
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  caller.open({ media: [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000, x: 'DEEP' }] });
  await caller.message('opened');
  caller.socket.send(`{"version":"2","x":${deep}}`);
  expect((await caller.message('disconnect')).parameters).toMatchObject({ info: expect.stringContaining('64 levels') });
  await caller.hangUp();
});
