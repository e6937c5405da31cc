import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startClient, stepClient } from './client-machine.ts';
import { parseForClient } from './client-parse.ts';
import type { ClientInput, ClientState } from './client-state.ts';
import { AUDIO_CONNECTOR_OFFER } from './media.ts';
import type { OpenParameters } from './messages.ts';
import { RULES } from './rules.ts';

const SESSION = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const OPEN: OpenParameters = {
  organizationId: '11111111-2222-4333-8444-555555555555',
  conversationId: '0f1e2d3c-4b5a-4678-8abc-def012345678',
  participant: { id: '12121212-3434-4565-8787-909090909090', ani: '', aniName: '', dnis: '' },
  media: [...AUDIO_CONNECTOR_OFFER],
};
const message = (over: object) =>
  JSON.stringify({ version: '2', type: 'pong', id: SESSION, seq: 1, clientseq: 1, parameters: {}, ...over });
const parse = (text: string) => parseForClient(text, text.length);

test.each([
  ['{', 'AH-01', 400],
  ['[]', 'AH-01', 400],
  [message({ version: 2 }), 'AH-02', 400],
  [message({ position: 'PT0.0S' }), 'AH-02', 400],
  [message({ serverseq: 1 }), 'AH-02', 400],
  [message({ parameters: undefined }), 'AH-06', 400],
  [message({ type: 'error' }), 'AH-31', 500],
  [message({ type: 'ping' }), 'AH-31', 500],
  [message({ type: 'disconnect', parameters: { reason: 'completed', outputVariables: { a: 1 } } }), 'AH-17', 400],
  [message({ pad: 'x'.repeat(64_000) }), 'AH-09', 413],
])('%.60s breaks %s and is answered with %i', (text, rule, code) => {
  expect(parse(text)).toMatchObject({ kind: 'breach', breach: { rule }, code });
});

test('a message of another protocol is told by the names in it, without their values', () => {
  const media = JSON.stringify({ event: 'media', media: { payload: 'AAAA' } });
  expect(parse(media)).toMatchObject({
    kind: 'breach',
    breach: { rule: 'AH-02', detail: 'no type: it begins { "event", "media" … }' },
    code: 400,
  });
  expect(parse('{}')).toMatchObject({ breach: { detail: 'no type: it begins {}' } });
});

test('what is not known to be refused is a warning, and the message counts', () => {
  expect(parse(message({ x: 1 }))).toMatchObject({ kind: 'message', warnings: [{ rule: 'AH-02' }] });
  expect(parse(message({ parameters: { x: 1 } }))).toMatchObject({ kind: 'message', warnings: [{ rule: 'AH-06' }] });
  const closed = parse(message({ type: 'closed', parameters: { outputVariables: {} } }));
  expect(closed).toMatchObject({ kind: 'message', warnings: [{ rule: 'AH-17' }] });
});

const input: fc.Arbitrary<ClientInput> = fc.oneof(
  fc.constant({ type: 'connected' } as const),
  fc.record({ type: fc.constant('audio' as const), bytes: fc.nat(70_000), nowMs: fc.nat(60_000) }),
  fc.record({ type: fc.constant('timer' as const), timer: fc.constantFrom('open', 'close', 'ping', 'pong') }),
  fc.record({ type: fc.constant('hang-up' as const), reason: fc.constantFrom('end', 'error'), why: fc.string() }),
  fc.record({ type: fc.constant('hold' as const), held: fc.boolean() }),
  fc.record({ type: fc.constant('gone' as const), how: fc.string() }),
  fc
    .record({
      type: fc.constantFrom(
        'opened',
        'pong',
        'pause',
        'resume',
        'event',
        'updated',
        'disconnect',
        'closed',
        'error',
        'x',
      ),
      seq: fc.integer({ min: 0, max: 4 }),
      clientseq: fc.integer({ min: 0, max: 4 }),
      parameters: fc.oneof(fc.constant({ media: OPEN.media, entities: [], reason: 'completed' }), fc.jsonValue()),
    })
    .map((fields): ClientInput => {
      const received = parse(message(fields));
      return received.kind === 'breach'
        ? { type: 'breach', breach: received.breach, code: received.code, seq: received.seq }
        : { type: 'message', message: received.message, warnings: received.warnings, sentSeq: 3, nowMs: 0 };
    }),
);

test('whatever happens in whatever order: at most one open and one close, nothing after the end, every report has grounds', () => {
  fc.assert(
    fc.property(fc.array(input, { maxLength: 30 }), fc.boolean(), (inputs, lenient) => {
      let state: ClientState = startClient(SESSION, OPEN, { lenient, listensOnly: false });
      const sent: string[] = [];
      for (const one of inputs) {
        const ended = state.phase === 'closed';
        const step = stepClient(state, one);
        for (const effect of step.effects) {
          if (effect.type === 'send') sent.push(effect.body.type);
          if (effect.type === 'report') {
            expect(Object.keys(RULES)).toContain(effect.rule);
            expect(effect.data.source).not.toBe('');
          }
          if (ended) expect(effect.type).toBe('report');
        }
        state = step.state;
      }
      expect(sent.filter(type => type === 'open').length).toBeLessThanOrEqual(1);
      expect(sent.filter(type => type === 'close').length).toBeLessThanOrEqual(1);
      const afterClose = sent.slice(sent.indexOf('close') + 1);
      if (sent.includes('close')) expect(afterClose.filter(type => type !== 'error')).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test('any text at all is a message or a breach', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), text => {
      expect(['message', 'breach']).toContain(parse(text).kind);
    }),
    { numRuns: 2_000 },
  );
});
