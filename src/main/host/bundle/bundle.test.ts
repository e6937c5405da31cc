/** A session through a bundle and back, with real files: nothing secret leaves, and nothing else is lost. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeMuLaw } from '../../../shared/audio/mulaw.ts';
import { readWav } from '../../../shared/audio/wav.ts';
import type { NewSessionEvent } from '../../../shared/events/session-event.ts';
import type { RedactionLevel } from '../../../shared/redaction/redactor.ts';
import type { KnownSecret } from '../../../shared/redaction/secret-finder.ts';
import { resolveSession, storedSession } from '../capture/resolve-session.ts';
import { SessionStore } from '../capture/session-store.ts';
import { systemClock, systemIds } from '../system.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { filedDiagnosis } from './filed-diagnosis.ts';
import { importBundle } from './import-bundle.ts';
import { redactSession } from './redact-session.ts';
import { writeBundle } from './write-bundle.ts';

const PCMU = { encoding: 'PCMU', rateHz: 8000, channels: 1 } as const;
const CALL = {
  role: 'server',
  kind: 'call',
  connectorId: 'demo',
  audiohookId: '3f1c52a0-9c1e-4f6e-8d2a-0b6a1c9e7d10',
  caller: 'tel:+15550100001',
} as const;

async function storeOf(dataDir: string) {
  const store = new SessionStore({
    dataDir,
    clock: systemClock,
    ids: systemIds,
    pid: process.pid,
    onWarning: () => undefined,
  });
  await store.open();
  return store;
}

/** A short call: a second of the caller, half a second of the bot, and what a test adds. */
async function capture(dataDir: string, more: readonly NewSessionEvent[] = []): Promise<string> {
  const store = await storeOf(dataDir);
  const recorder = store.start(CALL);
  for (const track of ['caller', 'bot']) recorder.declareTrack(track, PCMU);
  const tone = (samples: number) =>
    encodeMuLaw(Int16Array.from({ length: samples }, (_zero, at) => 8000 * Math.sin(at / 3)));
  const text = (type: string, parameters: object): NewSessionEvent => {
    const message = JSON.stringify({ version: '2', id: CALL.audiohookId, type, seq: 1, parameters });
    return { leg: 'genesys', type: 'message', direction: 'in', text: message, bytes: message.length };
  };
  recorder.append({
    leg: 'genesys',
    type: 'connection',
    phase: 'upgrade',
    direction: 'in',
    method: 'GET',
    target: '/demo?a=b',
    headers: { host: 'voice.test', 'x-api-key': '«secret:x-api-key»' },
  });
  recorder.append(
    text('open', {
      participant: { ani: CALL.caller, aniName: 'Ada Byron', dnis: 'tel:+15550100002' },
      inputVariables: { vip: 'yes' },
    }),
  );
  recorder.append({ leg: 'genesys', type: 'audio', direction: 'in', ...recorder.appendAudio('caller', tone(8000)) });
  recorder.append({ leg: 'genesys', type: 'audio', direction: 'out', ...recorder.appendAudio('bot', tone(4000)) });
  for (const event of more) recorder.append(event);
  recorder.append({ leg: 'genesys', type: 'connection', phase: 'close', code: 1000 });
  await recorder.close('closed by Ada Byron');
  await store.dispose();
  return recorder.id;
}

async function exportOf(
  dataDir: string,
  id: string,
  choice: { level?: RedactionLevel; audio?: boolean; secrets?: KnownSecret[] } = {},
) {
  const store = await storeOf(dataDir);
  const session = storedSession(store, id);
  if (!session) throw new Error(`There is no ${id}.`);
  const { level = 'secrets', audio, secrets = [] } = choice;
  const ready = await redactSession(session, { level, audio }, { secrets, version: '0.1.0' });
  if (!ready.ok) throw new Error(ready.error.message);
  const path = join(tempDir(), 'out.zip');
  const written = await writeBundle(path, ready.value, { nowMs: 1_767_268_800_000 });
  await store.dispose();
  if (!written.ok) throw new Error(written.error.message);
  return { path, manifest: written.value.manifest };
}

const fileOf = (path: string, name: string) => execFileSync('unzip', ['-p', path, name], { maxBuffer: 1 << 26 });

test('what a bundle holds: every file with its hash, the sound as it was heard, and a HAR of both ends', async () => {
  const dataDir = tempDir();
  const { path, manifest } = await exportOf(dataDir, await capture(dataDir));
  expect(execFileSync('unzip', ['-tq', path]).toString()).toContain('No errors');
  expect(Object.keys(manifest.files).sort()).toEqual([
    'bot.raw',
    'call.har',
    'call.wav',
    'caller.raw',
    'events.ndjson',
    'findings.json',
    'log.txt',
    'report.html',
    'session.json',
  ]);
  expect(manifest.redaction).toMatchObject({ level: 'secrets', audio: 'included', marks: { 'secret:x-api-key': 1 } });
  const wav = readWav(new Uint8Array(fileOf(path, 'call.wav')));
  expect(wav.ok && { rateHz: wav.value.rateHz, channels: wav.value.channels.length }).toEqual({
    rateHz: 8000,
    channels: 2,
  });
  expect(fileOf(path, 'log.txt').toString().trim().split('\n')).toHaveLength(5);

  const { log } = JSON.parse(fileOf(path, 'call.har').toString());
  expect(log).toMatchObject({ version: '1.2', creator: { name: 'AudioHook Console', version: '0.1.0' } });
  const [entry] = log.entries;
  expect(entry).toMatchObject({
    startedDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    request: {
      method: 'GET',
      url: 'ws://voice.test/demo?a=b',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      queryString: [{ name: 'a', value: 'b' }],
      headersSize: -1,
      bodySize: -1,
    },
    response: { status: 101, statusText: 'Switching Protocols', headers: [], content: { size: 0 }, redirectURL: '' },
    cache: {},
    timings: { send: 0, wait: expect.any(Number), receive: expect.any(Number) },
    _resourceType: 'websocket',
  });
  expect(entry.timings.wait + entry.timings.receive).toBeCloseTo(entry.time);
  // As the caller's side saw it: it sent the open and its audio, and received the bot's.
  expect(entry._webSocketMessages).toEqual([
    { type: 'send', time: expect.any(Number), opcode: 1, data: expect.stringContaining('"open"') },
    { type: 'send', time: expect.any(Number), opcode: 2, data: fileOf(path, 'caller.raw').toString('base64') },
    { type: 'receive', time: expect.any(Number), opcode: 2, data: fileOf(path, 'bot.raw').toString('base64') },
  ]);
});

test('exported, imported and exported again: the same events and tracks, byte for byte, and nothing is redacted twice', async () => {
  for (const level of ['secrets', 'personal', 'all'] as const) {
    const dataDir = tempDir();
    const id = await capture(dataDir);
    const first = await exportOf(dataDir, id, { level, audio: true });
    const elsewhere = tempDir();
    expect(await importBundle(first.path, elsewhere)).toMatchObject({
      ok: true,
      value: { sessionId: id, already: false },
    });
    const again = await exportOf(elsewhere, id, { level, audio: true });
    for (const name of ['events.ndjson', 'caller.raw', 'bot.raw', 'call.wav', 'findings.json', 'log.txt']) {
      expect(fileOf(again.path, name).equals(fileOf(first.path, name)), `${level}: ${name}`).toBe(true);
    }
    expect(again.manifest.redaction.marks).toEqual(first.manifest.redaction.marks);
    expect((await filedDiagnosis(join(elsewhere, 'sessions', id)))?.isRedacted).toBe(level !== 'secrets');
  }
});

test('personal data is in no file of the bundle, nor is the sound unless it is asked for; a bundle is read where it lies', async () => {
  const dataDir = tempDir();
  const id = await capture(dataDir);
  const { path, manifest } = await exportOf(dataDir, id, { level: 'personal' });
  expect(Object.keys(manifest.files)).not.toContain('caller.raw');
  expect(Object.keys(manifest.files)).not.toContain('call.wav');
  for (const name of [...Object.keys(manifest.files), 'manifest.json']) {
    expect(fileOf(path, name).toString(), name).not.toMatch(/5550100001|Ada|3f1c52a0/);
  }
  const store = await storeOf(tempDir());
  const opened = await resolveSession(store, path);
  if (!opened.ok) throw new Error(opened.error.message);
  expect(opened.value.summary).toMatchObject({
    id,
    caller: '«redacted:ani»',
    outcome: 'closed by «redacted:ani-name»',
  });
  const events = await opened.value.events();
  expect(events.ok && events.value).toHaveLength(5);
  await opened.value.dispose();
  await store.dispose();
});

test('what was said is in no file of a bundle without personal data, though a finding is about it', async () => {
  const transcripts = [
    'Ich möchte bitte auf der Rechnung nicht zu viel',
    'Das ist nicht für mich und ich bitte auf den Rat',
  ];
  const onBotLeg = (direction: 'in' | 'out', message: object): NewSessionEvent => {
    const text = JSON.stringify(message);
    return { leg: 'bot', type: 'message', direction, text, bytes: text.length };
  };
  const session = { type: 'realtime', audio: { input: { transcription: { language: 'en' } } } };
  const dataDir = tempDir();
  const id = await capture(dataDir, [
    onBotLeg('out', { type: 'session.update', session }),
    ...transcripts.map((transcript, at) =>
      onBotLeg('in', {
        type: 'conversation.item.input_audio_transcription.completed',
        item_id: `item_${at}`,
        content_index: 0,
        transcript,
      }),
    ),
  ]);
  for (const level of ['personal', 'all'] as const) {
    const { path, manifest } = await exportOf(dataDir, id, { level });
    const [worst] = JSON.parse(fileOf(path, 'findings.json').toString()).findings;
    expect(worst.id).toBe('transcript-language');
    // The list says what is wrong with it, though nobody had looked when it was recorded.
    const elsewhere = tempDir();
    await importBundle(path, elsewhere);
    const imported = await storeOf(elsewhere);
    expect(imported.get(id)?.finding).toEqual({ severity: worst.severity, title: worst.title });
    await imported.dispose();
    for (const name of [...Object.keys(manifest.files), 'manifest.json']) {
      for (const words of transcripts) {
        expect(fileOf(path, name).toString(), `${level}: ${name}`).not.toContain(words.slice(0, 20));
      }
    }
  }
});

test('no planted secret is in any file of any bundle', async () => {
  const secrets = fc.string({ unit: fc.constantFrom(...'abcXYZ0123456789+/=_-'), minLength: 12, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      secrets.filter(text => new Set(text).size > 6),
      async secret => {
        const dataDir = tempDir();
        const message = (value: unknown): NewSessionEvent => ({
          leg: 'bot',
          type: 'message',
          direction: 'in',
          text: JSON.stringify(value),
          bytes: 1,
        });
        const half = Math.floor(secret.length / 2);
        const delta = (text: string) => message({ type: 'response.output_text.delta', item_id: 'i', delta: text });
        const id = await capture(dataDir, [
          {
            leg: 'bot',
            type: 'connection',
            phase: 'upgrade',
            target: `/v1?key=${encodeURIComponent(secret)}`,
            headers: { 'x-own': secret },
          },
          message({ type: 'error', error: { message: JSON.stringify({ nested: JSON.stringify({ secret }) }) } }),
          message({ type: 'x', blob: Buffer.from(`u:${secret}`).toString('base64') }),
          delta(secret.slice(0, half)),
          delta(secret.slice(half)),
          {
            leg: 'console',
            type: 'note',
            code: 'x',
            level: 'problem',
            text: `It said ${secret}.`,
            data: { list: [secret] },
          },
        ]);
        const { path, manifest } = await exportOf(dataDir, id, { secrets: [{ name: 'planted', value: secret }] });
        const forms = [secret, encodeURIComponent(secret), Buffer.from(`u:${secret}`).toString('base64')];
        for (const name of [...Object.keys(manifest.files), 'manifest.json']) {
          const text = fileOf(path, name).toString('latin1');
          for (const form of forms) expect(text, name).not.toContain(form);
        }
        const said = fileOf(path, 'events.ndjson')
          .toString()
          .matchAll(/\\"delta\\":\\"([^"\\]*)/g);
        expect([...said].map(([, piece]) => piece)).toEqual(['«secret:planted»', '«secret:planted»']);
      },
    ),
    { numRuns: 8 },
  );
});

test('a live session is not exported, and a folder that cannot be written is told', async () => {
  const dataDir = tempDir();
  const store = await storeOf(dataDir);
  const recorder = store.start(CALL);
  const session = storedSession(store, recorder.id);
  if (!session) throw new Error('The session is not there.');
  const known = { secrets: [], version: '0.1.0' };
  expect(await redactSession(session, { level: 'secrets', audio: undefined }, known)).toMatchObject({
    ok: false,
    error: { code: 'live', message: expect.stringContaining('end the call') },
  });
  await recorder.close('done');
  const over = storedSession(store, recorder.id);
  const ready = over && (await redactSession(over, { level: 'secrets', audio: undefined }, known));
  if (!ready?.ok) throw new Error('It cannot be redacted.');
  const path = join(dataDir, 'no-such-folder', 'out.zip');
  expect(await writeBundle(path, ready.value, { nowMs: 0 })).toMatchObject({
    ok: false,
    error: { code: 'cannot-write' },
  });
  const given = new AbortController();
  given.abort();
  const cancelled = await writeBundle(join(dataDir, 'out.zip'), ready.value, {
    nowMs: 0,
    signal: given.signal,
  });
  expect(cancelled).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  await store.dispose();
});
