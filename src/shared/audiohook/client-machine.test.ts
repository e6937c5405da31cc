import { expect, test } from 'vitest';
import { startClient, stepClient } from './client-machine.ts';
import type { ClientEffect, ClientState } from './client-state.ts';
import { AUDIO_CONNECTOR_OFFER } from './media.ts';
import { type OpenParameters, type ServerMessageType, serverMessageSchema } from './messages.ts';

const SESSION = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const OPEN: OpenParameters = {
  organizationId: '11111111-2222-4333-8444-555555555555',
  conversationId: '0f1e2d3c-4b5a-4678-8abc-def012345678',
  participant: { id: '12121212-3434-4565-8787-909090909090', ani: '', aniName: '', dnis: '' },
  media: [...AUDIO_CONNECTOR_OFFER],
};

function receive(state: ClientState, type: ServerMessageType, parameters: object = {}, change: object = {}, nowMs = 0) {
  const envelope = { version: '2', type, id: SESSION, seq: state.serverSeq + 1, clientseq: 1, parameters };
  const message = serverMessageSchema.parse({ ...envelope, ...change });
  return stepClient(state, { type: 'message', message, sentSeq: 9, nowMs });
}

const opening = stepClient(startClient(SESSION, OPEN), { type: 'connected' }).state;
const open = receive(opening, 'opened', { media: OPEN.media }).state;
const closing = stepClient(open, { type: 'hang-up', reason: 'end', why: 'hung up' }).state;

const sent = (effects: readonly ClientEffect[]) =>
  effects.flatMap(effect => (effect.type === 'send' ? [effect.body] : []));
const faults = (effects: readonly ClientEffect[]) =>
  sent(effects).flatMap(body => (body.type === 'error' ? [body.parameters.code] : []));
const types = (effects: readonly ClientEffect[]) => effects.map(effect => effect.type);

test('a connection begins with open and waits 5 s for opened', () => {
  const { effects } = stepClient(startClient(SESSION, OPEN), { type: 'connected' });
  expect(sent(effects)).toEqual([{ type: 'open', parameters: OPEN }]);
  expect(effects).toContainEqual({ type: 'timer', timer: 'open', afterMs: 5000 });
});

test('opened starts the caller and the first ping after 1 s', () => {
  const { state, effects } = receive(opening, 'opened', { media: OPEN.media });
  expect(state.phase).toBe('open');
  expect(effects).toContainEqual({ type: 'speak', media: OPEN.media[0], discardToMs: undefined });
  expect(effects).toContainEqual({ type: 'timer', timer: 'ping', afterMs: 1000 });
});

test('the second ping follows the first pong at once, then every 5 s, and the round trip is told', () => {
  const first = stepClient(open, { type: 'ping-written', seq: 2, nowMs: 100 }).state;
  const pong = receive(first, 'pong', {}, { clientseq: 2 }, 163);
  expect(pong.effects).toContainEqual({ type: 'round-trip', rttMs: 63 });
  expect(pong.effects).toContainEqual({ type: 'timer', timer: 'ping', afterMs: 0 });
  const due = stepClient(pong.state, { type: 'timer', timer: 'ping' });
  expect(sent(due.effects)).toEqual([{ type: 'ping', parameters: { rtt: 'PT0.063000S' } }]);
  const second = stepClient(due.state, { type: 'ping-written', seq: 3, nowMs: 200 }).state;
  expect(receive(second, 'pong', {}, { clientseq: 3 }).effects).toContainEqual({
    type: 'timer',
    timer: 'ping',
    afterMs: 5000,
  });
});

test.each<[string, ClientState, Parameters<typeof stepClient>[1], number]>([
  ['[AH-13] no opened within 5 s', opening, { type: 'timer', timer: 'open' }, 408],
  ['[AH-15] no pong within 5 s', open, { type: 'timer', timer: 'pong' }, 408],
  ['[AH-01] a message that is not JSON', open, { type: 'breach', breach: { rule: 'AH-01', detail: 'x' }, seq: 2 }, 400],
])('%s is reported to the server and ends the call', (_what, state, input, code) => {
  const { state: next, effects } = stepClient(state, input);
  expect(faults(effects)).toEqual([code]);
  expect(sent(effects).at(-1)).toEqual({ type: 'close', parameters: { reason: 'error' } });
  expect(next).toMatchObject({ phase: 'closing', outcome: { error: expect.any(String) } });
});

const other = { type: 'audio', format: 'PCMU', channels: ['external', 'internal'], rate: 8000 };
test.each<[string, ClientState, ServerMessageType, object, object, number]>([
  ['[AH-03] another id', open, 'pong', {}, { id: OPEN.organizationId }, 400],
  ['[AH-04] a gap in seq', open, 'pong', {}, { seq: 3 }, 400],
  ['[AH-04] a first message with seq 2', opening, 'opened', { media: [] }, { seq: 2 }, 400],
  ['[AH-05] a clientseq that was never sent', open, 'pong', {}, { clientseq: 10 }, 400],
  ['[AH-13] a message before opened', opening, 'event', { entities: [] }, {}, 409],
  ['[AH-12] media that was not offered', opening, 'opened', { media: [other] }, {}, 400],
  ['[AH-12] an added field in the media', opening, 'opened', { media: [{ ...OPEN.media[0], codec: 'x' }] }, {}, 400],
  ['[AH-12] two media', opening, 'opened', { media: [OPEN.media[0], OPEN.media[0]] }, {}, 400],
  ['[AH-08] a second opened', open, 'opened', { media: [] }, {}, 409],
  ['[AH-08] closed without close', open, 'closed', {}, {}, 409],
])('%s is refused as Genesys would', (_what, state, type, parameters, change, code) => {
  expect(faults(receive(state, type, parameters, change).effects)).toEqual([code]);
});

test('disconnect is answered with close, and its reason and variables are what Architect gets', () => {
  const parameters = { reason: 'completed', outputVariables: { intent: 'pay_bill' } };
  const { state, effects } = receive(open, 'disconnect', parameters);
  expect(sent(effects)).toEqual([{ type: 'close', parameters: { reason: 'disconnect' } }]);
  const ended = receive(state, 'closed');
  expect(types(ended.effects)).toContain('close-socket');
  expect(ended.state).toMatchObject({
    phase: 'closed',
    outcome: { error: undefined, disconnectReason: 'completed', outputVariables: { intent: 'pay_bill' } },
  });
});

test('a disconnect with reason error is an error of the call', () => {
  const { state } = receive(open, 'disconnect', { reason: 'error', info: 'no bot' });
  expect(state).toMatchObject({ outcome: { error: expect.stringContaining('no bot') } });
});

test('[AH-14] a close that nobody answers ends after 10 s with error 408', () => {
  expect(stepClient(open, { type: 'hang-up', reason: 'end', why: '' }).effects).toContainEqual({
    type: 'timer',
    timer: 'close',
    afterMs: 10_000,
  });
  const { state, effects } = stepClient(closing, { type: 'timer', timer: 'close' });
  expect(faults(effects)).toEqual([408]);
  expect(state).toMatchObject({ phase: 'closed', outcome: { error: expect.stringContaining('10 s') } });
});

test('[AH-16] a server that closes TCP first is a failure; after closed it is none', () => {
  expect(stepClient(open, { type: 'gone', how: 'code 1006' }).state).toMatchObject({
    phase: 'closed',
    outcome: { error: expect.stringContaining('1006') },
  });
  const done = receive(closing, 'closed').state;
  expect(stepClient(done, { type: 'gone', how: 'code 1000' }).state).toMatchObject({ outcome: { error: undefined } });
});

test('barge_in flushes what is not yet played', () => {
  const entities = [{ type: 'barge_in', data: {} }];
  expect(receive(open, 'event', { entities }).effects).toEqual([{ type: 'flush' }]);
});

test('[AH-10] audio before opened or after the end is reported and not played', () => {
  const audio = { type: 'audio', bytes: 1600, nowMs: 0 } as const;
  expect(types(stepClient(open, audio).effects)).toEqual(['hear']);
  expect(types(stepClient(opening, audio).effects)).toEqual(['report']);
  expect(types(stepClient(closing, audio).effects)).toEqual(['report']);
});

test('a pause of the server is answered with paused, its end with resumed', () => {
  const paused = receive(open, 'pause');
  expect(sent(paused.effects)).toEqual([{ type: 'paused', parameters: {} }]);
  expect(sent(receive(paused.state, 'resume').effects)).toMatchObject([{ type: 'resumed' }]);
});
