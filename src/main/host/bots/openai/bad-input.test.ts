import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import type { RealtimeOptions } from '../../../../shared/realtime/realtime-options.ts';
import { PatientClock } from '../../testing/patient-clock.ts';
import { accessFor } from './realtime-endpoint.ts';
import { BotBench, KEY } from './testing/bot-bench.ts';

let bench: BotBench;

beforeEach(() => {
  bench = new BotBench();
});

afterEach(async () => {
  await bench.end();
});

const PCMU = { format: { type: 'audio/pcmu' } };
const SESSION = {
  type: 'test.session',
  session: { type: 'realtime', object: 'realtime.session', id: 'sess_1', audio: { input: PCMU, output: PCMU } },
};

/** A model that becomes ready and then does something of its own. */
function readyThen(act: (send: (frame: string | Buffer) => void, drop: () => void) => void): Promise<string> {
  return bench.model(ws => {
    ws.send(JSON.stringify({ ...SESSION, type: 'session.created', event_id: 'e1' }));
    ws.on('message', data => {
      if (!data.toString().includes('session.update')) return;
      ws.send(JSON.stringify({ ...SESSION, type: 'session.updated', event_id: 'e2' }));
      act(
        frame => ws.send(frame),
        () => ws.terminate(),
      );
    });
  });
}

async function sentence(): Promise<string> {
  await bench.fake.until(() => bench.fake.hangUps.length > 0);
  expect(bench.fake.hangUps).toHaveLength(1);
  const { reason, info } = bench.fake.hangUps[0] ?? { reason: '', info: '' };
  expect(reason).toBe('error');
  expect(info.split('\n')).toHaveLength(1);
  return info;
}

const END = { greet: false, onDrop: 'end' } as const;

test('[RT-05] a server that speaks no TLS', async () => {
  const url = await bench.server(() => undefined);
  bench.start(url.replace('http:', 'https:'), END);
  expect(await sentence()).toMatch(/could not be reached: TLS failed/);
});

test('[RT-05] a server that begins TLS and cannot', async () => {
  const server = createTlsServer({});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  bench.start(`https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, END);
  expect(await sentence()).toMatch(/could not be reached: TLS failed/);
  server.close();
});

test('[RT-12] a binary frame is noted and the call goes on', async () => {
  bench.start(await readyThen(send => send(Buffer.from([0, 255, 1]))), END);
  await bench.noted('RT-12');
  expect(bench.fake.notes().find(note => note.code === 'RT-12')?.text).toContain('binary');
  expect(bench.fake.hangUps).toEqual([]);
});

test('[RT-12] malformed JSON, arrays and events without a type are noted one by one', async () => {
  bench.start(
    await readyThen(send => {
      for (const frame of ['{"type":', '[1]', '{"event_id":"x"}', 'null']) send(frame);
    }),
    END,
  );
  await bench.noted('RT-12', 4);
  expect(bench.fake.hangUps).toEqual([]);
});

test('[RT-04] an event of 50 MB ends the connection before it is read, and says why', async () => {
  const huge = JSON.stringify({ type: 'response.output_audio.delta', delta: 'A'.repeat(50 * 2 ** 20) });
  bench.start(await readyThen(send => send(huge)), END);
  expect(await sentence()).toContain('more than 16 MiB');
  expect(JSON.stringify(bench.fake.events).length).toBeLessThan(1_000_000);
});

test('[RT-04] a session that is refused again after it was lost: three more tries, then the call ends', async () => {
  let connections = 0;
  const url = await bench.model(ws => {
    connections += 1;
    if (connections > 1) {
      ws.terminate();
      return;
    }
    ws.send(JSON.stringify({ ...SESSION, type: 'session.created', event_id: 'e1' }));
    ws.on('message', () => {
      ws.send(JSON.stringify({ ...SESSION, type: 'session.updated', event_id: 'e2' }));
      ws.terminate();
    });
  });
  bench.start(url, { greet: false });
  expect(await sentence()).toContain('closed in the call');
  expect(connections).toBe(4);
});

test('a key that a profile names is sent to its address alone, and is in no event', async () => {
  bench.start('https://127.0.0.1:1/v1', { ...END, baseURL: 'https://127.0.0.1:2/v1', apiKeyEnv: 'OTHER_KEY' });
  expect(await sentence()).toContain('No OpenAI API key is set (OTHER_KEY)');
});

test('an address of a profile without a key of its own gets no key, not even the one of the environment', async () => {
  const env = { OPENAI_API_KEY: KEY };
  bench.start('https://127.0.0.1:1/v1', { ...END, baseURL: 'https://127.0.0.1:2/v1' }, {}, { env });
  expect(await sentence()).toContain('No key is named for 127.0.0.1:2');
  expect(bench.fake.events.some(event => event.type === 'connection')).toBe(false);
});

test('[RT-05] a server that is gone when the session is to be had again: each attempt counts once', async () => {
  let refuse = false;
  let attempts = 0;
  const sockets = new WebSocketServer({ noServer: true });
  const url = await bench.server(server =>
    server.on('upgrade', (request, socket, head) => {
      attempts += 1;
      if (refuse) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      refuse = true;
      sockets.handleUpgrade(request, socket, head, ws => {
        ws.send(JSON.stringify({ ...SESSION, type: 'session.created', event_id: 'e1' }));
        ws.on('message', () => {
          ws.send(JSON.stringify({ ...SESSION, type: 'session.updated', event_id: 'e2' }));
          ws.terminate();
        });
      });
    }),
  );
  bench.start(url, { greet: false }, {}, { clock: new PatientClock(20) });
  expect(await sentence()).toContain('HTTP 503');
  expect(attempts).toBe(4);
  expect(bench.rules().filter(rule => rule !== 'RT-21')).toEqual(['RT-04', 'RT-05', 'RT-05', 'RT-05']);
});

test('Azure: the deployment stands for the model, the key is no bearer, and plain text gets no key at all', async () => {
  let target = '';
  let headers: Record<string, unknown> = {};
  const url = await bench.server(server =>
    server.on('upgrade', (request, socket) => {
      target = request.url ?? '';
      headers = request.headers;
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    }),
  );
  const baseURL = url.replace('/v1', '');
  bench.start(
    url,
    { ...END, baseURL, azureDeployment: 'my-voice', apiKeyEnv: 'AZURE_KEY' },
    {},
    { env: { AZURE_KEY: KEY } },
  );
  expect(await sentence()).toContain('no Realtime API at this address');
  expect(target).toBe('/openai/v1/realtime?model=my-voice');
  expect(headers.authorization).toBeUndefined();
  expect(headers['api-key']).toBeTypeOf('string');
  expect(headers['api-key']).not.toBe(KEY);
});

test.each([
  ['the simulator', {}],
  ['Azure', { azureDeployment: 'my-voice', apiKeyEnv: 'AZURE_KEY' }],
])("what the environment holds for OpenAI's address is not sent to %s", async (_who, options) => {
  vi.stubEnv('OPENAI_ORG_ID', 'org-of-the-environment');
  vi.stubEnv('OPENAI_PROJECT_ID', 'proj-of-the-environment');
  vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-team: voice\nAuthorization: Bearer of-the-environment\napi-key: too');
  onTestFinished(() => void vi.unstubAllEnvs());
  let headers: Record<string, unknown> = {};
  const url = await bench.server(server =>
    server.on('upgrade', (request, socket) => {
      headers = request.headers;
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    }),
  );
  bench.start(url, { ...END, ...options, baseURL: url }, {}, { env: { AZURE_KEY: KEY } });
  expect(await sentence()).toContain('HTTP 404');
  expect(headers['sec-websocket-key']).toBeTypeOf('string');
  expect(JSON.stringify([headers, bench.fake.events])).not.toMatch(/of-the-environment|x-team|"too"/);
});

test('organization and project of the environment go with its own key, and with no other', () => {
  const access = { apiKey: KEY, baseURL: undefined, keepsAddress: false };
  const env = { OTHER_KEY: 'sk-other' };
  const whose = (options: RealtimeOptions) => {
    const found = accessFor(options, access, env);
    return found.ok && found.value.endpoint.ofEnvironment;
  };
  expect(whose({})).toBe(true);
  expect(whose({ apiKeyEnv: 'OTHER_KEY' })).toBe(false);
  expect(whose({ baseURL: 'https://other.test/v1', apiKeyEnv: 'OTHER_KEY' })).toBe(false);
});

test('an Azure deployment without an address is one sentence', async () => {
  bench.start('https://127.0.0.1:1/v1', { ...END, azureDeployment: 'my-voice' });
  expect(await sentence()).toContain('needs the base URL');
});
