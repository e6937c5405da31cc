import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWav } from '../src/shared/audio/wav.ts';
import type { SessionEvent } from '../src/shared/events/session-event.ts';
import type { SessionSummary } from '../src/shared/events/session-summary.ts';
import { Running, run, type SessionLine, serve } from './command-line.ts';
import { expect, test } from './fixtures.ts';
import { ROOT } from './targets/running-console.ts';

const ORDER = join(ROOT, 'e2e', 'audio', 'caller-order-pcmu-8k.wav');

function channels(file: string): readonly Float32Array[] {
  const wav = readWav(readFileSync(file));
  if (!wav.ok) throw new Error(wav.error.message);
  return wav.value.channels;
}

/** The folder of the server's own session of the only call in a data folder. */
function serverFolder(dataDir: string): string {
  const root = join(dataDir, 'sessions');
  const folders = readdirSync(root).map(id => join(root, id));
  const own = folders.find(folder => {
    const summary: SessionSummary = JSON.parse(readFileSync(join(folder, 'session.json'), 'utf8'));
    return summary.role === 'server';
  });
  if (!own) throw new Error('The server recorded no session.');
  return own;
}

function serverEvents(dataDir: string): SessionEvent[] {
  const lines = readFileSync(join(serverFolder(dataDir), 'events.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.map(line => JSON.parse(line));
}

/** Types of the Realtime API's messages to the bot. */
function fromModel(events: readonly SessionEvent[]): string[] {
  return events.flatMap(event => {
    if (event.type !== 'message' || event.leg !== 'bot' || event.direction !== 'in') return [];
    return [JSON.parse(event.text).type as string];
  });
}

test('a spoken call: the simulator hears the sentence and plays it back, sample for sample', async ({ dataDir }) => {
  const { running, ready } = await serve(dataDir);
  const saved = join(dataDir, 'call.wav');
  const args = [ready.audiohook, '--connector-id', 'demo-bot', '--wav', ORDER, '--save', saved, '--json'];
  const { code, stdout } = await run(['call', ...args, '--data-dir', dataDir]);
  running.child.kill('SIGTERM');
  await running.finished;
  expect(code).toBe(0);
  const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(summary).toMatchObject({ opened: true, closed: true, error: null, messages: { opened: 1, closed: 1 } });
  expect(summary.sentMs).toBeGreaterThan(7600);
  expect(summary.receivedMs).toBeGreaterThan(6000);
  expect(summary.heardMs).toBeGreaterThan(6000);
  const [said = new Float32Array(), heard = new Float32Array()] = channels(saved);
  // The middle of the sentence, 1 s of it: where it begins in the answer, all that follows is the caller's own.
  const sentence = said.subarray(24_000, 56_000);
  const from = indexOf(heard, sentence.subarray(0, 8000));
  expect(from).toBeGreaterThan(0);
  expect(heard.subarray(from, from + sentence.length)).toEqual(sentence);
});

function indexOf(all: Float32Array, part: Float32Array): number {
  for (let at = 0; at + part.length <= all.length; at += 1) {
    let n = 0;
    while (n < part.length && all[at + n] === part[n]) n += 1;
    if (n === part.length) return at;
  }
  return -1;
}

for (const [what, source] of [
  ['silence', ['--silence']],
  ['a tone', ['--tone', '440']],
] as const) {
  test(`${what} starts no turn: the caller hears the greeting and nothing else, and hangs up`, async ({ dataDir }) => {
    const { running, ready } = await serve(dataDir);
    const { code, stdout } = await run(['call', ready.audiohook, ...source, '--json', '--data-dir', dataDir]);
    running.child.kill('SIGTERM');
    await running.finished;
    expect(code).toBe(0);
    const types = fromModel(serverEvents(dataDir));
    expect(types).not.toContain('input_audio_buffer.speech_started');
    expect(types.filter(type => type === 'response.created')).toHaveLength(1);
    const { heardMs, receivedMs } = JSON.parse(stdout);
    expect(heardMs).toBeGreaterThan(2000);
    expect(heardMs).toBe(receivedMs);
  });
}

test('the echo bot gives back what is said', async ({ dataDir }) => {
  const { running, ready } = await serve(dataDir, '--bot', 'echo');
  const args = ['call', ready.audiohook, '--tone', '440', '--duration', '2', '--json', '--data-dir', dataDir];
  const { code, stdout } = await run(args);
  running.child.kill('SIGTERM');
  await running.finished;
  expect(code).toBe(0);
  const { receivedMs } = JSON.parse(stdout);
  expect(receivedMs).toBeGreaterThan(0);
  const [said, echoed] = ['caller', 'bot'].map(track => readFileSync(join(serverFolder(dataDir), `${track}.raw`)));
  // What was said last may not have come back before the call was over.
  expect(echoed?.equals(said?.subarray(0, echoed.length) ?? Buffer.of())).toBe(true);
});

test('human output is a readable line a message', async ({ dataDir }) => {
  const { running, ready } = await serve(dataDir, '--bot', 'listen');
  const { code, stdout } = await run(['call', ready.audiohook, '--duration', '1', '--data-dir', dataDir]);
  running.child.kill('SIGTERM');
  await running.finished;
  expect(code).toBe(0);
  expect(stdout).toMatch(/-> {2}server {3}open {2}seq 1/);
  expect(stdout).toMatch(/<- {2}server {3}opened {2}seq 1 .*PCMU 8 kHz external/);
  expect(stdout).toMatch(/said \d+\.\d s, received 0\.0 s, heard 0\.0 s/);
});

test('a wrong key is a refusal: exit code 1 for the caller, the reason in the console alone', async ({ dataDir }) => {
  const { running, ready } = await serve(dataDir);
  const { code, stderr, stdout } = await run([
    'call',
    ready.audiohook,
    '--api-key',
    'wrong-key',
    '--data-dir',
    dataDir,
  ]);
  const refused = await running.json<SessionLine>(line => line.event === 'session' && line.kind === 'refused');
  running.child.kill('SIGTERM');
  await running.finished;
  expect(code).toBe(1);
  expect(stderr).toContain('401');
  expect(stdout + stderr).not.toContain('not the key of this console');
  expect(stdout).toMatch(/^Problem: .*`diagnose \d{8}-\d{6}-\w+` says what to do\.$/m);
  const kept = readFileSync(join(dataDir, 'sessions', refused.id, 'events.ndjson'), 'utf8');
  expect(kept).toContain('X-API-KEY is not the key of this console');
  expect(kept).not.toContain('wrong-key');
});

test("the data folder's credentials are for the console's own address alone", async ({ dataDir }) => {
  const own = await serve(join(dataDir, 'a'));
  const other = await serve(join(dataDir, 'b'));
  const call = (url: string) => run(['call', url, '--duration', '0.5', '--json', '--data-dir', join(dataDir, 'a')]);
  expect((await call(own.ready.audiohook)).code).toBe(0);
  expect((await call(own.ready.audiohook.replace('127.0.0.1', 'localhost'))).code).toBe(0);
  expect((await call(other.ready.audiohook)).code).toBe(1);
  for (const { running } of [own, other]) {
    running.child.kill('SIGTERM');
    await running.finished;
  }
});

test('what cannot run says why in one sentence, with the exit code of its kind', async ({ dataDir }) => {
  const noWav = join(ROOT, 'package.json');
  for (const [args, code, sentence] of [
    [['http://127.0.0.1:8080'], 2, /ws:\/\//],
    [['ws://127.0.0.1:1', '--tone', 'high'], 2, /number from 20 to 3900/],
    [['ws://127.0.0.1:1', '--wav', noWav], 3, /package\.json cannot be played: it is no WAV file/],
    [['ws://127.0.0.1:1', '--wav', join(dataDir, 'missing.wav')], 3, /missing\.wav cannot be read/],
    [['ws://127.0.0.1:1', '--save', join(dataDir, 'no', 'x.wav')], 3, /x\.wav cannot be written/],
    [['ws://127.0.0.1:1'], 3, /Nothing listens at 127\.0\.0\.1:1/],
    [['ws://does-not-exist.invalid'], 3, /does not resolve/],
  ] as const) {
    const finished = await run(['call', ...args, '--data-dir', dataDir]);
    expect({ args, code: finished.code }).toEqual({ args, code });
    expect(finished.stderr).toMatch(sentence);
    expect(finished.stderr).not.toMatch(/^\s+at /m);
  }
});

test('a caller that is interrupted by a signal hangs up properly', async ({ dataDir }) => {
  const { running, ready } = await serve(dataDir);
  const call = new Running(['call', ready.audiohook, '--silence', '--duration', '60', '--json', '--data-dir', dataDir]);
  await running.json<SessionLine>(line => line.event === 'session' && line.role === 'server');
  call.child.kill('SIGINT');
  const { code, stdout } = await call.finished;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ closed: true, error: null });
  running.child.kill('SIGTERM');
  await running.finished;
});

test('what Genesys Cloud sends is set by flags, and seen by the server', async ({ dataDir }) => {
  const { running, ready } = await serve(dataDir, '--bot', 'listen');
  const { code, stdout } = await run([
    ...['call', ready.audiohook, '--data-dir', dataDir, '--json', '--duration', '4', '--offer', 'stereo'],
    ...['--dtmf', '500ms:5,1s:#', '--pause', '1.5s-2.5s', '--update', '3s:fr-ca', '--discard', '3s:400ms'],
    ...['--input', 'tier=gold', '--input', 'text=a=b', '--language', 'de-de', '--ani', '+491234', '--ani-name', 'Ada'],
    ...['--custom-config', '{"shop":7}', '--supported-languages', '--continued-session', 'one:3:4'],
    ...['--signature-order', 'production', '--signature-label', 'label-2', '--hang-up-reason', 'error'],
  ]);
  running.child.kill('SIGTERM');
  await running.finished;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ opened: true, closed: true, tries: 1, outcome: { path: 'success' } });
  const received = serverEvents(dataDir).flatMap(event =>
    event.type === 'message' && event.leg === 'genesys' && event.direction === 'in' ? [JSON.parse(event.text)] : [],
  );
  const of = (type: string) => received.flatMap(message => (message.type === type ? [message.parameters] : []));
  expect(of('open')[0]).toMatchObject({
    participant: { ani: '+491234', aniName: 'Ada' },
    language: 'de-de',
    supportedLanguages: true,
    customConfig: { shop: 7 },
    inputVariables: { tier: 'gold', text: 'a=b' },
    continuedSessions: [{ id: 'one', serverseq: 3, clientseq: 4 }],
    media: [{ channels: ['external', 'internal'] }],
  });
  expect(of('dtmf')).toEqual([{ digit: '5' }, { digit: '#' }]);
  expect(of('update')).toEqual([{ language: 'fr-ca' }]);
  expect(of('discarded')).toMatchObject([{ discarded: 'PT0.4S' }]);
  expect([of('paused').length, of('resumed').length]).toEqual([1, 1]);
  expect(of('close')).toEqual([{ reason: 'error' }]);
});

test('--fault does wrong, and the exit code says whether the server did as it should', async ({ dataDir }) => {
  const list = await run(['call', '--fault', 'list']);
  expect(list.code).toBe(0);
  expect(list.stdout).toMatch(/^wrong-seq +repeats a seq/m);
  const { running, ready } = await serve(dataDir, '--bot', 'listen');
  const call = (...args: string[]) => run(['call', ready.audiohook, '--data-dir', dataDir, ...args]);
  const wrong = await call('--fault', 'wrong-seq');
  expect(wrong.code).toBe(0);
  expect(wrong.stdout).toMatch(/Architect: failure path, disconnect, reason error/);
  expect(wrong.stdout).toMatch(/Fault wrong-seq: the server did as it should/);
  expect(wrong.stdout).toContain('AH-04');
  const refused = await call('--fault', 'raw-secret-signature', '--json');
  expect(refused.code).toBe(0);
  expect(JSON.parse(refused.stdout)).toMatchObject({ opened: false, outcome: { fault: { asItShould: true } } });
  expect((await call('--duration', '0.5')).code).toBe(0);
  running.child.kill('SIGTERM');
  await running.finished;
});

test('flags that make no sense are a wrong use, with the way to write them', async ({ dataDir }) => {
  for (const [args, sentence] of [
    [['--fault', 'nonsense'], /--fault list/],
    [['--dtmf', '2s:x'], /2s:5,3s:#/],
    [['--pause', 'now'], /2s-4s/],
    [['--update', 'fr'], /3s:fr-ca/],
    [['--discard', '1s'], /2s:1s/],
    [['--input', 'novalue'], /NAME=VALUE/],
    [['--custom-config', '{'], /no JSON/],
    [['--offer', 'x'], /a name or|one of audio-connector/],
    [['--offer', '[{"type":"audio"}]'], /one of audio-connector/],
    [['--signature-label', 'Sig 1'], /label/],
    [['--continued-session', 'a:b:c'], /ID:SERVERSEQ:CLIENTSEQ/],
    [['--fault', 'wrong-signature'], /client secret/],
  ] as const) {
    const finished = await run(['call', 'ws://127.0.0.1:1', ...args, '--data-dir', dataDir]);
    expect({ args, code: finished.code }).toEqual({ args, code: 2 });
    expect(finished.stderr).toMatch(sentence);
    expect(finished.stderr).not.toMatch(/^\s+at /m);
  }
  expect((await run(['call'])).code).toBe(2);
});
