import { expect, test } from 'vitest';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { resolveSession } from '../capture/resolve-session.ts';
import { systemIds } from '../system.ts';
import { BENCH_CREDENTIALS, callBench, messagesIn } from '../testing/call-bench.ts';
import { type ReplayRequest, replaySession } from './replay-session.ts';

type Bench = Awaited<ReturnType<typeof callBench>>;

async function replay(bench: Bench, wanted: string, request: Partial<ReplayRequest> = {}) {
  const session = await resolveSession(bench.store, wanted);
  if (!session.ok) throw new Error(session.error.message);
  const deps = { store: bench.store, clock: bench.clock, ids: systemIds };
  const whole = { url: bench.url, connectorId: 'demo-bot', credentials: BENCH_CREDENTIALS, speed: 1, ...request };
  return replaySession(session.value, whole, deps);
}

/** A call of some seconds in which the caller does all that a caller can. */
async function capturedCall(bench: Bench): Promise<SessionSummary> {
  await bench.call(
    { language: 'de-de', participant: { ani: 'tel:+15550100077' }, inputVariables: { tier: 'gold' } },
    {
      lastMs: 8_000,
      on: (item, call) => {
        if (item.type !== 'state' || item.state !== 'open') return;
        bench.clock.after(1_000, () => call.pressDigit('5'));
        bench.clock.after(2_000, () => call.updateLanguage('fr-ca'));
        bench.clock.after(3_000, () => call.hold(true));
        bench.clock.after(4_000, () => call.hold(false));
        bench.clock.after(5_000, () => call.discard(600));
      },
    },
  );
  const client = bench.store.list().find(({ role }) => role === 'client');
  if (!client) throw new Error('Nothing was captured.');
  return client;
}

const CALLER_TYPES = ['open', 'dtmf', 'update', 'paused', 'resumed', 'discarded', 'close'];

test.each(['client', 'server'] as const)('a call that the %s captured is made again, as it was', async role => {
  const bench = await callBench();
  const original = await capturedCall(bench);
  await bench.serverSessions(1);
  const captured = bench.store.list().find(session => session.role === role);
  const placed = await replay(bench, captured?.id ?? '');
  if (!placed.ok) throw new Error(placed.error.message);
  const summary = await placed.value.call.done;
  expect(summary).toMatchObject({ opened: true, closed: true, error: null });

  const before = await bench.eventsOf(original.id);
  const { recorder, audiohookId } = placed.value;
  const after = await bench.eventsOf(recorder.id);
  const said = (events: typeof before) => messagesIn(events, 'out').filter(({ type }) => CALLER_TYPES.includes(type));
  expect(said(after).map(({ type }) => type)).toEqual(said(before).map(({ type }) => type));
  const [open] = messagesIn(after, 'out', 'open');
  const [openBefore] = messagesIn(before, 'out', 'open');
  expect(open?.parameters).toMatchObject({ language: 'de-de', inputVariables: { tier: 'gold' } });
  expect(open?.parameters.participant).toMatchObject({ ani: 'tel:+15550100077' });
  for (const id of ['organizationId', 'conversationId'] as const) {
    expect(open?.parameters[id]).not.toBe(openBefore?.parameters[id]);
  }
  expect(audiohookId).not.toBe(original.audiohookId);
  expect(recorder.summary).toMatchObject({ kind: 'replay', role: 'client', replayOf: captured?.id });

  // The same sound, in its place: where both have it, byte for byte.
  const soundOf = (id: string) => bench.store.audio(id, 'caller', 0, 16_000);
  expect(Buffer.from(await soundOf(recorder.id)).equals(await soundOf(original.id))).toBe(true);
});

test('what depends on the server is done anew: its answers are acknowledged by their own numbers', async () => {
  const bench = await callBench();
  const original = await capturedCall(bench);
  const placed = await replay(bench, original.id);
  if (!placed.ok) throw new Error(placed.error.message);
  await placed.value.call.done;
  const events = await bench.eventsOf(placed.value.recorder.id);
  let received = 0;
  for (const event of events) {
    if (event.type !== 'message') continue;
    const message = JSON.parse(event.text);
    if (event.direction === 'in') received = message.seq;
    else expect(message.serverseq).toBe(received);
  }
  expect(received).toBeGreaterThan(1);
  expect(messagesIn(events, 'out', 'playback_started').length).toBeGreaterThan(0);
});

test('faster than it was: the same audio in less time, and the call ends when all is said', async () => {
  const bench = await callBench();
  const original = await capturedCall(bench);
  const placed = await replay(bench, original.id, { speed: 'max' });
  if (!placed.ok) throw new Error(placed.error.message);
  const summary = await placed.value.call.done;
  expect(summary).toMatchObject({ opened: true, closed: true });
  expect(summary.sentMs).toBeGreaterThan(6_000);
  expect(placed.value.recorder.summary.durationMs).toBeLessThan(original.durationMs);
  expect(placed.value.recorder.summary.replaySpeed).toBe(100);
  // Both ends say so: the times of neither mean anything.
  const [server] = await bench.serverSessions(2);
  for (const id of [placed.value.recorder.id, server?.id ?? '']) {
    const [first, ...events] = await bench.eventsOf(id);
    expect(events).toContainEqual(
      expect.objectContaining({ code: 'replay', data: { replayOf: original.id, speed: 100 } }),
    );
    expect(first).not.toMatchObject({ type: 'note' });
  }
});

test('a server that sends silence without end does not keep the replay open', async () => {
  const bench = await callBench();
  const original = await capturedCall(bench);
  const placed = await replay(bench, original.id, { speed: 2 });
  if (!placed.ok) throw new Error(placed.error.message);
  const silence = new Uint8Array(1_600).fill(0xff);
  const stop = bench.clock.every(200, () => {
    const bot = bench.calls[1];
    if (placed.value.call.phase === 'open') bot?.play(silence, bot.recorder.appendAudio('bot', silence));
  });
  const summary = await placed.value.call.done;
  stop();
  expect(summary.receivedMs).toBeGreaterThan(0);
  expect(placed.value.recorder.summary.outcome).toBe(
    'hung up: the captured call is over, and nothing was heard for 3 s',
  );
});

test('what cannot be run again is refused with a sentence', async () => {
  const bench = await callBench();
  const live = bench.store.start({ role: 'server', kind: 'call', connectorId: 'x', audiohookId: 'a' });
  expect(await replay(bench, live.id)).toMatchObject({ error: { code: 'live', message: /still live/ } });
  await live.close('done');
  expect(await replay(bench, live.id)).toMatchObject({ error: { code: 'nothing-to-replay', message: /`open`/ } });
  const original = await capturedCall(bench);
  expect(await replay(bench, original.id, { url: 'http://x' })).toMatchObject({ error: { code: 'bad-url' } });
});
