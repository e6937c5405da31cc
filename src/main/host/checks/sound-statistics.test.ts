/** The limits of the audio checks have room on both sides, for every voice that is at hand. */
import { describe, expect, test } from 'vitest';
import { encodeMuLaw, MULAW_SILENCE } from '../../../shared/audio/mulaw.ts';
import { overdraft } from '../../../shared/checks/rate-limit.ts';
import {
  aLawLikeness,
  brightness,
  levelDbfs,
  longestRun,
  sixteenBitLikeness,
} from '../../../shared/checks/sound-statistics.ts';
import { prompts } from '../realtime-simulator/prompts.ts';
import { interruption, question } from './caller-speech.ts';
import { aLaw, at24kHz, sixteenBit } from './testing/wrong-encodings.ts';

const VOICES: readonly [string, Uint8Array][] = [
  ...Object.entries(prompts).map(([name, { audio }]): [string, Uint8Array] => [name, audio]),
  ['question', question],
  ['interruption', interruption],
];

describe.each(VOICES)('the voice "%s"', (_name, voice) => {
  test('is bright at 8 kHz, and dull when it was sent at 24 kHz', () => {
    expect(brightness(voice)).toBeGreaterThan(0.3);
    expect(brightness(at24kHz(voice))).toBeLessThan(0.02);
  });

  test('is not taken for 16-bit samples, and is when it is', () => {
    expect(sixteenBitLikeness(voice)).toBeLessThan(0.1);
    expect(sixteenBitLikeness(sixteenBit(voice))).toBeGreaterThan(0.3);
  });

  test('is not taken for A-law, and is when it is', () => {
    expect(aLawLikeness(voice)).toBeLessThan(-0.1);
    expect(aLawLikeness(aLaw(voice))).toBeGreaterThan(0.2);
  });

  test('has an ordinary level', () => {
    expect(levelDbfs(voice)).toBeGreaterThan(-35);
    expect(levelDbfs(voice)).toBeLessThan(-12);
  });
});

test('silence has no brightness, and is neither 16-bit nor A-law', () => {
  const silence = new Uint8Array(16_000).fill(MULAW_SILENCE);
  expect(brightness(silence)).toBeUndefined();
  expect(sixteenBitLikeness(silence)).toBe(0);
  expect(aLawLikeness(silence)).toBe(0);
  expect(levelDbfs(silence)).toBe(-100);
});

test('the longest run of a byte', () => {
  expect(longestRun(Uint8Array.of(0, 1, 0, 0, 0, 1, 0, 0), 0)).toBe(3);
  expect(longestRun(encodeMuLaw(new Int16Array(8)), 0)).toBe(0);
});

test('5 frames a second for ever, and 25 at once, are within the limit; 20 ms frames are not', () => {
  expect(overdraft(Array.from({ length: 500 }, (_, n) => n * 200))).toBeLessThanOrEqual(0);
  expect(overdraft(new Array<number>(25).fill(0))).toBeCloseTo(0);
  expect(overdraft(new Array<number>(30).fill(0))).toBe(5);
  expect(overdraft(Array.from({ length: 100 }, (_, n) => n * 20))).toBeGreaterThan(50);
});
