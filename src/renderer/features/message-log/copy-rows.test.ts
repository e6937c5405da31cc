import { expect, test } from 'vitest';
import type { ConnectionEvent, SessionEvent } from '../../../shared/events/session-event.ts';
import { type CopyFormat, copyText } from './copy-rows.ts';

const message = (n: number, value: object): SessionEvent => {
  const text = JSON.stringify(value);
  return { n, atMs: n * 10, leg: 'genesys', type: 'message', direction: 'in', text, bytes: text.length };
};
const upgrade: ConnectionEvent = {
  n: 0,
  atMs: 0,
  leg: 'genesys',
  type: 'connection',
  phase: 'upgrade',
  target: '/demo-bot',
  headers: { host: '127.0.0.1:8080', 'audiohook-session-id': 'abc', 'x-api-key': '«secret:api-key»' },
};
const ping = message(4, { version: '2', type: 'ping', id: 'abc', seq: 3, parameters: { note: "it's" } });
const pong = message(5, { version: '2', type: 'pong', id: 'abc', seq: 2, parameters: {} });
const copy = (format: CopyFormat, events: SessionEvent[]) => copyText(format, events, () => upgrade);

test('JSON is readable, NDJSON is the lines of the capture', () => {
  expect(JSON.parse(copy('json', [ping]))).toMatchObject({ n: 4, message: { type: 'ping' } });
  expect(JSON.parse(copy('json', [ping, pong]))).toHaveLength(2);
  expect(
    copy('ndjson', [ping, pong])
      .trim()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toEqual([ping, pong]);
});

test('CSV quotes what needs it, and starts no formula', () => {
  const note: SessionEvent = { n: 6, atMs: 60, leg: 'console', type: 'note', code: 'x', level: 'info', text: '=1,"2"' };
  expect(copy('csv', [ping, note]).split('\r\n')).toEqual([
    'n,at_ms,leg,direction,type,seq,bytes,audio_ms,says',
    `4,40,genesys,in,ping,3,${ping.type === 'message' && ping.bytes},,ping`,
    `6,60,console,,x,,,,"'=1,""2"""`,
    '',
  ]);
});

test('a wscat command connects where the session did, with the key from the environment', () => {
  const one = copy('wscat', [ping]);
  expect(one).toContain("wscat \\\n  --connect 'ws://127.0.0.1:8080/demo-bot'");
  expect(one).toContain('--header "X-API-KEY: $AUDIOHOOK_API_KEY"');
  expect(one).toContain("--header 'audiohook-session-id: abc'");
  expect(one).not.toContain('secret');
  expect(one).toContain(`it'\\''s`);
  expect(copy('wscat', [ping, pong])).toMatch(/^printf '%s\\n' '.*ping.*' \\\n {2}'.*pong.*' \| wscat/);
});

test('a test expects what does not change from call to call', () => {
  expect(copy('expectation', [pong])).toBe(
    'expect(messages[5]).toMatchObject({\n  "version": "2",\n  "type": "pong",\n  "parameters": {}\n});',
  );
});
