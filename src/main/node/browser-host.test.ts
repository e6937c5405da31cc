import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type ConsoleHandlers, contract } from '../../shared/contract/contract.ts';
import { ok } from '../../shared/lib/result.ts';
import { Downloads } from '../host/downloads/downloads.ts';
import { systemClock, systemIds } from '../host/system.ts';
import { type BrowserHost, startBrowserHost } from './browser-host.ts';

const unused = () => {
  throw new Error('No test asks for this.');
};
const handlers = {
  ...Object.fromEntries(Object.keys(contract).map(name => [name, unused])),
  credentials: () => ok({ apiKey: 'key', clientSecret: 'c2VjcmV0' }),
} as unknown as ConsoleHandlers;

const downloads = new Downloads({ clock: systemClock, ids: systemIds });
let folder: string;
let host: BrowserHost;
let page: URL;
const bugs: unknown[] = [];

const start = (port: number) =>
  startBrowserHost({
    handlers,
    downloads,
    clock: systemClock,
    ids: systemIds,
    port,
    rendererDir: join(folder, 'page'),
    onBug: bug => bugs.push(bug),
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'browser-host-'));
  writeFileSync(join(folder, 'outside.txt'), 'not for the page');
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'page', 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'page', 'assets', 'unknown.bin'), 'x');
  // A plain name here; the way up on Windows.
  writeFileSync(join(folder, 'page', 'back\\slash.txt'), 'x');
  const started = await start(0);
  if (!started.ok) throw new Error(started.error.message);
  host = started.value;
  page = new URL(host.url);
});

afterAll(async () => {
  await host.dispose();
  await host.dispose();
  rmSync(folder, { recursive: true });
  expect(bugs).toEqual([]);
});

type Answer = { status: number; body: string; headers: NodeJS.Dict<string | string[]> };

/** A request as it is written: fetch would clean up the path and refuse to set Host. */
function get(
  path: string,
  { headers = {}, method = 'GET' }: { headers?: Record<string, string>; method?: string } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: page.port, path, method, headers }, response => {
      let body = '';
      response.on('data', chunk => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('what is downloaded', () => {
  const offer = (fileName: string) => ({ fileName, type: 'text/plain', open: () => Readable.from(['so be it']) });

  test('is fetched under its ticket, to be saved and not shown, and once where it is meant so', async () => {
    const path = `/download/${downloads.offerOnce(offer('a "name"\r\nx: y.txt'))}`;
    const { status, body, headers } = await get(path);
    expect(status).toBe(200);
    expect(body).toBe('so be it');
    expect(headers['content-disposition']).toBe('attachment; filename="a__name___x__y.txt"');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect((await get(path)).status).toBe(404);
  });

  test('is not there without its ticket, under another Host, or when it was withdrawn', async () => {
    const ticket = downloads.offer(offer('x.txt'));
    expect((await get('/download/')).status).toBe(404);
    expect((await get(`/download/${ticket.slice(1)}`)).status).toBe(404);
    expect((await get(`/download/${ticket}`, { headers: { host: 'evil.test' } })).status).toBe(403);
    expect((await get(`/download/${ticket}`)).status).toBe(200);
    downloads.withdraw(ticket);
    expect((await get(`/download/${ticket}`)).status).toBe(404);
  });
});

describe('the page', () => {
  test('comes with its token, is not cached, and may load nothing foreign', async () => {
    const { status, body, headers } = await get(page.pathname + page.search);
    expect(status).toBe(200);
    expect(body).toContain('<title>page</title>');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  test.each(['/', '/?token=', '/?token=wrong', '/index.html'])(
    '%s without the token is refused with a sentence',
    async path => {
      const { status, body } = await get(path);
      expect(status).toBe(401);
      expect(body).toContain('open the address that the console printed when it started');
      expect(body).not.toContain('<title>page</title>');
    },
  );

  test('tokens are long, and new at each start', async () => {
    const other = await start(0);
    if (!other.ok) throw new Error(other.error.message);
    const tokens = [page, new URL(other.value.url)].map(url => url.searchParams.get('token') ?? '');
    await other.value.dispose();
    expect(tokens[0]).not.toBe(tokens[1]);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  });

  test.each(['evil.example', 'evil.example:PORT', '127.0.0.1', '127.0.0.1:1', '127.0.0.1.evil.example:PORT'])(
    'Host "%s" is refused, whatever else is right',
    async name => {
      const { status } = await get(page.pathname + page.search, { headers: { host: name.replace('PORT', page.port) } });
      expect(status).toBe(403);
    },
  );

  test('a launch address leads to the page once, and holds no token itself', async () => {
    const launch = host.launchUrl();
    expect(launch).not.toContain(host.token);
    const first = await fetch(launch, { redirect: 'manual' });
    expect([first.status, first.headers.get('location')]).toEqual([302, `/?token=${host.token}`]);
    expect((await fetch(launch, { redirect: 'manual' })).status).toBe(404);
  });

  test('localhost is as good a name as 127.0.0.1', async () => {
    expect(await get(page.pathname + page.search, { headers: { host: `localhost:${page.port}` } })).toMatchObject({
      status: 200,
    });
  });

  test('files come with their type and may be kept', async () => {
    const { status, headers } = await get('/assets/app-1a2b.js');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toContain('immutable');
  });

  test.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/..%5coutside.txt',
    '//outside.txt',
    '/%00.js',
    '/back%5cslash.txt',
    '/%',
    '/assets/',
    '/assets',
    '/assets/unknown.bin',
    '/nothing.js',
  ])('%s leads nowhere', async path => {
    expect(await get(path)).toMatchObject({ status: 404 });
  });

  test('only GET and HEAD are answered', async () => {
    expect(await get(page.pathname + page.search, { method: 'POST' })).toMatchObject({ status: 405 });
    expect(await get(page.pathname + page.search, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });
});

describe('the socket', () => {
  type Try = { path?: string; token?: string | undefined; origin?: string | undefined; host?: string };
  /** @returns what the host answered: a status, or what the contract said */
  const connect = ({
    path = '/contract',
    token = page.searchParams.get('token') ?? '',
    origin = page.origin,
    host: name = page.host,
  }: Try) =>
    new Promise<number | string>(resolve => {
      const socket = new WebSocket(`ws://127.0.0.1:${page.port}${path}?token=${token}`, {
        headers: { host: name, ...(origin ? { origin } : {}) },
      });
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        socket.terminate();
      });
      socket.on('error', error => resolve(error.message));
      socket.on('open', () => socket.send('{"kind":"call","id":1,"name":"credentials","input":{}}'));
      socket.on('message', data => {
        resolve(data.toString());
        socket.close();
      });
    });

  test('carries the contract for the own page', async () => {
    expect(await connect({})).toContain('"apiKey":"key"');
    expect(await connect({ origin: `http://localhost:${page.port}`, host: `localhost:${page.port}` })).toContain(
      '"apiKey"',
    );
  });

  test.each([
    [401, 'a wrong token', { token: 'wrong' }],
    [401, 'no token', { token: '' }],
    [403, 'a foreign Origin', { origin: 'https://evil.example' }],
    [403, 'another port of this machine', { origin: 'http://127.0.0.1:1' }],
    [403, 'the Origin of a sandboxed page', { origin: 'null' }],
    [403, 'no Origin', { origin: '' }],
    [403, 'a foreign Host', { host: 'evil.example' }],
    [404, 'another path', { path: '/' }],
  ])('answers %i to %s', async (status, _what, how) => {
    expect(await connect(how)).toBe(status);
  });

  test('a binary message closes it, and the host lives on', async () => {
    const socket = new WebSocket(`ws://${page.host}/contract${page.search}`, { origin: page.origin });
    socket.on('open', () => socket.send(Buffer.from('{}')));
    const code = await new Promise(resolve => socket.on('close', resolve));
    expect(code).toBe(1003);
    expect(await connect({})).toContain('"apiKey"');
  });
});

test('a port in use fails with a sentence that names it', async () => {
  const second = await start(Number(page.port));
  expect(second).toMatchObject({ ok: false, error: { code: 'port-in-use' } });
  expect(!second.ok && second.error.message).toContain(`Port ${page.port} is in use`);
});

test('dispose ends open sockets and frees the port', async () => {
  const started = await start(0);
  if (!started.ok) throw new Error(started.error.message);
  const own = new URL(started.value.url);
  const socket = new WebSocket(`ws://${own.host}/contract${own.search}`, { origin: own.origin });
  await new Promise(resolve => socket.on('open', resolve));
  const closed = new Promise(resolve => socket.on('close', resolve));
  await started.value.dispose();
  await closed;
  const again = await start(Number(own.port));
  expect(again.ok).toBe(true);
  if (again.ok) await again.value.dispose();
});
