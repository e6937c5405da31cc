import { expect, test } from 'vitest';
import { parseEvent } from '../realtime/parse.ts';
import { formatIn } from './beta-names.ts';
import type { Side } from './judgement.ts';
import { ModelJudge } from './model-judge.ts';

/** Events on a wire: who sent it, the event, and how long after the one before it, ms. */
type Sent = readonly [Side, object, number?];

function rulesOf(events: readonly Sent[], end?: readonly [Side, number, string]): string[] {
  const judge = new ModelJudge();
  let nowMs = 0;
  const found = events.flatMap(([from, event, afterMs = 0]) => {
    nowMs += afterMs;
    return judge.text(from, parseEvent(JSON.stringify(event)), nowMs);
  });
  if (end) found.push(...judge.gone(...end));
  return found.map(({ about, rule, level }) => `${about} ${rule} ${level}`);
}

const update = (voice = 'alloy') => ({
  type: 'session.update',
  event_id: 'u1',
  session: { type: 'realtime', audio: { output: { voice } } },
});
const updated = { type: 'session.updated', session: { type: 'realtime', audio: { output: { voice: 'alloy' } } } };
const created = (id: string) => ({ type: 'response.created', response: { id, conversation_id: 'c' } });
const done = (status: string, more: object = {}) => ({
  type: 'response.done',
  response: { id: 'r1', status, ...more },
});
const delta = { type: 'response.output_audio.delta', response_id: 'r1', delta: 'AAAA' };
const error = (code: string, about = '') => ({ type: 'error', error: { code, message: 'No.', event_id: about } });
const committed = { type: 'input_audio_buffer.committed' };

test('a session in which nothing is wrong', () => {
  const turn: Sent[] = [
    ['server', committed],
    ['server', created('r1'), 400],
    ['server', delta, 300],
    ['server', done('completed', { output: [{}] }), 2_000],
  ];
  const events: Sent[] = [['client', update()], ['server', updated], ...turn, ...turn];
  expect(rulesOf(events, ['client', 1000, ''])).toEqual([]);
});

test.each<[string, readonly Sent[], string]>([
  [
    'settings that are refused',
    [
      ['client', update()],
      ['server', error('unknown_parameter', 'u1')],
    ],
    'client RT-01 problem',
  ],
  [
    'a voice that was not taken',
    [
      ['client', update('ash')],
      ['server', updated],
    ],
    'server RT-21 warning',
  ],
  [
    'a failed answer',
    [
      ['server', created('r1')],
      ['server', done('failed')],
    ],
    'server RT-07 problem',
  ],
  ['a cut answer', [['server', done('incomplete')]], 'server RT-14 warning'],
  ['an empty answer', [['server', done('completed', { output: [] })]], 'server RT-29 warning'],
  [
    'a second answer',
    [
      ['server', created('r1')],
      ['server', created('r2')],
    ],
    'client RT-28 warning',
  ],
  [
    'an answer asked for twice',
    [['server', error('conversation_already_has_active_response')]],
    'client RT-09 warning',
  ],
  ['another error', [['server', error('item_not_found')]], 'client RT-08 warning'],
  ['audio that is not base64', [['server', { ...delta, delta: '%%' }]], 'server RT-16 warning'],
  [
    'no response for 5 s',
    [
      ['server', committed],
      ['client', { type: 'x' }, 5_000],
    ],
    'server RT-20 warning',
  ],
  [
    'no audio for 10 s',
    [
      ['server', committed],
      ['server', created('r1'), 100],
      ['client', { type: 'x' }, 10_000],
    ],
    'server RT-18 warning',
  ],
  ['what is no event', [['client', []]], 'client RT-12 warning'],
])('%s is named, and whose it is', (_what, events, said) => {
  expect(rulesOf(events)).toEqual([said]);
});

test('who ends the session, and why: the error just before is the reason', () => {
  expect(rulesOf([], ['server', 1006, ''])).toEqual(['server RT-04 warning']);
  expect(rulesOf([['server', error('invalid_api_key')]], ['server', 3000, ''])).toEqual(['server RT-03 problem']);
  expect(rulesOf([['server', error('session_expired')]], ['server', 1001, ''])).toEqual([
    'client RT-08 warning',
    'server RT-03 warning',
  ]);
});

test('an answer out of band may run beside another', () => {
  const aside = { type: 'response.created', response: { id: 'r2', conversation_id: null } };
  expect(
    rulesOf([
      ['server', created('r1')],
      ['server', aside],
    ]),
  ).toEqual([]);
});

test('the beta says its formats by other names', () => {
  const beta = { session: { input_audio_format: 'g711_ulaw', output_audio_format: 'pcm16' } };
  expect([formatIn(beta, 'input'), formatIn(beta, 'output')]).toEqual(['audio/pcmu', 'audio/pcm']);
  expect(formatIn({ session: { input_audio_format: 'mp3' } }, 'input')).toBe('');
});
