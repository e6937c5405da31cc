import { expect, test } from 'vitest';
import type { NewSessionEvent, SessionEvent } from '../events/session-event.ts';
import { completeFilter } from './complete-filter.ts';
import { eventMatcher } from './match-filter.ts';
import { parseFilter } from './parse-filter.ts';

const message = (leg: 'genesys' | 'bot', direction: 'in' | 'out', value: object): NewSessionEvent => {
  const text = JSON.stringify(value);
  return { leg, type: 'message', direction, text, bytes: text.length };
};
const bodies: [number, NewSessionEvent][] = [
  [0, { leg: 'genesys', type: 'connection', phase: 'upgrade', method: 'GET', target: '/demo-bot', status: 101 }],
  [10, message('genesys', 'in', { type: 'open', seq: 1, parameters: {} })],
  [20, message('genesys', 'in', { type: 'ping', seq: 41, parameters: {} })],
  [500, message('bot', 'in', { type: 'response.done', response: { status: 'completed', note: 'Your order is 7.' } })],
  [510, message('bot', 'in', { type: 'error', error: { message: 'no' } })],
  [520, { leg: 'genesys', type: 'audio', direction: 'in', track: 'caller', offset: 0, bytes: 1600 }],
  [62_000, { leg: 'console', type: 'note', code: 'AH-04', level: 'problem', text: 'seq 43, expected 42' }],
];
const events = bodies.map(([atMs, body], n) => ({ ...body, n, atMs }) as SessionEvent);

function found(text: string): number[] {
  const parsed = parseFilter(text);
  if ('error' in parsed) throw new Error(parsed.error.message);
  const matches = eventMatcher(parsed.filter);
  return events.filter(matches).map(event => event.n);
}

test.each([
  ['', [0, 1, 2, 3, 4, 5, 6]],
  ['leg:bot', [3, 4]],
  ['leg:OpenAI dir:in type:response.*', [3]],
  ['type:ping,open', [1, 2]],
  ['-type:ping leg:genesys', [0, 1, 5]],
  ['!leg:genesys', [3, 4, 6]],
  ['seq>40', [2]],
  ['seq:1', [1]],
  ['gap>200ms', [3, 6]],
  ['gap>=480 gap<1s', [3]],
  ['at>1:01', [6]],
  ['at<0.02s', [0, 1]],
  ['bytes>=1.6kB', [5]],
  ['audio=200ms', [5]],
  ['text:"order"', [3]],
  ['ORDER', [3]],
  ['"your order"', [3]],
  ['text:/ORDER IS \\d/', [3]],
  ['text:/ORDER/c', []],
  ['type:/^(open|error)$/', [1, 4]],
  ['is:error', [4, 6]],
  ['level:problem or type:ping', [2, 6]],
  ['leg:genesys (type:ping | type:open)', [1, 2]],
  ['not (leg:genesys or leg:bot)', [6]],
  ['type:"response.*"', []],
  ['kind:audio', [5]],
  ['type:AH-*', [6]],
])('%s', (text, numbers) => {
  expect(found(text)).toEqual(numbers);
});

test.each([
  ['legg:bot', 'legg', 'did you mean leg?'],
  ['seq>40 colour:red', 'colour:red', 'There is no field “colour”'],
  ['text:"order', '"order', 'not closed'],
  ['text:/ord', '/ord', 'not closed'],
  ['text:/(/', '/(/', 'not a regular expression'],
  ['text:/a/g', '/a/g', 'flags'],
  ['seq>many', 'many', 'a number'],
  ['gap>200kB', '200kB', 'a time'],
  ['leg:phone', 'phone', 'one of genesys'],
  ['leg>bot', '>', 'cannot be more or less'],
  ['type:', 'type:', 'A value is missing after this'],
  ['type:a,', 'type:a,', 'A value is missing after this'],
  ['(leg:bot', '(', 'not closed'],
  ['leg:bot)', ')', 'Nothing is open'],
  ['leg:bot or', 'r', 'missing'],
  ['or leg:bot', 'or', 'missing'],
  ['leg:bot - ', undefined, undefined],
])('an error says where it is: %s', (text, at, words) => {
  const parsed = parseFilter(text);
  if (at === undefined) {
    expect(parsed).toHaveProperty('filter');
    return;
  }
  if (!('error' in parsed)) throw new Error('It was read.');
  expect(text.slice(parsed.error.at, parsed.error.at + parsed.error.length)).toBe(at);
  expect(parsed.error.message).toContain(words);
});

test('nothing that is typed throws, and deep nesting is refused', () => {
  expect(parseFilter('('.repeat(10_000))).toHaveProperty('error');
  expect(parseFilter('-'.repeat(10_000).concat('a'))).toHaveProperty('error');
});

test('completion knows the fields, their values, and the types of the log', () => {
  const labels = (text: string) => completeFilter(text, ['ping', 'response.done', 'not JSON']).map(one => one.text);
  expect(labels('leg:bot ty')).toEqual(['leg:bot type:']);
  expect(labels('-le')).toEqual(['-leg:', '-level:']);
  expect(labels('leg:open')).toEqual(['leg:openai']);
  expect(labels('leg:b')).toEqual(['leg:bot']);
  expect(labels('type:resp')).toEqual(['type:response.done']);
  expect(labels('type:ping,not')).toEqual(['type:ping,"not JSON"']);
  expect(labels('text:"ty')).toEqual([]);
  expect(labels('leg:bot')).toEqual([]);
});
