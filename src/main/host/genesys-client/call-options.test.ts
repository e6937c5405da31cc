/** What a person can set for a call, as the server sees it. */
import { expect, test } from 'vitest';
import { decodeMuLawSample } from '../../../shared/audio/mulaw.ts';
import { parseDurationMs } from '../../../shared/audiohook/duration.ts';
import { PRODUCTION_ORDER, parseSignature } from '../../../shared/audiohook/signature.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { BENCH_CREDENTIALS, callBench, messagesIn, notesIn } from '../testing/call-bench.ts';
import { PatientClock } from '../testing/patient-clock.ts';
import { recordedCaller } from './caller-audio.ts';
import { requestHeaders } from './sign-request.ts';

async function oneCall(...args: Parameters<Awaited<ReturnType<typeof callBench>>['call']>) {
  const bench = await callBench(CLOCK);
  const made = await bench.call(...args);
  const [session] = await bench.serverSessions(1);
  return { ...made, bench, server: await bench.eventsOf(session?.id ?? '') };
}

const CLOCK = new PatientClock(20);

const sentBytes = (events: readonly SessionEvent[]) =>
  events.reduce((sum, event) => sum + (event.type === 'audio' && event.direction === 'out' ? event.bytes : 0), 0);

test('open carries what was set, and leaves out what was not', async () => {
  const set = {
    participant: { ani: 'tel:+491234', aniName: 'Ada', dnis: '+4930' },
    language: 'de-de',
    supportedLanguages: true,
    customConfig: { tier: ['gold'] },
    inputVariables: { customerTier: 'gold', empty: '' },
    continuedSessions: [{ id: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee', serverseq: 3, clientseq: 4 }],
  };
  const { server, bench } = await oneCall(set, { lastMs: 400 });
  const { participant, ...rest } = set;
  expect(messagesIn(server, 'in', 'open')[0]?.parameters).toMatchObject({ ...rest, participant });
  expect(bench.calls[0]?.inputVariables).toEqual(set.inputVariables);

  const plain = await oneCall({ language: '' }, { lastMs: 400 });
  expect(Object.keys(messagesIn(plain.server, 'in', 'open')[0]?.parameters ?? {}).sort()).toEqual(
    ['conversationId', 'inputVariables', 'media', 'organizationId', 'participant'].sort(),
  );
});

test.each([
  ['audio-connector', ['caller'], 1],
  ['stereo', ['caller', 'agent'], 2],
  ['stereo-reversed', ['caller', 'agent'], 2],
  ['internal', ['agent'], 1],
  ['l16', ['caller-l16'], 2],
  ['l16-stereo', ['caller-l16', 'agent-l16'], 4],
] as const)('offer %s: the selected format is what is sent', async (offer, tracks, bytesPerSample) => {
  const { server, summary, events } = await oneCall({ offer }, { lastMs: 1_000 });
  expect(summary).toMatchObject({ opened: true, closed: true, error: null });
  const received = server.filter(
    event => event.type === 'audio' && event.leg === 'genesys' && event.direction === 'in',
  );
  expect(new Set(received.flatMap(event => (event.type === 'audio' ? [event.track] : [])))).toEqual(new Set(tracks));
  const bytes = received.reduce((sum, event) => sum + (event.type === 'audio' ? event.bytes : 0), 0);
  expect(bytes).toBe(summary.sentMs * 8 * bytesPerSample);
  const position = messagesIn(events, 'out', 'close')[0]?.position ?? '';
  expect(parseDurationMs(position)).toBe(summary.sentMs);
});

test('the external channel of a stereo call is the caller, whichever order was offered', async () => {
  const said = Uint8Array.from({ length: 3200 }, (_, at) => 0x20 + (at % 64));
  for (const offer of ['stereo', 'stereo-reversed'] as const) {
    const { bench } = await oneCall({ offer }, { lastMs: 1_000, source: recordedCaller(said) });
    const heard = Buffer.concat(bench.heard).subarray(0, 3200);
    expect(Buffer.compare(heard, said)).toBe(0);
  }
});

test('L16 carries the same sound, little-endian', async () => {
  const said = new Uint8Array(1600).fill(0x35);
  const { bench, server } = await oneCall({ offer: 'l16' }, { lastMs: 1_000, source: recordedCaller(said) });
  expect(
    Buffer.concat(bench.heard)
      .subarray(0, 1600)
      .every(code => code === 0x35),
  ).toBe(true);
  const [first] = server.filter(event => event.type === 'audio' && event.track === 'caller-l16');
  expect(first).toMatchObject({ bytes: 3200 });
  expect(decodeMuLawSample(0x35)).toBeLessThan(-1000);
});

test('no media: the session stays open, and no audio is sent', async () => {
  const { summary } = await oneCall({ offer: 'empty' }, { lastMs: 1_000 });
  expect(summary).toMatchObject({ opened: true, closed: true, sentMs: 0, error: null });
});

test('a pause of the client holds audio back; resumed says where it began and what it skipped', async () => {
  const { server, summary, progress } = await oneCall(
    {},
    {
      lastMs: 4_000,
      on: (item, call) => {
        if (item.type !== 'said' || call.recording().said.length !== 1600 * 3) return;
        call.hold(true);
        CLOCK.after(2_000, () => call.hold(false));
      },
    },
  );
  const [resumed] = messagesIn(server, 'in', 'resumed');
  expect(messagesIn(server, 'in', 'paused')).toHaveLength(1);
  expect(resumed?.parameters.start).toBe('PT0.6S');
  const skippedMs = parseDurationMs(String(resumed?.parameters.discarded)) ?? 0;
  expect(skippedMs).toBeGreaterThanOrEqual(1_600);
  expect(parseDurationMs(resumed?.position ?? '')).toBe(600 + skippedMs);
  expect(progress.flatMap(item => (item.type === 'paused' ? [item.paused] : []))).toEqual([true, false]);
  const closing = messagesIn(server, 'in', 'close')[0]?.position ?? '';
  expect(parseDurationMs(closing)).toBe(summary.sentMs + skippedMs);
  expect(notesIn(server)).toEqual([]);
});

test('language, digits and lost audio reach the server', async () => {
  const { server, bench: made } = await oneCall(
    {},
    {
      lastMs: 3_000,
      on: (item, call) => {
        if (item.type !== 'state' || item.state !== 'open') return;
        call.updateLanguage('fr-ca');
        call.pressDigit('#');
        call.discard(600);
      },
    },
  );
  expect(made.told).toEqual(['fr-ca', '#']);
  expect(messagesIn(server, 'out', 'updated')).toHaveLength(1);
  expect(messagesIn(server, 'in', 'discarded').map(({ parameters }) => parameters.discarded)).toEqual(['PT0.6S']);
});

test.each(['end', 'error', 'disconnect', 'reconnect'] as const)('hang up with reason %s is answered', async reason => {
  const { server, summary } = await oneCall(
    {},
    { on: (item, call) => item.type === 'state' && item.state === 'open' && call.hangUp('hung up', reason) },
  );
  expect(messagesIn(server, 'in', 'close')[0]?.parameters).toEqual({ reason });
  expect(summary).toMatchObject({ closed: true, error: null });
});

test('the round trip of pings is reported: the first after 1 s, the second at once, the third 5 s later', async () => {
  const { events, summary } = await oneCall({}, { lastMs: 7_500 });
  const pings = events.filter(event => event.type === 'message' && event.text.includes('"type":"ping"'));
  expect(pings).toHaveLength(3);
  expect(messagesIn(events, 'out', 'ping').map(({ parameters }) => 'rtt' in parameters)).toEqual([false, true, true]);
  const gaps = pings.slice(1).map((ping, n) => ping.atMs - (pings[n]?.atMs ?? 0));
  expect(gaps[0]).toBeLessThan(500);
  expect(gaps[1]).toBeGreaterThan(4_900);
  expect(summary.rttMs).toEqual(expect.any(Number));
});

test('what the server says at the end is what Architect would get', async () => {
  const made = await callBench(CLOCK);
  const { summary, progress } = await made.call(
    {},
    {
      on: item => {
        if (item.type !== 'state' || item.state !== 'open') return;
        made.calls[0]?.hangUp({ reason: 'completed', info: 'done', outputVariables: { intent: 'pay' } });
      },
    },
  );
  const outcome = {
    path: 'success',
    disconnectReason: 'completed',
    info: 'done',
    outputVariables: { intent: 'pay' },
    error: null,
    fault: null,
  };
  expect(summary.outcome).toEqual(outcome);
  const last = progress.filter(item => item.type === 'state' || item.type === 'outcome').slice(-2);
  expect(last).toMatchObject([
    { type: 'outcome', outcome },
    { type: 'state', state: 'closed', failed: false },
  ]);
});

test.each(['docs', 'production'] as const)(
  'signed in %s order with any label, the server lets the call in',
  async order => {
    const { summary } = await oneCall({ signing: { order, label: 'genesys-2' } }, { lastMs: 300 });
    expect(summary).toMatchObject({ opened: true, error: null });
  },
);

test('production order is that of captured traffic: vector B', () => {
  const headers = requestHeaders({
    url: new URL('wss://voice.example.test/audioconnector/v1/demo-bot?lang=en'),
    ids: {
      organizationId: '11111111-2222-4333-8444-555555555555',
      sessionId: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      correlationId: '99999999-8888-4777-8666-555555555555',
    },
    credentials: {
      apiKey: 'dGVzdC1jb25zb2xlLWtleS0wMDE=',
      clientSecret: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
    },
    nonce: 'QUJDREVGR0hJSktMTU5PUFFS',
    createdS: 1760000000,
    order: 'production',
  });
  expect(headers.signature).toBe('sig1=:6C5oEXlOS3ZUFs8b4jH3Ch8KAU2Un2bNWRI6BFuNJgo=:');
  const parsed = parseSignature(headers['signature-input'] ?? '', headers.signature ?? '');
  expect(parsed.ok && parsed.value.components).toEqual([...PRODUCTION_ORDER]);
});

test('no secret appears in what the caller keeps', async () => {
  const { events } = await oneCall(
    { inputVariables: { leaked: BENCH_CREDENTIALS.clientSecret, key: BENCH_CREDENTIALS.apiKey } },
    { lastMs: 300 },
  );
  const text = JSON.stringify(events);
  expect(text).not.toContain(BENCH_CREDENTIALS.apiKey);
  expect(text).not.toContain(BENCH_CREDENTIALS.clientSecret);
  expect(sentBytes(events)).toBeGreaterThan(0);
});
