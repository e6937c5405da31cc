import { expect, test } from 'vitest';
import { ToldEvents } from '../../latency/testing/told-events.ts';
import { CallFacts } from '../call-facts.ts';
import { findingOf } from '../testing/findings-of.ts';

const FRAME_MS = 200;
const PCM = 'audio/pcm';

/** A call with a model whose session expects `format`; `perMs` says how many bytes a caller's ms at that time becomes. */
function call(seconds: number, perMs: (atMs: number) => number, format = PCM): ToldEvents {
  const session = { audio: { input: { format: { type: format } }, output: { format: { type: format } } } };
  const told = new ToldEvents().genesys(0, 'opened', {}, {}, 'out').model(0, 'session.updated', { session });
  for (let atMs = FRAME_MS; atMs <= seconds * 1000; atMs += FRAME_MS) {
    told.caller(atMs);
    const bytes = perMs(atMs) * FRAME_MS;
    if (bytes > 0) append(told, atMs + 1, bytes);
  }
  return told;
}

function append(told: ToldEvents, atMs: number, bytes: number): void {
  told.model(atMs, 'input_audio_buffer.append', { audio: { $audio: { track: 'sent', offset: 0, bytes } } }, 'out');
}

const title = (told: ToldEvents) => findingOf('model-hears-other-format', told.events)?.title;
const pcmAt16kHz = 'The model is sent 16-bit PCM at 16 kHz, while its session expects audio/pcm at 24 kHz';

test('a bridge that sends another format all the time is named by the rate of its bytes', () => {
  expect(title(call(10, () => 32))).toBe(pcmAt16kHz);
  expect(title(call(4, () => 8))).toMatch(/^The model is sent µ-law at 8 kHz/);
  expect(title(call(10, () => 48, 'audio/pcmu'))).toMatch(/PCM at 24 kHz, while its session expects audio\/pcmu$/);
});

test('also one that kept the caller back until the session stood, and one that sends only speech', () => {
  const kept = call(12, atMs => (atMs < 3_000 ? 0 : atMs === 3_000 ? 32 * 15 : 32));
  expect(title(kept)).toBe(pcmAt16kHz);
  expect(title(call(20, atMs => (atMs % 10_000 < 5_000 ? 32 : 0)))).toBe(pcmAt16kHz);
});

test('a model that did not hear the whole call hears the right format all the same', () => {
  expect(title(call(60, atMs => (atMs <= 40_000 ? 48 : 0)))).toBeUndefined();
  expect(title(call(60, atMs => (atMs > 20_000 ? 48 : 0)))).toBeUndefined();
});

test('neither is a bridge with an ear of its own blamed, which sends only speech', () => {
  for (const share of [1 / 6, 1 / 3, 2 / 3]) {
    for (const everyMs of [1_000, 3_000, 12_000]) {
      expect(title(call(60, atMs => (atMs % everyMs < share * everyMs ? 48 : 0)))).toBeUndefined();
    }
  }
});

test('audio in bits as they come, and late, says nothing', () => {
  // A bridge that hands a second at a time on: three times the audio where one frame is expected, and none for two.
  expect(title(call(30, atMs => (atMs % 1_000 === 0 ? 5 * 48 : 0)))).toBeUndefined();
});

test('of a caller in L16 the samples are counted, not the bytes', () => {
  const l16 = new ToldEvents().genesys(0, 'opened', { media: [{ type: 'audio', format: 'L16' }] }, {}, 'out');
  const session = { audio: { input: { format: { type: PCM } } } };
  l16.model(0, 'session.updated', { session });
  for (let at = 1; at <= 30; at += 1) {
    const range = { track: 'caller-l16', offset: 3_200 * (at - 1), bytes: 3_200 };
    l16.add(FRAME_MS * at, { leg: 'genesys', type: 'audio', direction: 'in', ...range });
    append(l16, FRAME_MS * at + 1, 32 * FRAME_MS);
  }
  expect(title(l16)).toBe(pcmAt16kHz);
  const call = new CallFacts();
  for (const event of l16.events) call.add(event, undefined);
  expect(call.callerFrames.ms).toBe(6_000);
});
