/** Whatever a server sends: recorded, answered per protocol, no crash, no hang, and the next call is unharmed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answer, callScripted, type Peer, scriptedServer } from '../testing/scripted-server.ts';

const name = fc.constantFrom(
  ...[
    'opened',
    'pong',
    'pause',
    'resume',
    'event',
    'updated',
    'reconnect',
    'disconnect',
    'closed',
    'error',
    'ping',
    'open',
  ],
);
const number = fc.oneof(fc.integer({ min: -3, max: 9 }), fc.double(), fc.constant(Number.MAX_SAFE_INTEGER));
const media = { type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 };
const parameters = fc.oneof(
  fc.constant({}),
  fc.record({ media: fc.oneof(fc.constant([media]), fc.array(fc.jsonValue(), { maxLength: 3 })) }),
  fc.record({ reason: fc.oneof(fc.constantFrom('completed', 'error', 'unauthorized'), fc.string()) }),
  fc.record({
    entities: fc.array(fc.oneof(fc.jsonValue(), fc.constant({ type: 'barge_in', data: {} })), { maxLength: 3 }),
  }),
  fc.jsonValue(),
);

/** What a server may do next: a message that is nearly right, text, bytes. */
type Move =
  | { kind: 'message'; type: string; parameters: unknown; change: object }
  | { kind: 'text'; text: string }
  | { kind: 'bytes'; bytes: Uint8Array };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('message' as const),
      type: fc.oneof(name, fc.string()),
      parameters,
      change: fc.constant({}),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('message' as const),
      type: name,
      parameters,
      change: fc.record(
        {
          seq: number,
          clientseq: number,
          id: fc.string(),
          version: fc.oneof(fc.constant(2), fc.string()),
          position: fc.string(),
          x: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('text' as const),
      text: fc.oneof(fc.string(), fc.json(), fc.constant(`"${'x'.repeat(70_000)}"`)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 4_000 }) }),
  },
);

function make(peer: Peer, move: Move): void {
  switch (move.kind) {
    case 'message':
      peer.send(move.type, move.parameters as object, move.change);
      break;
    case 'text':
      peer.socket.send(move.text);
      break;
    case 'bytes':
      peer.socket.send(move.bytes);
  }
}

const script = fc.record({
  /** At the upgrade, on `open`, and after `opened`. */
  early: fc.array(move, { maxLength: 2 }),
  instead: fc.boolean(),
  late: fc.array(move, { maxLength: 6 }),
  lenient: fc.boolean(),
  offer: fc.constantFrom('audio-connector', 'monitor', 'l16', 'stereo', 'empty'),
});

test('random and malformed servers: every frame is recorded, the call ends properly, and nothing breaks', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(script, async ({ early, instead, late, lenient, offer }) => {
      let sent = 0;
      const server = await scriptedServer({
        on: (peer, message) => {
          const moves = message.type === 'open' ? early : [];
          for (const one of moves) make(peer, one);
          if (message.type !== 'open' || !instead) answer(peer, message);
          if (message.type === 'open') for (const one of late) make(peer, one);
          sent = message.type === 'open' ? moves.length + late.length : sent;
        },
      });
      const { summary, events } = await callScripted(
        server.url,
        { lenient, offer, retry: false },
        {
          lastMs: 400,
        },
      );
      const peer = server.peers[0];
      // All that came before the client closed TCP is kept, whatever it was.
      const received = events.filter(
        event =>
          (event.type === 'message' || event.type === 'audio') && event.direction === 'in' && event.leg === 'genesys',
      );
      expect(received.length).toBeGreaterThanOrEqual(Math.min(1, sent));
      // The client's side is right in any case: its messages are numbered without a gap, and it says good-bye.
      expect(peer?.received.map(({ seq }) => seq)).toEqual(peer?.received.map((_message, n) => n + 1));
      expect(peer?.types().filter(type => type === 'open')).toHaveLength(1);
      expect(peer?.types().filter(type => type === 'close')).toHaveLength(1);
      // What was refused has a rule, its source, and how sure it is.
      for (const event of events) {
        if (event.type === 'note' && event.code.startsWith('AH-')) {
          expect(event.data).toMatchObject({ source: expect.any(String), certainty: expect.any(String) });
        }
      }
      if (!lenient && peer?.errors().length) expect(summary.error).not.toBeNull();
    }),
    { numRuns: 30, endOnFailure: true },
  );
  const good = await scriptedServer();
  expect((await callScripted(good.url, {}, { lastMs: 300 })).summary).toMatchObject({ closed: true, error: null });
});
