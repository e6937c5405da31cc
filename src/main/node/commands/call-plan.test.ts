import { expect, test } from 'vitest';
import type { GenesysCall } from '../../host/genesys-client/genesys-call.ts';
import { type PlanFlags, planOf } from './call-plan.ts';

/** What the plan does, in words and in order. */
function played(flags: PlanFlags): [number, string][] {
  const done: string[] = [];
  const call = {
    pressDigit: (digit: string) => done.push(digit),
    hold: (held: boolean) => done.push(held ? 'pause' : 'resume'),
    updateLanguage: (language: string) => done.push(language),
    discard: (ms: number) => done.push(`lose ${ms}`),
    set muted(muted: boolean) {
      done.push(muted ? 'mute' : 'unmute');
    },
  } as unknown as GenesysCall;
  return planOf(flags).map(({ atMs, act }) => {
    act(call);
    return [atMs, done.at(-1) ?? ''];
  });
}

test('digits without times follow one another from 1 s on', () => {
  expect(played({ dtmf: '12#' })).toEqual([
    [1000, '1'],
    [1300, '2'],
    [1600, '#'],
  ]);
});

test('times are seconds or milliseconds; several digits may share one', () => {
  expect(played({ dtmf: '2s:5, 2500ms:*#,4:0' })).toEqual([
    [2000, '5'],
    [2500, '*'],
    [2800, '#'],
    [4000, '0'],
  ]);
});

test('all that is asked for is done in the order of its times', () => {
  expect(played({ dtmf: '3s:9', pause: '1s-2s,6s', mute: '0.5-4', update: '5s:fr-ca', discard: '2500ms:1s' })).toEqual([
    [500, 'mute'],
    [1000, 'pause'],
    [2000, 'resume'],
    [2500, 'lose 1000'],
    [3000, '9'],
    [4000, 'unmute'],
    [5000, 'fr-ca'],
    [6000, 'pause'],
  ]);
});

test.each([
  { dtmf: 'a' },
  { dtmf: '2s:' },
  { pause: 'x' },
  { pause: '4-2' },
  { pause: '4s-2s' },
  { mute: '1s-1s' },
  { update: '2s' },
  { discard: '1s' },
])('%o is explained', flags => {
  expect(() => planOf(flags)).toThrow(/write|digits/);
});
