import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { toolSchema } from '../../../../shared/realtime/realtime-options.ts';
import { systemClock } from '../../system.ts';
import { FakeCall } from '../../testing/fake-call.ts';
import { fastClock } from '../../testing/fast-clock.ts';
import { ToolRunner } from './tool-runner.ts';

const SECRET = 'very-secret-token';
const servers: Server[] = [];
const runners: ToolRunner[] = [];

afterEach(() => {
  for (const runner of runners.splice(0)) runner.dispose();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', part => {
      body += part;
    });
    request.on('end', () => answer(request, response, body));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/order`;
}

function run(answer: Record<string, unknown>, given: Record<string, unknown> = { n: 1 }, fake = new FakeCall()) {
  const clock = answer.by === 'hand' || answer.timeoutMs ? fastClock(20) : systemClock;
  const runner = new ToolRunner({ call: fake.call, clock, env: { CRM_TOKEN: SECRET } });
  runners.push(runner);
  return runner.run('call_1', toolSchema.parse({ name: 'look_up', answer }), given);
}

test('POST sends the arguments as JSON, with secrets from the environment', async () => {
  const seen: unknown[] = [];
  const url = await serve((request, response, body) => {
    seen.push(request.method, request.headers.authorization, JSON.parse(body));
    response.end('{"status":"on its way"}');
  });
  const answered = await run({ by: 'http', url, headersFromEnv: { authorization: 'CRM_TOKEN' } });
  expect(answered).toEqual({ output: '{"status":"on its way"}' });
  expect(seen).toEqual(['POST', SECRET, { n: 1 }]);
});

test('GET sends the arguments as the query', async () => {
  const url = await serve((request, response) => response.end(request.url));
  expect(await run({ by: 'http', method: 'GET', url: `${url}?a=b` }, { n: 1, name: 'Ada & Co' })).toEqual({
    output: '/order?a=b&n=1&name=Ada+%26+Co',
  });
});

test('5xx is tried again as often as set, 4xx is not', async () => {
  let tries = 0;
  const url = await serve((_request, response) => {
    tries += 1;
    response.writeHead(tries < 3 ? 503 : 200).end('done');
  });
  expect(await run({ by: 'http', url, retries: 2 })).toEqual({ output: 'done' });
  tries = 0;
  expect((await run({ by: 'http', url, retries: 1 })).failure).toBe('HTTP 503');
  const missing = await serve((_request, response) => {
    tries += 1;
    response.writeHead(404).end();
  });
  tries = 0;
  expect(await run({ by: 'http', url: missing, retries: 5 })).toEqual({
    failure: 'HTTP 404',
    output: '{"error":"HTTP 404"}',
  });
  expect(tries).toBe(1);
});

test('an answer that is too large, too late, or elsewhere is none', async () => {
  const large = await serve((_request, response) => response.end('x'.repeat(2000)));
  expect((await run({ by: 'http', url: large, maxBytes: 1000 })).failure).toContain('larger than 1000 bytes');
  const late = await serve(() => undefined);
  expect((await run({ by: 'http', url: late, retries: 0, timeoutMs: 1000 })).failure).toBe('no answer within 1000 ms');
  const elsewhere = await serve((_request, response) => response.writeHead(302, { location: large }).end());
  expect((await run({ by: 'http', url: elsewhere, retries: 0 })).failure).toBeTypeOf('string');
});

test('a secret that is not set, or would travel in clear, is not sent', async () => {
  const headersFromEnv = { authorization: 'CRM_TOKEN' };
  const far = await run({ by: 'http', url: 'http://192.0.2.1/', headersFromEnv });
  expect(far.failure).toBe('192.0.2.1 would get CRM_TOKEN in clear text');
  const unset = await run({ by: 'http', url: 'https://127.0.0.1/', headersFromEnv: { authorization: 'NO_TOKEN' } });
  expect(unset.failure).toBe('the environment variable NO_TOKEN is not set');
  expect(JSON.stringify([far, unset])).not.toContain(SECRET);
});

test('nobody to ask, nobody who answers, somebody who does', async () => {
  expect((await run({ by: 'hand' })).failure).toBe('nobody can be asked here');
  const fake = new FakeCall();
  fake.call.askHuman = (_question, signal) =>
    new Promise(resolve => signal.addEventListener('abort', () => resolve(undefined)));
  expect((await run({ by: 'hand', timeoutMs: 1000 }, {}, fake)).failure).toBe('nobody answered within 1000 ms');
  fake.call.askHuman = question => Promise.resolve(JSON.stringify(question.arguments));
  expect(await run({ by: 'hand' }, { n: 2 }, fake)).toEqual({ output: '{"n":2}' });
});

test('the end of the call ends the waiting', async () => {
  const url = await serve(() => undefined);
  const answered = run({ by: 'http', url });
  runners.at(-1)?.dispose();
  expect((await answered).failure).toBe('the call ended');
});
