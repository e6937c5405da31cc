/** What the fake Genesys Cloud refuses, over a real socket: with which code, by which rule, and how sure that is. */
import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { answer, callScripted, type Peer, SCRIPT_CLOCK, scriptedServer } from '../testing/scripted-server.ts';

const notes = (events: readonly SessionEvent[]) => events.flatMap(event => (event.type === 'note' ? [event] : []));

/** After `opened`, the server does `wrong`. */
const afterOpened = (wrong: (peer: Peer) => void) => ({
  on: (peer: Peer, message: Parameters<typeof answer>[1]) => {
    answer(peer, message);
    if (message.type === 'open') wrong(peer);
  },
});
/** Instead of `opened`. */
const insteadOfOpened = (wrong: (peer: Peer, media: object[]) => void) => ({
  on: (peer: Peer, message: Parameters<typeof answer>[1]) => {
    if (message.type === 'open') wrong(peer, message.parameters.media as object[]);
    else answer(peer, message);
  },
});
const raw = (bytes: number) => (peer: Peer) => peer.socket.send(new Uint8Array(bytes).fill(0xff));

const REFUSALS: [
  what: string,
  script: Parameters<typeof scriptedServer>[0],
  code: number,
  rule: string,
  sure: string,
][] = [
  ['a gap in seq', afterOpened(peer => peer.send('event', { entities: [] }, { seq: 7 })), 400, 'AH-04', 'observed'],
  ['another id', afterOpened(peer => peer.send('pause', {}, { id: 'x' })), 400, 'AH-03', 'documented'],
  ['a clientseq too high', afterOpened(peer => peer.send('pause', {}, { clientseq: 9 })), 400, 'AH-05', 'documented'],
  ['text that is no JSON', afterOpened(peer => peer.socket.send('{')), 400, 'AH-01', 'documented'],
  ['a position', afterOpened(peer => peer.send('pause', {}, { position: 'PT0.0S' })), 400, 'AH-02', 'observed'],
  ['a serverseq', afterOpened(peer => peer.send('pause', {}, { serverseq: 1 })), 400, 'AH-02', 'observed'],
  ['an error message', afterOpened(peer => peer.send('error', { code: 500, message: 'x' })), 500, 'AH-31', 'reference'],
  ['an unknown type', afterOpened(peer => peer.send('hello')), 500, 'AH-31', 'reference'],
  [
    'a text of 70,000 bytes',
    afterOpened(peer => peer.send('event', { entities: [], pad: 'x'.repeat(70_000) })),
    413,
    'AH-09',
    'documented',
  ],
  ['an audio frame of 64,001 bytes', afterOpened(raw(64_001)), 413, 'AH-09', 'documented'],
  [
    'a message before opened',
    insteadOfOpened(peer => peer.send('event', { entities: [] })),
    409,
    'AH-13',
    'documented',
  ],
  [
    'two media',
    insteadOfOpened((peer, media) => peer.send('opened', { media: [...media, ...media] })),
    400,
    'AH-12',
    'observed',
  ],
  [
    'a field added to the media',
    insteadOfOpened((peer, media) => peer.send('opened', { media: [{ ...media[0], codec: 'x' }] })),
    400,
    'AH-12',
    'observed',
  ],
  ['no opened for 5 s', insteadOfOpened(() => undefined), 408, 'AH-13', 'documented'],
  [
    'audio without media',
    insteadOfOpened(peer => {
      peer.send('opened', { media: [] });
      raw(1600)(peer);
    }),
    415,
    'AH-10',
    'unknown',
  ],
  [
    'an output variable that is no string',
    afterOpened(peer => peer.send('disconnect', { reason: 'completed', outputVariables: { n: 1 } })),
    400,
    'AH-17',
    'documented',
  ],
];

test.each(REFUSALS)('%s is refused, with the rule and how sure it is', async (_what, script, code, rule, sure) => {
  const { peers, url } = await scriptedServer(script);
  const { summary, events } = await callScripted(url, { retry: false });
  expect(peers[0]?.errors()).toEqual([code]);
  expect(peers[0]?.received.at(-1)).toMatchObject({ type: 'close', parameters: { reason: 'error' } });
  expect(summary.error).toContain(rule);
  const note = notes(events).find(({ code: found }) => found === rule);
  expect(note).toMatchObject({ level: 'problem', data: { source: expect.any(String), certainty: sure, code } });
});

// The server waits for nothing after its disconnect, and a lenient caller waits longer for opened: tried by themselves.
const LENIENT = REFUSALS.filter(
  ([what]) => !['no opened for 5 s', 'an output variable that is no string'].includes(what),
);
test.each(LENIENT)('--lenient: %s is a warning, and the call goes on', async (_what, script, code, rule) => {
  const { peers, url } = await scriptedServer(script);
  const { events, summary } = await callScripted(
    url,
    { lenient: true },
    {
      on: (item, call) => item.type === 'state' && item.state === 'opening' && hangUpSoon(call),
    },
  );
  expect(peers[0]?.errors()).toEqual([]);
  expect(peers[0]?.received.at(-1)).toMatchObject({ type: 'close', parameters: { reason: 'end' } });
  expect(notes(events).find(({ code: found }) => found === rule)).toMatchObject({ level: 'warning', data: { code } });
  expect(summary.closed).toBe(true);
});

function hangUpSoon(call: { hangUp(why: string): void }): void {
  SCRIPT_CLOCK.after(2_500, () => call.hangUp('hung up by the test'));
}

test.each([
  ['a field in the envelope', { x: 1 }, {}],
  ['a field in the parameters', {}, { x: 1 }],
])('%s that nobody knows is a warning: how Genesys takes it is not established', async (_what, change, parameters) => {
  const script = afterOpened(peer => peer.send('event', { entities: [], ...parameters }, change));
  const { peers, url } = await scriptedServer(script);
  const { events, summary } = await callScripted(url, {}, { lastMs: 500 });
  expect(peers[0]?.errors()).toEqual([]);
  expect(summary.error).toBeNull();
  expect(notes(events)).toMatchObject([{ level: 'warning', data: { certainty: 'unknown' } }]);
});

test('--lenient: output variables that are no strings reach Architect as text, and the call ends', async () => {
  const variables = { n: 1, text: 'x' };
  const { url } = await scriptedServer(
    afterOpened(peer => peer.send('disconnect', { reason: 'completed', outputVariables: variables })),
  );
  const { summary } = await callScripted(url, { lenient: true });
  expect(summary).toMatchObject({ closed: true, error: null, outputVariables: { n: '1', text: 'x' } });
});

test('outputVariables in closed are a warning, and are not what Architect gets', async () => {
  const { url } = await scriptedServer({
    on: (peer, message) => {
      if (message.type === 'close') peer.send('closed', { outputVariables: { a: 'b' } });
      else answer(peer, message);
    },
  });
  const { events, summary } = await callScripted(url, {}, { lastMs: 300 });
  expect(summary).toMatchObject({ error: null, outputVariables: null });
  expect(notes(events)).toMatchObject([{ code: 'AH-17', level: 'warning' }]);
});

test.each([
  [
    'before opened',
    insteadOfOpened((peer, media) => {
      raw(1600)(peer);
      peer.send('opened', { media });
    }),
  ],
  [
    'in a pause',
    afterOpened(peer => {
      peer.send('pause');
      raw(1600)(peer);
    }),
  ],
])('[AH-10] audio %s is a warning: what Genesys does is not known', async (_when, script) => {
  const { peers, url } = await scriptedServer(script);
  const { events, summary } = await callScripted(url, {}, { lastMs: 500 });
  expect(peers[0]?.errors()).toEqual([]);
  expect(summary.error).toBeNull();
  expect(notes(events)).toMatchObject([{ code: 'AH-10', level: 'warning', data: { certainty: 'unknown' } }]);
});

test('[AH-10] Monitor takes no audio', async () => {
  const { peers, url } = await scriptedServer(afterOpened(raw(1600)));
  await callScripted(url, { offer: 'monitor' });
  expect(peers[0]?.errors()).toEqual([415]);
});

test('[AH-27] an odd byte of L16 is refused, and heard with --lenient', async () => {
  const script = afterOpened(raw(1601));
  const strict = await scriptedServer(script);
  await callScripted(strict.url, { offer: 'l16' });
  expect(strict.peers[0]?.errors()).toEqual([400]);
  const lenient = await scriptedServer(script);
  const { summary } = await callScripted(lenient.url, { offer: 'l16', lenient: true }, { lastMs: 1_000 });
  expect(summary).toMatchObject({ error: null, receivedMs: 100 });
});

test('[AH-18] the 28th of a burst of frames is answered with 429 and retryAfter: 25, and 2 of an overdraft', async () => {
  for (const [count, errors] of [
    [27, []],
    [28, [429]],
  ] as const) {
    const script = afterOpened(peer => {
      for (let n = 0; n < count; n += 1) raw(160)(peer);
    });
    const { peers, url } = await scriptedServer(script);
    const { summary, events } = await callScripted(url, {}, { lastMs: 500 });
    expect(peers[0]?.errors()).toEqual(errors);
    if (count === 27) {
      expect(summary.error).toBeNull();
      continue;
    }
    const refused = peers[0]?.received.find(({ type }) => type === 'error');
    expect(refused?.parameters.retryAfter).toMatch(/^PT0\.[0-9]+S$/);
    expect(summary).toMatchObject({ closed: true, error: expect.stringContaining('AH-18') });
    expect(notes(events)).toMatchObject([{ code: 'AH-18', data: { certainty: 'second-hand', code: 429 } }]);
    expect(summary.receivedMs).toBe(27 * 20);
  }
});

test('[AH-33] more than 4 and 2 pauses at once are answered with 429', async () => {
  const script = afterOpened(peer => {
    for (let n = 0; n < 7; n += 1) peer.send('pause');
  });
  const { peers, url } = await scriptedServer(script);
  await callScripted(url, {}, { lastMs: 300 });
  expect(peers[0]?.errors()).toEqual([429]);
});
