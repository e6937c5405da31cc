import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { decodeMuLaw, encodeMuLaw } from '../../../shared/audio/mulaw.ts';
import { floatToInt16 } from '../../../shared/audio/resample.ts';
import { readWav } from '../../../shared/audio/wav.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { LatencyFold } from '../../../shared/latency/latency-fold.ts';
import { recordedCaller } from '../genesys-client/caller-audio.ts';
import { createRealtimeSimulator } from '../realtime-simulator/realtime-simulator.ts';
import { SessionHearing } from '../replay/session-hearing.ts';
import { systemIds } from '../system.ts';
import { callBench } from '../testing/call-bench.ts';
import { joinSessions } from './join-sessions.ts';
import { Relays } from './relays.ts';
import { smallBridge, type Wrongness } from './testing/small-bridge.ts';

const ORDER = join(import.meta.dirname, '../../../../e2e/audio/caller-order-pcmu-8k.wav');

function speech(): Uint8Array {
  const wav = readWav(readFileSync(ORDER));
  const [samples] = wav.ok ? wav.value.channels : [];
  if (!samples) throw new Error('The sentence cannot be read.');
  return encodeMuLaw(floatToInt16(samples));
}

/** A call over both relays and a bridge between them; what was recorded. */
async function relayedCall(wrong: Wrongness = {}) {
  const bench = await callBench();
  const { clock, store } = bench;
  const simulator = createRealtimeSimulator({ clock, ids: systemIds });
  const relays = new Relays({ store, clock, ids: systemIds, onWarning: text => expect.unreachable(text) });
  onTestFinished(async () => {
    await relays.dispose();
    await simulator.dispose();
  });
  const model = await relays.start({ kind: 'model', to: `${(await simulator.listen()).url}/realtime`, port: 0 });
  if (!model.ok) throw new Error(model.error.message);
  const bridge = await smallBridge(`${model.value.url}v1`, wrong);
  const genesys = await relays.start({ kind: 'genesys', to: bridge, port: 0 });
  if (!genesys.ok) throw new Error(genesys.error.message);
  const joined = new Promise<SessionSummary>(resolve => {
    const stop = store.changed.on(session => {
      if (session.relay !== 'both') return;
      stop();
      resolve(session);
    });
  });
  const { summary } = await bench.call(
    {},
    { url: genesys.value.url, source: recordedCaller(speech()), lastMs: 14_000 },
  );
  expect(summary).toMatchObject({ opened: true, closed: true });
  return { bench, store, joined };
}

test('both recordings of a call become one session by themselves, on one clock, with the bridge’s share of each turn', async () => {
  const { store, joined, bench } = await relayedCall();
  const session = await joined;
  const events = await bench.eventsOf(session.id);
  const note = events.find(event => event.type === 'note' && event.code === 'joined');
  expect(note).toMatchObject({ data: { likeness: { caller: expect.closeTo(1, 1), bot: expect.closeTo(1, 1) } } });
  expect(events.map(({ n }) => n)).toEqual([...events.keys()]);
  expect(events.filter(event => event.type === 'note' && event.level === 'warning')).toEqual([]);

  // Cause before effect, on either way, to within what the offset is known by.
  const { offset } = (note?.type === 'note' ? note.data : undefined) as { offset: { plusMinusMs: number } };
  const first = (leg: string, type: string) =>
    events.find(
      event => event.leg === leg && (event.type === type || (event.type === 'message' && event.text.includes(type))),
    );
  const frame = events.find(event => event.type === 'audio' && event.leg === 'genesys' && event.track === 'bot');
  expect(first('genesys', 'open')?.atMs).toBeLessThan(first('bot', 'input_audio_buffer.append')?.atMs ?? 0);
  expect(first('bot', 'response.output_audio.delta')?.atMs).toBeLessThanOrEqual(
    (frame?.atMs ?? 0) + offset.plusMinusMs,
  );

  const fold = new LatencyFold();
  for (const event of events) fold.add(event);
  const heard = await new SessionHearing(store).heardSpans(session.id);
  const { turns } = fold.report(heard.ok ? heard.value : { caller: [], bot: [] });
  expect(turns.flatMap(turn => turn.parts.map(({ id }) => id))).toEqual(
    expect.arrayContaining(['vad', 'model', 'bridge', 'playback']),
  );
});

test('what a bridge loses on the way to the model is found, and where', async () => {
  const { joined, bench } = await relayedCall({
    // From 2 s to 3 s nothing is passed on.
    toModel: (audio, offset) => (offset >= 16_000 && offset < 24_000 ? undefined : audio),
  });
  const events = await bench.eventsOf((await joined).id);
  const found = events.flatMap(event => (event.type === 'note' && event.code.startsWith('relay-audio') ? [event] : []));
  expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining(['relay-audio-missing', 'relay-audio-moved']));
  const missing = found.find(({ code }) => code === 'relay-audio-missing')?.data as { fromMs: number; toMs: number };
  expect(missing.fromMs).toBeGreaterThanOrEqual(1_000);
  expect(missing.toMs).toBeLessThanOrEqual(4_000);
  expect(found.find(({ code }) => code === 'relay-audio-moved')?.data).toMatchObject({
    amount: expect.closeTo(-1000, -2),
  });
});

test('a bridge that turns the caller down is told by how much', async () => {
  const { joined, bench } = await relayedCall({
    toModel: audio => Buffer.from(encodeMuLaw(decodeMuLaw(audio).map(sample => sample / 4))),
  });
  const events = await bench.eventsOf((await joined).id);
  const quieter = events.find(event => event.type === 'note' && event.code === 'relay-audio-quieter');
  expect(quieter).toMatchObject({ level: 'warning', data: { voice: 'caller', amount: expect.closeTo(12, -0.5) } });
});

test('recordings of different calls are not joined, and the reason is said', async () => {
  const { store, joined } = await relayedCall();
  const { id } = await joined;
  const genesys = store.list().find(({ relay }) => relay === 'genesys')?.id ?? '';
  expect(await joinSessions(store, genesys, 'nothing')).toMatchObject({
    ok: false,
    error: { code: 'no-such-session' },
  });
  expect(await joinSessions(store, genesys, genesys)).toMatchObject({ ok: false, error: { code: 'not-relayed' } });
  expect(await joinSessions(store, id, undefined)).toMatchObject({ ok: false, error: { code: 'not-relayed' } });
  const silent = store.start({ role: 'server', kind: 'call', relay: 'model', connectorId: '', audiohookId: '' });
  silent.declareTrack('caller', { encoding: 'PCMU', rateHz: 8000, channels: 1 });
  silent.appendAudio('caller', new Uint8Array(80_000).fill(0xff));
  await silent.close('ended');
  const refused = await joinSessions(store, genesys, silent.id);
  expect(refused).toMatchObject({ ok: false, error: { code: 'no-match' } });
  // By hand it can be said all the same.
  expect(await joinSessions(store, genesys, silent.id, 100)).toMatchObject({
    ok: true,
    value: { offset: { by: 'hand', offsetMs: 100 } },
  });
});
