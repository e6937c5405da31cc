import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ANSWER_LEDGER, type AnswerReport, spansOf, splitWords } from './answer-report.ts';
import type { BridgeEffect, Playback } from './bridge-state.ts';
import { heardOfRow } from './playback-ledger.ts';
import { type Bridge, ready } from './testing/driven-bridge.ts';

function reports(effects: readonly BridgeEffect[]): AnswerReport[] {
  return effects.flatMap(effect =>
    effect.type === 'note' && effect.rule === ANSWER_LEDGER ? [effect.data as unknown as AnswerReport] : [],
  );
}

function words(bridge: Bridge, responseId: string, itemId: string, delta: string): void {
  const event = { type: 'response.output_audio_transcript.delta', response_id: responseId, item_id: itemId, delta };
  bridge.server({ ...event, content_index: 0 });
}

test('an interrupted answer is reported with its words split where hearing ended', () => {
  const bridge = ready();
  bridge.created('r1');
  words(bridge, 'r1', 'i1', 'one two three four');
  bridge.delta('r1', 'i1', 0, 8000);
  bridge.delta('r1', 'i2', 8000, 8000);
  bridge.done('r1');
  const [report] = reports(bridge.onset(true, [4000, 0]));
  expect(report).toMatchObject({
    responseId: 'r1',
    ended: 'interrupted',
    ...{ generatedMs: 2000, sentMs: 500, heardMs: 500, cutMs: 1500, pendingMs: 0 },
    items: [
      { itemId: 'i1', heardMs: 500, cutMs: 500, heardText: 'one two ', unheardText: 'three four' },
      { itemId: 'i2', heardMs: 0, cutMs: 1000 },
    ],
  });
});

test('an answer that is cut while it is generated is reported when it is over, late audio counted as cut', () => {
  const bridge = ready();
  bridge.created('r1');
  bridge.delta('r1', 'i1', 0, 8000);
  expect(reports(bridge.onset(true, [1600]))).toEqual([]);
  bridge.delta('r1', 'i1', 8000, 800);
  const [report] = reports(bridge.done('r1', { status: 'cancelled' }));
  expect(report).toMatchObject({ generatedMs: 1100, heardMs: 200, cutMs: 900, ended: 'interrupted' });
});

test('an answer that was heard whole is reported when the caller has heard it, not before', () => {
  const bridge = ready();
  bridge.created('r1');
  bridge.delta('r1', 'i1', 0, 8000);
  expect(reports(bridge.done('r1'))).toEqual([]);
  const extent = (heardBytes: number): Playback => ({ playing: false, extents: [{ heardBytes, sentBytes: 8000 }] });
  expect(reports(bridge.input({ type: 'playback-completed', playback: extent(7999) }))).toEqual([]);
  const [report] = reports(bridge.input({ type: 'playback-completed', playback: extent(8000) }));
  expect(report).toMatchObject({ ended: 'heard', heardMs: 1000, cutMs: 0 });
});

test('what is still to be heard when the call ends is cut by its end', () => {
  const bridge = ready();
  bridge.created('r1');
  bridge.delta('r1', 'i1', 0, 8000);
  const playback = { playing: true, extents: [{ heardBytes: 800, sentBytes: 4000 }] };
  const [report] = reports(bridge.input({ type: 'call-ended', playback }));
  expect(report).toMatchObject({ ended: 'call ended', generatedMs: 1000, sentMs: 500, heardMs: 100, cutMs: 900 });
});

test('words are split between words, and never within one', () => {
  expect(splitWords('one two three', 0, 100)).toEqual(['', 'one two three']);
  expect(splitWords('one two three', 100, 100)).toEqual(['one two three', '']);
  expect(splitWords('one two three', 40, 100)).toEqual(['one ', 'two three']);
  expect(splitWords('one', 99, 100)).toEqual(['', 'one']);
  expect(splitWords('', 0, 0)).toEqual(['', '']);
});

/** The caller's ear: what was played lies in order; it is sent, then heard, and an interruption drops the rest. */
interface Played {
  readonly offset: number;
  readonly bytes: number;
  sent: number;
  heard: number;
  dropped: boolean;
}

class Ear {
  readonly #parts: Played[] = [];

  take(effects: readonly BridgeEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'play') this.#parts.push({ ...effect.range, sent: 0, heard: 0, dropped: false });
      if (effect.type === 'interrupt') for (const part of this.#parts) part.dropped = true;
    }
  }

  advance(what: 'sent' | 'heard', bytes: number): void {
    let left = bytes;
    for (const part of this.#parts) {
      const room = what === 'sent' ? part.bytes - part.sent : part.sent - part.heard;
      const step = part.dropped ? 0 : Math.min(left, room);
      part[what] += step;
      left -= step;
    }
  }

  get heardBytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.heard, 0);
  }

  playback(bridge: Bridge): Playback {
    const within = (range: { offset: number; bytes: number }, key: 'heard' | 'sent') =>
      this.#parts
        .filter(part => part.offset >= range.offset && part.offset < range.offset + range.bytes)
        .reduce((sum, part) => sum + part[key], 0);
    const extents = bridge.state.ledger.map(row => ({
      heardBytes: heardOfRow(row, range => within(range, 'heard')),
      sentBytes: row.ranges.reduce((sum, range) => sum + within(range, 'sent'), 0),
    }));
    return { playing: this.#parts.some(part => !part.dropped && part.heard < part.bytes), extents };
  }
}

type Move =
  | { do: 'delta'; item: number; content: number; bytes: number }
  | { do: 'send' | 'hear'; bytes: number }
  | { do: 'speech' | 'done' | 'completed' | 'key' };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('delta' as const),
      item: fc.nat(2),
      content: fc.nat(1),
      bytes: fc.integer({ min: 1, max: 4000 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('send' as const, 'hear' as const), bytes: fc.nat(6000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('speech' as const, 'done' as const, 'completed' as const, 'key' as const),
    }),
  },
);

test('[RT-15] however deltas, playback and interruptions interleave, the ledger adds up and no truncation is too long', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 80 }), moves => {
      const bridge = ready({ dtmf: { timeoutMs: 0, terminators: '', maxDigits: 32, interrupts: true } });
      const ear = new Ear();
      const ledgers: AnswerReport[] = [];
      const generated = new Map<string, number>();
      let offset = 0;
      let response = 0;
      let open = false;
      const after = (effects: readonly BridgeEffect[]): void => {
        for (const effect of effects) {
          if (effect.type !== 'send' || effect.event.type !== 'conversation.item.truncate') continue;
          const { item_id, content_index, audio_end_ms } = effect.event;
          const bytes = generated.get(`${item_id}/${content_index}`) ?? 0;
          expect(Number.isInteger(audio_end_ms)).toBe(true);
          expect(audio_end_ms).toBeGreaterThan(0);
          expect(audio_end_ms * 8).toBeLessThanOrEqual(bytes);
        }
        ear.take(effects);
        ledgers.push(...reports(effects));
        const { extents } = ear.playback(bridge);
        for (const [at, row] of bridge.state.ledger.entries()) {
          const spans = spansOf(row, extents[at]);
          expect(spans.heardMs + spans.cutMs + spans.pendingMs).toBe(spans.generatedMs);
          expect(Math.min(spans.pendingMs, spans.cutMs, spans.sentMs - spans.heardMs)).toBeGreaterThanOrEqual(0);
        }
      };
      for (const each of moves) {
        switch (each.do) {
          case 'delta': {
            if (!open) response += 1;
            if (!open) after(bridge.created(`r${response}`));
            open = true;
            const itemId = `r${response}i${each.item}`;
            const event = { type: 'response.output_audio.delta', response_id: `r${response}`, item_id: itemId };
            const key = `${itemId}/${each.content}`;
            generated.set(key, (generated.get(key) ?? 0) + each.bytes);
            const range = { track: 'bot', offset, bytes: each.bytes };
            offset += each.bytes;
            after(bridge.server({ ...event, content_index: each.content }, ear.playback(bridge), range));
            break;
          }
          case 'send':
            ear.advance('sent', each.bytes);
            break;
          case 'hear':
            ear.advance('heard', each.bytes);
            break;
          case 'speech':
            after(bridge.server({ type: 'input_audio_buffer.speech_started' }, ear.playback(bridge)));
            break;
          case 'key':
            after(bridge.input({ type: 'digit', digit: '1', playback: ear.playback(bridge) }));
            break;
          case 'completed':
            after(bridge.input({ type: 'playback-completed', playback: ear.playback(bridge) }));
            break;
          case 'done':
            if (open) {
              const event = { type: 'response.done', response: { id: `r${response}`, status: 'completed' } };
              after(bridge.server(event, ear.playback(bridge)));
            }
            open = false;
            break;
        }
      }
      after(bridge.input({ type: 'call-ended', playback: ear.playback(bridge) }));
      const sum = (key: 'generatedMs' | 'heardMs' | 'cutMs' | 'pendingMs') =>
        ledgers.reduce((total, report) => total + report[key], 0);
      expect(sum('generatedMs')).toBe(offset / 8);
      expect(sum('heardMs')).toBe(ear.heardBytes / 8);
      expect(sum('cutMs')).toBe((offset - ear.heardBytes) / 8);
      expect(sum('pendingMs')).toBe(0);
    }),
    { numRuns: 400 },
  );
});
