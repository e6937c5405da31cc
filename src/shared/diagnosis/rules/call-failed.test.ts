import { expect, test } from 'vitest';
import { ToldEvents } from '../../latency/testing/told-events.ts';
import { findingOf } from '../testing/findings-of.ts';

/** A call that ended before there was an answer. `why` is Node's word for it. */
function failed(why: string) {
  const text = `ws://bot.example:8080/ cannot be reached: ${why}.`;
  const told = new ToldEvents()
    .add(0, { leg: 'genesys', type: 'connection', phase: 'upgrade', direction: 'out', target: '/' })
    .add(9, { leg: 'console', type: 'note', code: 'call-failed', level: 'problem', text });
  return findingOf('call-failed', told.events)?.title;
}

test('a mail server at the port speaks no HTTP', () => {
  const title = 'What answers at this address does not speak HTTP: it is another kind of server';
  expect(failed('Parse Error: Expected HTTP/, RTSP/ or ICE/')).toBe(title);
  expect(failed('Parse Error: Expected HTTP/')).toBe(title);
});

test.each([
  'Parse Error: Header overflow',
  'Parse Error: Invalid header value char',
  'Parse Error: Missing expected CR after header value',
])('a server whose answer is broken speaks HTTP: %s', why => {
  expect(failed(why)).toBe('The server’s answer to the upgrade is no valid HTTP');
});

test('what is no matter of HTTP is told as it is', () => {
  expect(failed('socket hang up')).toBe('The connection did not come about');
});
