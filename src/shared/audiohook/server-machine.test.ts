import { expect, test } from 'vitest';
import { AUDIO_CONNECTOR_OFFER } from './media.ts';
import { type ClientMessage, type ClientMessageType, clientMessageSchema, NULL_UUID } from './messages.ts';
import { LEGAL, type Opening, type ServerEffect, type ServerState, startServer, stepServer } from './server-machine.ts';

const SESSION = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const ORGANIZATION = '11111111-2222-4333-8444-555555555555';
const start = startServer({ sessionId: SESSION, organizationId: ORGANIZATION });

const PARAMETERS: Record<ClientMessageType, unknown> = {
  open: {
    organizationId: ORGANIZATION,
    conversationId: '0f1e2d3c-4b5a-4678-8abc-def012345678',
    participant: { id: '12121212-3434-4565-8787-909090909090', ani: 'tel:+15550100001', aniName: '', dnis: '' },
    media: AUDIO_CONNECTOR_OFFER,
  },
  ping: {},
  paused: {},
  resumed: { start: 'PT1.0S', discarded: 'PT2.0S' },
  discarded: { start: 'PT1.0S', discarded: 'PT2.0S' },
  update: { language: 'fr-ca' },
  dtmf: { digit: '5' },
  playback_started: {},
  playback_completed: {},
  error: { code: 408, message: 'Timeout' },
  close: { reason: 'end' },
};

function message(type: ClientMessageType, seq: number, change: object = {}): ClientMessage {
  const envelope = {
    version: '2',
    type,
    id: SESSION,
    seq,
    serverseq: 0,
    position: 'PT0.0S',
    parameters: PARAMETERS[type],
  };
  return clientMessageSchema.parse({ ...envelope, ...change });
}

function take(state: ServerState, type: ClientMessageType, seq: number, change: object = {}) {
  return stepServer(state, { type: 'message', message: message(type, seq, change), sentSeq: 3 });
}

const opened = take(start, 'open', 1).state;
const disconnecting = stepServer(opened, { type: 'disconnect', parameters: { reason: 'completed' } }).state;
const closed = take(opened, 'close', 2).state;
const states: Record<ServerState['phase'], ServerState> = {
  'awaiting-open': start,
  open: opened,
  disconnecting,
  closed,
};

const sent = (effects: readonly ServerEffect[]) =>
  effects.flatMap(effect => (effect.type === 'send' ? [effect.body] : []));
const rules = (effects: readonly ServerEffect[]) =>
  effects.flatMap(effect => (effect.type === 'report' ? [effect.rule] : []));

test('[AH-12] [AH-13] open is answered with opened, and the offer comes back untouched', () => {
  const { state, effects } = take(start, 'open', 1);
  expect(state).toMatchObject({ phase: 'open', clientSeq: 1, media: AUDIO_CONNECTOR_OFFER[0] });
  expect(effects[0]).toEqual({
    type: 'send',
    body: { type: 'opened', parameters: { media: [AUDIO_CONNECTOR_OFFER[0]] } },
  });
  expect(effects[1]).toMatchObject({ type: 'opened', probe: false });
});

test('a connection probe is answered without media', () => {
  const participant = { id: NULL_UUID, ani: '', aniName: '', dnis: '' };
  const parameters = { ...(PARAMETERS.open as object), conversationId: NULL_UUID, participant };
  const { effects } = take(start, 'open', 1, { parameters });
  expect(sent(effects)).toEqual([{ type: 'opened', parameters: { media: [] } }]);
  expect(effects[1]).toMatchObject({ type: 'opened', probe: true, media: undefined });
});

test('[AH-12] offers of which none can be served are refused with disconnect', () => {
  const media = [{ type: 'audio', format: 'OPUS', channels: ['external'], rate: 48000 }];
  const { effects } = take(start, 'open', 1, { parameters: { ...(PARAMETERS.open as object), media } });
  expect(rules(effects)).toEqual(['AH-12']);
  expect(sent(effects)).toMatchObject([{ type: 'disconnect', parameters: { reason: 'error' } }]);
});

for (const [phase, state] of Object.entries(states)) {
  for (const type of Object.keys(PARAMETERS) as ClientMessageType[]) {
    const legal = LEGAL[phase as ServerState['phase']].includes(type);
    test(`${type} in state ${phase} is ${legal ? 'taken' : 'reported'}`, () => {
      const { effects, state: next } = take(state, type, state.clientSeq + 1);
      const broken = rules(effects).filter(rule => rule === 'AH-07' || rule === 'AH-08');
      if (type === 'error') expect(effects).toMatchObject([{ type: 'report', level: 'problem' }]);
      else expect(broken).toHaveLength(legal ? 0 : 1);
      const ends = phase === 'awaiting-open' || phase === 'open';
      if (!legal && ends) expect(next.phase).toBe('disconnecting');
    });
  }
}

test.each(['end', 'error', 'disconnect', 'reconnect', 'something new'])(
  'close with reason %s is answered with closed',
  reason => {
    for (const state of [start, opened, disconnecting]) {
      const { effects, state: next } = take(state, 'close', state.clientSeq + 1, { parameters: { reason } });
      expect(sent(effects)).toEqual([{ type: 'closed', parameters: {} }]);
      expect(next.phase).toBe('closed');
    }
  },
);

test('ping is answered at once, also after disconnect', () => {
  for (const state of [opened, disconnecting]) {
    expect(sent(take(state, 'ping', state.clientSeq + 1).effects)).toEqual([{ type: 'pong', parameters: {} }]);
  }
});

test.each([
  ['AH-03', { id: ORGANIZATION }, 2],
  ['AH-04', {}, 3],
  ['AH-04', {}, 1],
  ['AH-05', { serverseq: 4 }, 2],
])('[%s] a broken envelope is reported and ends the session', (rule, change, seq) => {
  const { effects, state } = take(opened, 'ping', seq, change);
  expect(rules(effects)).toEqual([rule]);
  expect(sent(effects)).toMatchObject([{ type: 'disconnect', parameters: { reason: 'error' } }]);
  expect(state.phase).toBe('disconnecting');
});

test('[AH-26] an organization that is not that of the upgrade is refused', () => {
  const parameters = { ...(PARAMETERS.open as object), organizationId: SESSION };
  expect(rules(take(start, 'open', 1, { parameters }).effects)).toEqual(['AH-26']);
});

const unknown = (seq: number, id = SESSION) =>
  ({
    type: 'unknown-message',
    messageType: 'playback_stopped',
    envelope: { id, seq, serverseq: 0 },
    sentSeq: 1,
  }) as const;

test('[AH-04] [AH-03] a type that nobody knows keeps the rules of the envelope all the same', () => {
  expect(rules(stepServer(start, unknown(1_000_000)).effects)).toEqual(['AH-04']);
  expect(rules(stepServer(opened, unknown(2, ORGANIZATION)).effects)).toEqual(['AH-03']);
});

test('[AH-11] a type that nobody knows is reported and ignored, and its seq counts', () => {
  const { state, effects } = stepServer(opened, unknown(2));
  expect(rules(effects)).toEqual(['AH-11']);
  expect(sent(effects)).toEqual([]);
  expect(sent(take(state, 'ping', 3).effects)).toEqual([{ type: 'pong', parameters: {} }]);
});

test('[AH-10] audio is heard when open, warned about in a pause, refused before open, ignored while disconnecting', () => {
  const audio = { type: 'audio', bytes: 1600 } as const;
  expect(stepServer(opened, audio).effects).toEqual([{ type: 'hear' }]);
  const paused = take(opened, 'paused', 2);
  expect(paused.effects).toEqual([{ type: 'hold', held: true }]);
  expect(stepServer(paused.state, audio).effects).toMatchObject([
    { rule: 'AH-10', level: 'warning' },
    { type: 'hear' },
  ]);
  expect(rules(stepServer(start, audio).effects)).toEqual(['AH-10']);
  expect(stepServer(disconnecting, audio).effects).toEqual([]);
});

test('a second breach after disconnect is reported, and no second disconnect is sent', () => {
  const { effects } = stepServer(disconnecting, { type: 'breach', breach: { rule: 'AH-01', detail: 'not JSON' } });
  expect(rules(effects)).toEqual(['AH-01']);
  expect(sent(effects)).toEqual([]);
});

const offer = (format: string, ...channels: string[]) => ({ type: 'audio', format, channels, rate: 8000 });
test.each([
  ['mono external before stereo', [offer('PCMU', 'external', 'internal'), offer('PCMU', 'external')], 1],
  ['stereo before internal alone', [offer('PCMU', 'internal'), offer('PCMU', 'internal', 'external')], 1],
  ['PCMU before L16', [offer('L16', 'external'), offer('PCMU', 'external')], 1],
  ['L16 where there is nothing else', [offer('L16', 'external')], 0],
  ['internal alone where there is nothing else', [offer('PCMU', 'internal')], 0],
  [
    'what it knows, past what it does not',
    [{ ...offer('OPUS', 'external'), rate: 48000 }, offer('L16', 'internal')],
    1,
  ],
])('[AH-12] of several offers it takes %s, untouched', (_what, media, index) => {
  const { effects } = take(start, 'open', 1, { parameters: { ...(PARAMETERS.open as object), media } });
  expect(sent(effects)).toEqual([{ type: 'opened', parameters: { media: [media[index]] } }]);
});

const openedWith = (opening: Opening, parameters: object = {}) => {
  const state = startServer({ sessionId: SESSION, organizationId: ORGANIZATION, opening });
  return take(state, 'open', 1, { parameters: { ...(PARAMETERS.open as object), ...parameters } });
};

test('startPaused opens in a pause', () => {
  const { state, effects } = openedWith({ startPaused: true });
  expect(sent(effects)).toMatchObject([{ parameters: { startPaused: true } }]);
  expect(state).toMatchObject({ phase: 'open', paused: true });
  expect(effects).toContainEqual({ type: 'hold', held: true });
});

test('supportedLanguages are told to a client that asks, and to no other', () => {
  const opening = { supportedLanguages: ['en-us', 'de-de'] };
  expect(sent(openedWith(opening, { supportedLanguages: true }).effects)).toMatchObject([{ parameters: opening }]);
  expect(sent(openedWith(opening).effects)[0]?.parameters).not.toHaveProperty('supportedLanguages');
});

test('discardTo is asked for where it is later than the position', () => {
  expect(sent(openedWith({ discardTo: 'PT2.0S' }).effects)[0]?.parameters).toMatchObject({ discardTo: 'PT2.0S' });
  expect(sent(openedWith({ discardTo: 'PT0.0S' }).effects)[0]?.parameters).not.toHaveProperty('discardTo');
});

test('[AH-28] a Connector ID that is not served is refused with disconnect, but not a probe of it', () => {
  const { state, effects } = openedWith({ refusal: 'no such profile' });
  expect(rules(effects)).toEqual(['AH-28']);
  expect(sent(effects)).toEqual([{ type: 'disconnect', parameters: { reason: 'error', info: 'no such profile' } }]);
  expect(state.phase).toBe('disconnecting');
  const participant = { id: NULL_UUID, ani: '', aniName: '', dnis: '' };
  const probe = openedWith({ refusal: 'no such profile' }, { conversationId: NULL_UUID, participant });
  expect(sent(probe.effects)).toMatchObject([{ type: 'opened' }]);
});

test('[AH-27] half a sample is refused', () => {
  const stereo = { media: [offer('PCMU', 'external', 'internal')] };
  const { state } = openedWith({}, stereo);
  expect(rules(stepServer(state, { type: 'audio', bytes: 1601 }).effects)).toEqual(['AH-27']);
  expect(stepServer(state, { type: 'audio', bytes: 1600 }).effects).toEqual([{ type: 'hear' }]);
});

test("discarded and resumed move the caller's timeline", () => {
  const skip = { type: 'skip', ms: 2000 };
  expect(take(opened, 'discarded', 2).effects).toEqual([skip]);
  expect(take(opened, 'resumed', 2).effects).toEqual([skip, { type: 'hold', held: false }]);
});

test('a close is answered whatever is wrong with its envelope', () => {
  const { effects, state } = take(opened, 'close', 7);
  expect(rules(effects)).toEqual(['AH-04']);
  expect(sent(effects)).toEqual([{ type: 'closed', parameters: {} }]);
  expect(state.phase).toBe('closed');
});
