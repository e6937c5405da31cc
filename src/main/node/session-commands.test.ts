/** The commands that work with captured sessions, as they are typed, on real files. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { NewSessionEvent } from '../../shared/events/session-event.ts';
import { SessionStore } from '../host/capture/session-store.ts';
import { systemClock, systemIds } from '../host/system.ts';
import { tempDir } from '../host/testing/temp-dir.ts';
import { runCommand } from './run-command.ts';

const CALL_ID = '3f1c52a0-9c1e-4f6e-8d2a-0b6a1c9e7d10';
const OPEN = {
  organizationId: '081ab6f1-1fd5-4bf6-bd65-112bbfe4ce7f',
  conversationId: '9168f3fa-8a5c-4217-a1a9-4278a9ab3df7',
  participant: { id: 'd92f2a11-b41b-47e6-a281-6d49efdb4474', ani: 'tel:+15550100001', aniName: 'Ada', dnis: '' },
  media: [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 }],
};

/**
 * A call of a second that the echo answered; the caller hung up.
 * @param agoMs when it began, before now
 */
async function capture(dataDir: string, agoMs = 0): Promise<string> {
  const store = new SessionStore({
    dataDir,
    clock: { ...systemClock, wallMs: () => systemClock.wallMs() - agoMs },
    ids: systemIds,
    pid: process.pid,
    onWarning: () => undefined,
  });
  await store.open();
  const session = { role: 'server', kind: 'call', connectorId: 'demo-bot', audiohookId: CALL_ID } as const;
  const recorder = store.start({ ...session, bot: 'echo' });
  recorder.declareTrack('caller', { encoding: 'PCMU', rateHz: 8000, channels: 1 });
  let seq = 0;
  const say = (direction: 'in' | 'out', type: string, parameters: object): NewSessionEvent => {
    seq += 1;
    const text = JSON.stringify({ version: '2', id: CALL_ID, type, seq, serverseq: 0, parameters });
    return { leg: 'genesys', type: 'message', direction, text, bytes: text.length };
  };
  const said = { item_id: 'i', content_index: 0, transcript: 'Where is my order?' };
  const heard = JSON.stringify({ type: 'conversation.item.input_audio_transcription.completed', ...said });
  recorder.append({ leg: 'genesys', type: 'connection', phase: 'upgrade', direction: 'in', target: '/demo-bot' });
  recorder.append(say('in', 'open', OPEN));
  recorder.append(say('out', 'opened', { media: OPEN.media, startPaused: false }));
  for (let frame = 0; frame < 5; frame += 1) {
    const range = recorder.appendAudio('caller', new Uint8Array(1600).fill(0x40));
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'in', ...range });
  }
  recorder.append({ leg: 'bot', type: 'message', direction: 'in', text: heard, bytes: heard.length });
  recorder.append(say('in', 'close', { reason: 'end' }));
  await recorder.close('closed by Genesys Cloud, reason end');
  await store.dispose();
  return recorder.id;
}

/** Runs a command with a data folder. */
async function run(dataDir: string, ...args: string[]) {
  const lines = { out: [] as string[], err: [] as string[] };
  const out = vi.spyOn(console, 'log').mockImplementation(line => void lines.out.push(line));
  const err = vi.spyOn(console, 'error').mockImplementation(line => void lines.err.push(line));
  const before = process.exitCode;
  process.exitCode = undefined;
  await runCommand([...args, '--data-dir', dataDir]);
  const code = process.exitCode ?? 0;
  process.exitCode = before;
  out.mockRestore();
  err.mockRestore();
  return { code, stdout: lines.out.join('\n'), stderr: lines.err.join('\n') };
}

async function bench() {
  const dataDir = tempDir();
  const id = await capture(dataDir);
  return { dataDir, id, here: (...args: string[]) => run(dataDir, ...args) };
}

test('sessions lists what there is, newest first, in the fields that programs read', async () => {
  const { dataDir, id, here } = await bench();
  const oldest = await capture(dataDir, 60_000);
  const newest = await capture(dataDir, -60_000);
  const { stdout } = await here('sessions', '--json');
  const listed = JSON.parse(stdout);
  const fields = ['id', 'startedAt', 'durationMs', 'role', 'kind', 'connectorId', 'outcome', 'events', 'bytes'];
  expect(Object.keys(listed[0])).toEqual(fields);
  expect(listed.map((one: { id: string }) => one.id)).toEqual([newest, id, oldest]);
  expect(listed[0]).toMatchObject({ role: 'server', kind: 'call', connectorId: 'demo-bot', events: 10 });
});

test('show prints a row a line as the page has it, each event with --unfold, and all of it with --json', async () => {
  const { id, here } = await bench();
  const rows = await here('show', id.slice(0, 12), '--filter', 'type:audio or type:open');
  expect(rows.stdout.split('\n')).toEqual([
    expect.stringMatching(/^ +\d+\.\d{3} {2}<- {2}genesys {2}open {2}seq 1 /),
    expect.stringMatching(/^ +\d+\.\d{3} {2}<- {2}genesys {2}audio ×5 {2}1\.0 s caller, until \d+\.\d{3}$/),
  ]);
  const events = (await here('show', 'last', '--filter', 'type:audio', '--unfold')).stdout.split('\n');
  expect(events).toEqual(Array(5).fill(expect.stringMatching(/genesys {2}audio {2}200 ms caller$/)));
  const json = (await here('show', 'last', '--json')).stdout.split('\n').map(line => JSON.parse(line));
  expect(json.map(({ n }) => n)).toEqual([...Array(10).keys()]);
  expect(await here('show', 'last', '--filter', 'seq>4 gap>')).toMatchObject({
    code: 2,
    stderr: '--filter: A value is missing after this.\n  seq>4 gap>\n        ^^^^',
  });
  expect(await here('show', 'nobody')).toMatchObject({ code: 3, stderr: expect.stringContaining('`sessions` lists') });
  expect((await here('transcript', 'last')).stdout).toMatch(/^ +0:00 {2}caller {2}Where is my order\?$/);
});

test('export writes over nothing unless it is told to, and says what to do where it cannot write', async () => {
  const { dataDir, id, here } = await bench();
  const taken = join(dataDir, 'taken.zip');
  writeFileSync(taken, 'somebody needs this');
  const refused = await here('export', id, '-o', taken);
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringMatching(/is there already.*--force/) });
  expect(readFileSync(taken, 'utf8')).toBe('somebody needs this');
  expect((await here('export', id, '-o', taken, '--force')).code).toBe(0);
  expect(readFileSync(taken).subarray(0, 2).toString()).toBe('PK');
  for (const [path, words] of [
    [join(dataDir, 'no', 'call.zip'), `the folder ${join(dataDir, 'no')} does not exist: make it first`],
    [join(taken, 'call.zip'), `the folder ${taken} is no folder`],
    [dataDir, 'is a folder: give the name of a file in it'],
  ] as const) {
    expect(await here('export', id, '-o', path)).toMatchObject({ code: 3, stderr: expect.stringContaining(words) });
  }
});

test('a bundle is read where it lies and brought into another folder once; what it lacks does not count', async () => {
  const { dataDir, id, here } = await bench();
  const zip = join(dataDir, 'call.zip');
  const exported = await here('export', id, '-o', zip, '--no-audio', '--redact', 'personal', '--json');
  expect(JSON.parse(exported.stdout)).toMatchObject({ file: zip, redaction: { level: 'personal', audio: 'left-out' } });
  const read = await here('show', zip, '--json');
  expect(read.stdout.split('\n')).toHaveLength(10);
  expect(read.stdout).toContain('«redacted:ani»');

  const other = tempDir();
  expect(JSON.parse((await run(other, 'import', zip, '--json')).stdout)).toEqual({ id, already: false });
  const twice = await run(other, 'import', zip, '--json');
  expect([twice.code, JSON.parse(twice.stdout)]).toEqual([0, { id, already: true }]);
  const [header = '', ...lines] = readFileSync(join(other, 'sessions', id, 'events.ndjson'), 'utf8').split('\n');
  expect(header).toContain('audiohook-session');
  const bytes = Buffer.byteLength(lines.join('\n'));
  expect(JSON.parse((await run(other, 'sessions', '--json')).stdout)).toEqual([
    expect.objectContaining({ id, kind: 'import', bytes }),
  ]);
  // Where there is no sound, none is put in: no WAV of silence.
  const again = await run(other, 'export', id, '-o', join(other, 'again.zip'), '--include-audio');
  expect(again.stdout).toMatch(new RegExp(`session ${id}, as the server saw it\n.*Sound: there is none\\.`));
});

test('a session is run again, also one without sound, laid beside its original, deleted and had back', async () => {
  const { dataDir, id, here } = await bench();
  const zip = join(dataDir, 'silent.zip');
  await here('export', id, '-o', zip, '--no-audio');
  const replayed = await here('replay', zip, '--json');
  expect(replayed.code).toBe(0);
  const { id: replay, ...result } = JSON.parse(replayed.stdout);
  const warnings = [expect.stringContaining('The caller is silent')];
  expect(result).toEqual({ opened: true, closed: true, error: null, warnings });
  expect(replayed.stderr).toContain('Warning: The caller is silent');
  expect((await here('compare', id, id)).code).toBe(0);
  const different = await here('compare', id, replay, '--json');
  expect([different.code, JSON.parse(different.stdout)]).toEqual([1, expect.any(Object)]);
  expect((await here('delete', replay)).stdout).toContain(`delete --undo ${replay}`);
  expect(existsSync(join(dataDir, 'sessions', replay))).toBe(false);
  expect((await here('delete', '--undo', replay)).code).toBe(0);
  expect(readdirSync(join(dataDir, 'deleted'))).toEqual([]);
});
