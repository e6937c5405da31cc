import { connect } from 'node:net';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { Running, run } from './command-line.ts';
import { expect, test } from './fixtures.ts';

type Ready = { event: 'ready'; url: string; scenario: string | null };

async function simulate(...more: string[]): Promise<{ running: Running; ready: Ready }> {
  const running = new Running(['simulate', '--port', '0', '--json', ...more]);
  return { running, ready: await running.json<Ready>() };
}

/** The official client, as somebody's own bridge has it; plain TCP beneath, for the simulator speaks no TLS. */
async function greeting(url: string): Promise<{ transcript: string; audioBytes: number }> {
  const { hostname, port } = new URL(url);
  const client = new OpenAI({ apiKey: 'any', baseURL: url.replace(/\/realtime$/, '') });
  const options = { createConnection: () => connect(Number(port), hostname) };
  const realtime = new OpenAIRealtimeWS({ model: 'gpt-realtime-2.1', options }, client);
  let audioBytes = 0;
  const transcript = await new Promise<string>((resolve, reject) => {
    realtime.on('error', reject);
    realtime.on('session.created', () => realtime.send({ type: 'response.create' }));
    realtime.on('response.output_audio.delta', ({ delta }) => {
      audioBytes += Buffer.from(delta, 'base64').length;
    });
    realtime.on('response.done', ({ response }) => {
      const item = response.output?.[0];
      const part = item && 'content' in item ? item.content?.[0] : undefined;
      resolve(part && 'transcript' in part ? (part.transcript ?? '') : '');
    });
  });
  realtime.close();
  return { transcript, audioBytes };
}

test('the first line says where it is; the official client talks to it, and SIGTERM ends it with 0', async () => {
  const { running, ready } = await simulate();
  expect(ready).toEqual({
    event: 'ready',
    url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/v1\/realtime$/),
    scenario: null,
    capture: null,
  });
  const { transcript, audioBytes } = await greeting(ready.url);
  expect(transcript).toContain('Realtime simulator');
  // 24 kHz, 16 bit: the format of a session that asks for none.
  expect(audioBytes / 48).toBeGreaterThan(4000);
  running.child.kill('SIGTERM');
  const { code, stdout } = await running.finished;
  expect(code).toBe(0);
  for (const line of stdout.trim().split('\n')) JSON.parse(line);
});

test('a scenario that ships is played by every session', async () => {
  const { running, ready } = await simulate('--scenario', 'long-answers');
  expect(ready.scenario).toBe('long-answers');
  expect((await greeting(ready.url)).transcript).toContain('longer story');
  running.child.kill('SIGTERM');
  expect((await running.finished).code).toBe(0);
});

test('a port in use is one sentence that names it, and exit code 3', async () => {
  const { running, ready } = await simulate();
  const { port } = new URL(ready.url);
  const { code, stdout, stderr } = await run(['simulate', '--port', port, '--json']);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(`Port ${port} on 127.0.0.1 is in use`);
  running.child.kill('SIGTERM');
  await running.finished;
});

test('a wrong use is exit code 2 and says what is right; a capture that is not there is 3', async ({ dataDir }) => {
  for (const [args, sentence] of [
    [['--port', 'http'], /whole number/],
    [['--speed', 'fast'], /number from 0\.1 to 1000/],
    [['--capture', 'last', '--scenario', 'tools'], /cannot be used with/],
    [['--scenario', 'no-such'], /two-items/],
    [['--scenario', 'package.json'], /package\.json, at /],
  ] as const) {
    const { code, stderr } = await run(['simulate', ...args]);
    expect({ args, code }).toEqual({ args, code: 2 });
    expect(stderr).toMatch(sentence);
  }
  const missing = await run(['simulate', '--capture', 'last', '--data-dir', dataDir]);
  expect(missing).toMatchObject({ code: 3, stderr: expect.stringContaining('no sessions yet') });
  const { code, stdout } = await run(['simulate', '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('two-items');
});
