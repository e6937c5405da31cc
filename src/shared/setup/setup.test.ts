import { expect, test } from 'vitest';
import { withArrival } from './arrivals.ts';
import { commandWords } from './command-words.ts';
import { readCommand, readPasted } from './pasted.ts';
import { publicAddress, readPublicAddress } from './public-address.ts';
import { findSymptoms, SYMPTOMS } from './symptoms.ts';

test('a wscat command is read with its quotes, its headers and its lines that go on', () => {
  const text = `$ npx wscat -H "X-API-KEY: abc=" \\\n  --header 'Audiohook-Session-Id: 1' -c wss://voice.acme.dev/v1`;
  expect(readCommand(text)).toEqual({
    program: 'wscat',
    url: 'wss://voice.acme.dev/v1',
    headers: { 'x-api-key': 'abc=', 'audiohook-session-id': '1' },
  });
  expect(readCommand('curl -i -N -H"Upgrade: websocket" https://voice.acme.dev/v1')).toMatchObject({
    program: 'curl',
    url: 'https://voice.acme.dev/v1',
    headers: { upgrade: 'websocket' },
  });
  expect(readCommand('what does wscat tell?')).toBeUndefined();
  expect(commandWords(`a "b c" 'd\\e' f\\ g "h`)).toEqual(['a', 'b c', 'd\\e', 'f g', 'h']);
});

test.each([
  ['{"errorType":"NoResourceError"}', 'no-resource-error'],
  ['error: Unexpected server response: 401', 'unauthorized'],
  ['"code":408,"message":"Timed out waiting for opened response"', 'opened-late'],
  ['AUDIOHOOK-0012', 'rate-limit'],
  ['expected sequence 1 but received sequence 2', 'sequence'],
  ['Unrecognized field "codec"', 'unrecognized-field'],
  ['Error: self-signed certificate', 'certificate'],
  ['connect ECONNREFUSED 127.0.0.1:8080', 'unreachable'],
  ['Disconnected (code: 1003, reason: "")', 'binary-1003'],
  ['OpenAI answers in the logs, but the caller hears nothing.', 'caller-hears-nothing'],
  ['Where do I get the secret?', 'what-is-the-secret'],
  ['What is a Connector ID?', 'what-is-a-connector-id'],
  ['no $connect shows up', 'no-connect'],
])('%j is known', (text, id) => {
  expect(readPasted(text).symptoms.map(symptom => symptom.id)).toContain(id);
});

test('a pasted key is told to be exposed, a code of ngrok is explained, and an address is found', () => {
  const pasted = readPasted(`wscat -H "Authorization: Bearer sk-${'a'.repeat(24)}" -c wss://voice.acme.dev/`);
  expect(pasted.notes.join(' ')).toMatch(
    /revoke it.*lacks the API key.*bare host.*is an OpenAI key.*begins with open/s,
  );
  expect(readPasted('ERR_NGROK_3200 at https://a.ngrok.app/x').notes[0]).toContain('offline');
  expect(readPasted('GET https://a.ngrok.app/x failed').url).toBe('https://a.ngrok.app/x');
  expect(readPasted('  ')).toEqual({ kind: 'nothing', symptoms: [], notes: [] });
});

test('the symptoms are found by any of their words, and each says what to do', () => {
  expect(findSymptoms('')).toHaveLength(SYMPTOMS.length);
  expect(findSymptoms('secret OpenAI').map(({ id }) => id)).toContain('what-is-the-secret');
  // What has the words in its title comes first.
  expect(findSymptoms('connector id')[0]?.id).toBe('what-is-a-connector-id');
  // As people say it, not as it is written here.
  for (const said of [
    'OpenAI answers in the logs, but the caller hears nothing',
    'caller hears nothing at all',
    'the caller cannot hear the bot',
    'bot is silent',
    'no audio',
  ])
    expect([said, findSymptoms(said)[0]?.id]).toEqual([said, 'caller-hears-nothing']);
  expect(findSymptoms('wscat connects, Architect fails, and no $connect shows up')[0]?.id).toMatch(
    /^(wscat|no)-connect/,
  );
  expect(findSymptoms('Where do I get the secret?')[0]?.id).toBe('what-is-the-secret');
  for (const [said, id] of [
    ['the bot stops in the middle of a sentence', 'bot-interrupts-itself'],
    ['the caller hears loud noise', 'bot-sounds-wrong'],
    ['chipmunk voice', 'bot-sounds-wrong'],
    ['the voice is choppy', 'bot-stutters'],
    ['it takes too long until the bot answers', 'answers-come-late'],
  ])
    expect([said, findSymptoms(said ?? '')[0]?.id]).toEqual([said, id]);
  // A word that nobody knows does not hide what the others find, and one of many words does not bring up what lacks the rest.
  expect(findSymptoms('yesterday Postman works').map(({ id }) => id)).toEqual(['wscat-connects']);
  expect(findSymptoms('zzz')).toEqual([]);
  for (const { steps, actions } of SYMPTOMS) expect([steps.length, actions.length]).not.toContain(0);
});

test('arrivals are counted by step, and the newest of each is kept', () => {
  const first = withArrival([], { step: 'tcp', atMs: 1, detail: 'from a' });
  const all = withArrival(withArrival(first, { step: 'probe', atMs: 2, detail: 'p', sessionId: 's' }), {
    step: 'tcp',
    atMs: 3,
    detail: 'from b',
  });
  expect(all).toEqual([
    { step: 'probe', count: 1, lastMs: 2, detail: 'p', sessionId: 's' },
    { step: 'tcp', count: 2, lastMs: 3, detail: 'from b' },
  ]);
});

test('the public address is that of the open tunnel, else that of the settings, with the path of the server', () => {
  const off = { state: 'off' } as const;
  const traffic = { connections: 0, bytesIn: 0, bytesOut: 0 };
  const open = { state: 'open', by: 'ngrok', url: 'wss://a.ngrok.app/', traffic } as const;
  const server = { basePath: '/v1', publicAuthority: 'voice.acme.dev' };
  expect(publicAddress({ basePath: '/', publicAuthority: undefined }, off).base).toBeUndefined();
  expect(publicAddress(server, off)).toEqual({ base: 'wss://voice.acme.dev/v1/', from: 'settings' });
  expect(publicAddress(server, open)).toEqual({ base: 'wss://a.ngrok.app/v1/', from: 'tunnel' });
  expect(readPublicAddress('https://voice.acme.dev/v1/')).toEqual({ authority: 'voice.acme.dev', basePath: '/v1' });
  expect(readPublicAddress('voice.acme.dev')).toEqual({ authority: 'voice.acme.dev', basePath: '/' });
  expect(readPublicAddress('two words')).toBeUndefined();
});
