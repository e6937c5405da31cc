import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Clock } from '../../../../shared/lib/clock.ts';
import { toolSchema } from '../../../../shared/realtime/realtime-options.ts';
import { systemClock } from '../../system.ts';
import { FakeCall } from '../../testing/fake-call.ts';
import { PatientClock } from '../../testing/patient-clock.ts';
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

function run(
  answer: Record<string, unknown>,
  given: Record<string, unknown> = { n: 1 },
  fake = new FakeCall(),
  clock: Clock = answer.by === 'hand' || answer.timeoutMs ? new PatientClock(20) : systemClock,
) {
  const env = { CRM_TOKEN: SECRET, TWO_LINES: 'a secret\nof two lines' };
  const runner = new ToolRunner({ call: fake.call, clock, env });
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

test('a GET is tried again after 5xx as often as set, after 4xx it is not', async () => {
  let tries = 0;
  const url = await serve((_request, response) => {
    tries += 1;
    response.writeHead(tries < 3 ? 503 : 200).end('done');
  });
  expect(await run({ by: 'http', method: 'GET', url, retries: 2 })).toEqual({ output: 'done' });
  tries = 0;
  expect((await run({ by: 'http', method: 'GET', url, retries: 1 })).failure).toBe('HTTP 503');
  const missing = await serve((_request, response) => {
    tries += 1;
    response.writeHead(404).end();
  });
  tries = 0;
  expect(await run({ by: 'http', method: 'GET', url: missing, retries: 5 })).toEqual({
    failure: 'HTTP 404',
    output: '{"error":"HTTP 404"}',
  });
  expect(tries).toBe(1);
});

test('a POST that may have had its effect is not repeated, unless the profile says that it may be', async () => {
  let tries = 0;
  const failing = await serve((_request, response) => {
    tries += 1;
    response.writeHead(503).end();
  });
  expect((await run({ by: 'http', url: failing, retries: 5 })).failure).toBe('HTTP 503');
  const silent = await serve(() => {
    tries += 1;
  });
  expect((await run({ by: 'http', url: silent, retries: 5, timeoutMs: 1000 })).failure).toContain('no answer');
  expect(tries).toBe(2);
  const cut = await serve((_request, response) => {
    tries += 1;
    response.socket?.destroy();
  });
  expect((await run({ by: 'http', url: cut, retries: 5 })).failure).toBeTypeOf('string');
  expect(tries).toBe(3);
  expect((await run({ by: 'http', url: cut, retries: 1, retryPost: true })).failure).toBeTypeOf('string');
  expect(tries).toBe(5);
});

test('a POST that found nobody listening is tried again: nothing of it was sent', async () => {
  const url = await serve((_request, response) => response.end('done'));
  const server = servers.at(-1) ?? createServer();
  const { port } = server.address() as AddressInfo;
  server.close();
  const clock: Clock = {
    ...systemClock,
    after: (delayMs, action) => {
      if (delayMs > 1000) return systemClock.after(delayMs, action);
      // The pause before the second attempt: the server is back by then.
      server.listen(port, '127.0.0.1', action);
      return () => undefined;
    },
  };
  expect(await run({ by: 'http', url }, {}, new FakeCall(), clock)).toEqual({ output: 'done' });
});

test('what the profile fixed in the URL of a GET, the model cannot change', async () => {
  const url = await serve((request, response) => response.end(request.url));
  const given = { tenant: 'other', tenants: ['a'], n: 1 };
  expect(await run({ by: 'http', method: 'GET', url: `${url}?tenant=own` }, given)).toEqual({
    output: '/order?tenant=own&tenants=%5B%22a%22%5D&n=1',
  });
});

test.each([
  ['a header name with a space', { headers: { 'x y': 'z' } }],
  ['a header value of two lines', { headers: { x: 'y\nauthorization: z' } }],
  ['a secret of two lines', { headersFromEnv: { authorization: 'TWO_LINES' } }],
  ['a URL with a name and password', { url: 'http://ada:secret@127.0.0.1/' }],
])('%s is one sentence that repeats no value, and nothing is sent', async (_what, wrong) => {
  let tries = 0;
  const url = await serve((_request, response) => {
    tries += 1;
    response.end();
  });
  const { failure, output } = await run({ by: 'http', url, ...wrong });
  expect(failure).toContain('check the URL, the names and the values of its headers');
  expect(`${failure}${output}`).not.toMatch(/secret|authorization: z|y\n/);
  expect(tries).toBe(0);
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
