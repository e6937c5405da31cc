import { expect, test } from 'vitest';
import type { SessionEvent } from '../events/session-event.ts';
import { Diagnosis } from './diagnosis.ts';

const SESSION_ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const SECRET = '«secret»';
const KEY = { 'x-api-key': SECRET };
const SIGNATURE = { signature: SECRET, 'signature-input': 'sig1=()' };
const MEDIA = [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 }];

type Body = Record<string, unknown>;

/** A call that was opened and played sound of the bot; `code` is of a note that a finding is made of. */
function cleared(headers: Record<string, string> | undefined, code: string, text: string, changed?: string[]) {
  const bodies: readonly Body[] = [
    { leg: 'genesys', type: 'connection', phase: 'upgrade', direction: 'in', target: '/bot', status: 101, headers },
    ...(changed ? [{ leg: 'console', type: 'note', code: 'relayed', level: 'info', text: '', data: { changed } }] : []),
    message('in', 'open', { conversationId: SESSION_ID, participant: { id: SESSION_ID }, media: MEDIA }),
    message('out', 'opened', { media: MEDIA }),
    { leg: 'genesys', type: 'audio', direction: 'out', track: 'bot', offset: 0, bytes: 160 },
    message('in', 'playback_started', {}),
    { leg: 'console', type: 'note', code, level: 'problem', text, data: { about: 'server' } },
  ];
  const diagnosis = new Diagnosis();
  for (const [n, body] of bodies.entries()) diagnosis.add({ n, atMs: 100 * n, ...body } as SessionEvent);
  const { findings, notTheCause } = diagnosis.result();
  expect(findings.filter(({ severity }) => severity !== 'note')).not.toEqual([]);
  return new Map(notTheCause.map(({ id, text: why }) => [id, why]));
}

function message(direction: 'in' | 'out', type: string, parameters: object): Body {
  const text = JSON.stringify({ version: '2', type, id: SESSION_ID, seq: 1, parameters });
  return { leg: 'genesys', type: 'message', direction, text, bytes: text.length };
}

const NO_PONG = ['AH-15', 'No pong'] as const;

test('an API key that was not sent was not tried, nor was a signature', () => {
  const said = cleared({}, ...NO_PONG);
  expect(said.get('credentials')).toBeUndefined();
  expect(said.get('no-key')).toMatch(/none was sent, so it was not tried.*Nor was there a signature/);
  expect(said.get('no-secret')).toBeUndefined();
});

test('a key without a signature is right, and the client secret was not tried', () => {
  const said = cleared(KEY, ...NO_PONG);
  expect(said.get('credentials')).toMatch(/^API key: .* The client secret was not tried/);
  expect(said.get('no-secret')).toMatch(/missing signature/);
});

test('both are right where both were sent', () => {
  const said = cleared({ ...KEY, ...SIGNATURE }, ...NO_PONG);
  expect(said.get('credentials')).toBe('API key and client secret: the session was opened, so they are right.');
  expect(said.has('no-key')).toBe(false);
});

test('what the relay sent in place of what came was tried; a server of somebody may take anything', () => {
  const said = cleared({}, ...NO_PONG, ['x-api-key', 'signature', 'signature-input']);
  expect(said.get('credentials')).toBe('API key and client secret: the server took them.');
  expect(said.has('no-key')).toBe(false);
});

test('of headers that were not kept nothing is said', () => {
  const said = cleared(undefined, ...NO_PONG);
  expect([said.has('credentials'), said.has('no-key')]).toEqual([false, false]);
});

test('the way of the sound is cleared where another way is to blame, and not where a finding is on it', () => {
  expect(cleared(KEY, ...NO_PONG).get('playback')).toMatch(/playback_started/);
  expect(cleared(KEY, 'AH-18', 'More than 25 binary frames at once').has('playback')).toBe(false);
});

test('a Connector ID that a finding blames is not cleared', () => {
  expect(cleared(KEY, ...NO_PONG).has('connector-id')).toBe(true);
  expect(cleared(KEY, 'AH-28', 'unknown').has('connector-id')).toBe(false);
});
