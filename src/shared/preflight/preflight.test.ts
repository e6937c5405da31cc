import { expect, test } from 'vitest';
import { readAddress } from './address.ts';
import { dryRun, finalUrls } from './dry-run.ts';
import { judgeApiKey, judgeClientSecret, judgeConnectorId } from './form-fields.ts';
import { KNOWN_HOSTS, knownHost } from './known-hosts.ts';
import { judgeDns } from './network.ts';
import { isPrivateAddress, isPrivateName } from './private-address.ts';
import { judgeSeenRequest } from './seen-request.ts';
import { judgeUpgradeAnswer } from './upgrade-answer.ts';

test.each([
  ['wss://voice.acme.dev/audiohook/', ['pass', 'pass', 'pass', 'pass'], 'wss://voice.acme.dev/audiohook/'],
  ['https://voice.acme.dev', ['pass', 'fail', 'pass', 'pass'], 'wss://voice.acme.dev/'],
  ['http://voice.acme.dev', ['pass', 'fail', 'fail', 'pass'], 'ws://voice.acme.dev/'],
  ['voice.acme.dev', ['pass', 'fail', 'pass', 'pass'], 'wss://voice.acme.dev/'],
  ['ws://voice.acme.dev', ['pass', 'fail', 'fail', 'pass'], 'ws://voice.acme.dev/'],
  ['wss://voice.acme.dev:8443/x', ['pass', 'pass', 'fail', 'pass'], 'wss://voice.acme.dev:8443/x'],
  ['wss://me:pw@voice.acme.dev/', ['fail', 'pass', 'pass', 'pass'], 'wss://me:pw@voice.acme.dev/'],
  ['wss://voice.acme.dev/https://x', ['fail', 'pass', 'pass', 'pass'], 'wss://voice.acme.dev/https://x'],
  ['wss://your-host.example.com/', ['warn', 'pass', 'pass', 'pass'], 'wss://your-host.example.com/'],
  ['ws://127.0.0.1:8080/', ['pass', 'na', 'na', 'na'], 'ws://127.0.0.1:8080/'],
  ['wss://[::1]:9/', ['pass', 'pass', 'na', 'na'], 'wss://[::1]:9/'],
  ['wss://api.openai.com/v1/realtime', ['pass', 'pass', 'pass', 'fail'], 'wss://api.openai.com/v1/realtime'],
  ['wss://x.run.app/', ['pass', 'pass', 'pass', 'warn'], 'wss://x.run.app/'],
  ['ftp://voice.acme.dev', ['pass', 'fail', 'pass', 'pass'], undefined],
  ['not an address', ['fail', 'na', 'na', 'na'], undefined],
  ['', ['fail', 'na', 'na', 'na'], undefined],
])('the address %j is read as Genesys Cloud would', (text, statuses, tried) => {
  const { address, scheme, port, host, url } = readAddress(text);
  expect([address, scheme, port, host].map(({ status }) => status)).toEqual(statuses);
  expect(url?.href).toBe(tried);
});

test('hosts that cannot work, or not for long, are known by name; each has a reason, a source and a way out', () => {
  for (const [host, id] of [
    ['a1.execute-api.us-east-1.amazonaws.com', 'aws-api-gateway'],
    ['my-lb-123.eu-west-1.elb.amazonaws.com', 'aws-load-balancer'],
    ['my-nlb.elb.eu-west-1.amazonaws.com', 'aws-load-balancer'],
    ['abc.lambda-url.us-east-1.on.aws', 'aws-lambda-url'],
    ['API.OPENAI.COM', 'openai'],
    ['me.openai.azure.com', 'openai'],
    ['apps.mypurecloud.de', 'genesys'],
    ['apps.usw2.pure.cloud', 'genesys'],
    ['x.web.app', 'firebase-hosting'],
    ['x-8080.app.github.dev', 'dev-tunnel'],
  ] as const) {
    expect([host, knownHost(host)?.id]).toEqual([host, id]);
  }
  for (const fine of [
    'voice.acme.dev',
    'x.ngrok.app',
    'openai.com.acme.dev',
    'notopenai.com',
    'mypurecloud.acme.dev',
  ]) {
    expect([fine, knownHost(fine)]).toEqual([fine, undefined]);
  }
  for (const { reason, source, wayOut } of KNOWN_HOSTS) expect([reason, source, wayOut]).not.toContain('');
});

test('what is typed into a field that belongs elsewhere is named; no value is repeated', () => {
  const openAiKey = `sk-${'a'.repeat(20)}`;
  const uuid = '11111111-2222-4333-8444-555555555555';
  expect(judgeConnectorId('demo-bot').status).toBe('pass');
  expect(judgeConnectorId('').status).toBe('na');
  expect(judgeConnectorId('wss://voice.acme.dev').detail).toContain('an address');
  expect(judgeConnectorId(uuid).detail).toContain('id of the integration');
  expect(judgeConnectorId('my bot').status).toBe('fail');
  expect(judgeConnectorId('/demo').status).toBe('warn');
  expect(judgeApiKey('a!b').fix).toContain('A-Z a-z 0-9');
  expect(judgeApiKey(uuid).status).toBe('warn');
  expect(judgeClientSecret('not base64!', 'key').fix).toContain('openssl rand -base64 32');
  expect(judgeClientSecret('c2hvcnQ=', 'key').detail).toContain('5 bytes');
  expect(judgeClientSecret('', 'key').status).toBe('warn');
  expect(judgeClientSecret('AAECAwQFBgcICQoLDA0ODw==', '').status).toBe('fail');
  for (const finding of [judgeConnectorId(openAiKey), judgeApiKey(openAiKey), judgeClientSecret(openAiKey, 'key')]) {
    expect(finding).toMatchObject({ status: 'fail', fix: expect.stringContaining('revoke it') });
    expect(JSON.stringify(finding)).not.toContain(openAiKey);
  }
});

test('the final URL is shown in each form that the unknown slash rule allows, and once where forms are equal', () => {
  const urls = (base: string, id: string) => finalUrls(base, id).map(({ url }) => url);
  expect(urls('wss://h/v1', 'demo')).toEqual(['wss://h/v1/demo', 'wss://h/v1demo', 'wss://h/v1//demo']);
  expect(urls('wss://h/v1/', 'demo')).toEqual(['wss://h/v1/demo', 'wss://h/v1//demo']);
  expect(urls('wss://h/v1/', '')).toEqual(['wss://h/v1/']);
});

test('a dry run shows the request as it would be sent, and holds neither key nor secret', () => {
  const [apiKey, clientSecret] = ['dGhlLWtleQ==', 'AAECAwQFBgcICQoLDA0ODw=='];
  const run = dryRun({ baseUri: 'wss://voice.acme.dev/v1', connectorId: 'demo', apiKey, clientSecret });
  expect(run.request.slice(0, 2)).toEqual(['GET /v1/demo HTTP/1.1', 'Host: voice.acme.dev']);
  expect(run.request.join('\n')).toMatch(/Signature-Input: sig1=\("@request-target" "@authority"/);
  expect(JSON.stringify(run)).not.toContain(apiKey);
  expect(JSON.stringify(run)).not.toContain(clientSecret);
  expect(run.findings.map(({ status }) => status)).toEqual(Array(7).fill('pass'));
});

test('private addresses and names are told from public ones', () => {
  for (const text of [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.1.1',
    '100.64.0.1',
    '::1',
    '[fd00::1]',
    'fe80::1',
    '::ffff:10.0.0.1',
  ])
    expect([text, isPrivateAddress(text)]).toEqual([text, true]);
  for (const text of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', 'fd.acme.dev'])
    expect([text, isPrivateAddress(text)]).toEqual([text, false]);
  expect(['localhost', 'printer', 'nas.local', 'acme.dev'].map(isPrivateName)).toEqual([true, true, true, false]);
});

test('a name that leads only inside is red; a machine without name server is left open', () => {
  expect(judgeDns('a.dev', { addresses: ['10.0.0.1'] }).status).toBe('fail');
  expect(judgeDns('a.dev', { addresses: ['10.0.0.1', '8.8.8.8'] }).status).toBe('pass');
  expect(judgeDns('a.dev', { failure: { code: 'ENOTFOUND', message: '' } }).status).toBe('fail');
  expect(judgeDns('a.dev', { failure: { code: 'EAI_AGAIN', message: '' } }).status).toBe('na');
});

test('an answer gives its proxies away, a firewall is told from a wrong key, and no secret of a redirect is shown', () => {
  const answer = (status: number, headers: Record<string, string> = {}, body = '') => ({ status, headers, body });
  expect(judgeUpgradeAnswer(answer(101, { server: 'cloudflare' }), 'It', true).detail).toBe(
    'It was answered with 101; Cloudflare on the way.',
  );
  expect(judgeUpgradeAnswer(answer(403, { server: 'cloudflare' }), 'It', true).fix).toContain('firewall');
  expect(judgeUpgradeAnswer(answer(401), 'It', true).fix).toContain('base64-decoded');
  expect(judgeUpgradeAnswer(answer(302, { location: '/login?token=abcdef' }), 'It', true)).toMatchObject({
    detail: expect.not.stringContaining('abcdef'),
    fix: expect.stringContaining('login page'),
  });
  expect(judgeUpgradeAnswer(answer(503), 'It', true).fix).toContain('Start the server');
});

test('what a proxy changed on the way to our own server is named', () => {
  const headers = Object.fromEntries(
    [
      'audiohook-organization-id',
      'audiohook-session-id',
      'audiohook-correlation-id',
      'x-api-key',
      'signature',
      'signature-input',
    ].map(name => [name, 'x']),
  );
  const sent = { host: 'voice.acme.dev', target: '/demo' };
  const judge = (target: string, change: Record<string, string | undefined>) =>
    judgeSeenRequest(sent, { target, headers: { ...headers, host: sent.host, ...change } as Record<string, string> });
  expect(judge('/demo', {}).status).toBe('pass');
  expect(judge('/demo', { host: '127.0.0.1:8080' })).toMatchObject({
    status: 'warn',
    fix: expect.stringContaining('voice.acme.dev'),
  });
  expect(judge('/v1/demo', {}).status).toBe('fail');
  expect(judge('/demo', { signature: undefined }).detail).toContain('signature got lost');
  expect(judgeSeenRequest(sent, undefined).status).toBe('na');
});
