import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { ReadableSession } from '../capture/resolve-session.ts';
import { lacksOfReplay } from './replay-session.ts';

const UUID = '3f1c52a0-9c1e-4f6e-8d2a-0b6a1c9e7d10';
const FRAME_BYTES = 1600;
const FRAMES = 50;

/** Ten seconds of a caller who presses a key; `there`: bytes of the track that the capture has. */
function session(there: number, { digit = '1', ani = 'tel:+15550100001' } = {}): ReadableSession {
  const participant = { id: UUID, ani, aniName: '', dnis: '' };
  const media = [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 }];
  const message = (type: string, parameters: object) => {
    const text = JSON.stringify({ version: '2', id: UUID, type, seq: 1, serverseq: 0, position: 'PT0S', parameters });
    return { leg: 'genesys', type: 'message', direction: 'in', text, bytes: text.length };
  };
  const frame = (at: number) => ({
    ...{ leg: 'genesys', type: 'audio', direction: 'in', track: 'caller' },
    ...{ offset: at * FRAME_BYTES, bytes: FRAME_BYTES },
  });
  const bodies = [
    message('open', { organizationId: UUID, conversationId: UUID, participant, media }),
    ...Array.from({ length: FRAMES }, (_none, at) => frame(at)),
    message('dtmf', { digit }),
    message('close', { reason: 'end' }),
  ];
  const events = bodies.map((body, n) => ({ ...body, n, atMs: 10 + n * 200 }) as SessionEvent);
  return {
    summary: { id: 'captured', state: 'ended' } as SessionSummary,
    events: async () => ok(events),
    audio: async (_track, offset, bytes) => new Uint8Array(Math.max(0, Math.min(bytes, there - offset))),
    filed: async () => undefined,
    dispose: async () => undefined,
  };
}

async function lacksOf(one: ReadableSession): Promise<string[]> {
  const lacks = await lacksOfReplay(one);
  if (!lacks.ok) throw new Error(lacks.error.message);
  return lacks.value.map(({ code, text }) => `${code}: ${text}`);
}

test('a whole capture lacks nothing', async () => {
  expect(await lacksOf(session(FRAMES * FRAME_BYTES))).toEqual([]);
});

test('without its sound the caller is silent, and what hangs on speech does not come again', async () => {
  expect(await lacksOf(session(0))).toEqual([
    expect.stringMatching(/^replay-silent: The caller is silent: .*What follows from speech.*--include-audio/),
  ]);
  // A track that was cut off: to the byte, whatever it is.
  expect(await lacksOf(session(4 * 8000 + 1))).toEqual([
    expect.stringMatching(/^replay-silent: The caller is silent for 0:05 of 0:10: /),
  ]);
});

test('what was taken out of `open` and keys that were pressed are counted', async () => {
  const whole = FRAMES * FRAME_BYTES;
  expect(await lacksOf(session(whole, { digit: '«redacted:digit»', ani: '«redacted:ani»' }))).toEqual([
    'replay-masked: 1 value of `open` was taken out of the capture: the server gets the marks in their place.',
    'replay-masked: 1 key press was taken out of the capture: not pressed again.',
  ]);
});
