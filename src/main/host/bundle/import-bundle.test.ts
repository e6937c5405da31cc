import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { importBundle } from './import-bundle.ts';
import { bundleEntries, makeZip, replaceBytes } from './testing/make-zip.ts';

const ID = '20260101-120000-abcdef01';

/** Text that hardly packs. */
const noise = (length: number) => randomBytes(length).toString('base64');

/** Refused in one sentence, and nothing of it is left in the data folder. */
async function expectRefused(path: string, code: string, sentence: RegExp) {
  const dataDir = join(tempDir(), 'data');
  const imported = await importBundle(path, dataDir);
  expect(imported).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(sentence) } });
  if (!imported.ok) expect(imported.error.message).toMatch(/^[^\n]+\.$/);
  const left = ['sessions', 'importing'].flatMap(name => {
    const folder = join(dataDir, name);
    return existsSync(folder) ? readdirSync(folder) : [];
  });
  expect(left).toEqual([]);
}

test('a bundle is imported once, and keeps its id', async () => {
  const dataDir = tempDir();
  const path = await makeZip(bundleEntries());
  expect(await importBundle(path, dataDir)).toEqual({ ok: true, value: { sessionId: ID, already: false } });
  expect(await importBundle(path, dataDir)).toEqual({ ok: true, value: { sessionId: ID, already: true } });
  expect(readdirSync(join(dataDir, 'sessions'))).toEqual([ID]);
  expect(readdirSync(join(dataDir, 'importing'))).toEqual([]);
});

test.each([
  ['../evil.raw', 'aaaevil.raw'],
  ['/etc/evil.raw', 'aetcaevil.raw'],
  ['C:/evil.raw', 'CCaevil.raw'],
  ['a\\..\\evil.raw', 'aaaaaevil.raw'],
  ['folder/evil.raw', 'folderaevil.raw'],
  ['.hidden.raw', 'ahidden.raw'],
])('the path %s is refused', async (path, plain) => {
  const entries = [...bundleEntries(), { name: plain, content: 'x' }];
  await expectRefused(
    await makeZip(entries, replaceBytes(plain, path)),
    'unsafe',
    /a bundle has plain file names only/,
  );
});

test('a link is refused', async () => {
  const entries = [...bundleEntries(), { name: 'link.raw', content: '/etc/passwd', mode: 0o120777 }];
  await expectRefused(await makeZip(entries), 'unsafe', /"link.raw", which is a link/);
});

test('a file that is there twice is refused', async () => {
  const entries = [...bundleEntries(), { name: 'session2.json', content: '{}' }];
  await expectRefused(await makeZip(entries, replaceBytes('session2.json', 'events.ndjson')), 'unsafe', /twice/);
});

test('a bomb is refused by what its headers claim, and where they lie, by what comes out', async () => {
  const zeros = new Uint8Array(20 << 20);
  const bomb = bundleEntries({ files: { 'caller.raw': zeros } });
  await expectRefused(await makeZip(bomb), 'too-large', /more than 200 times its size/);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(zeros.length);
  const lie = Buffer.alloc(4);
  lie.writeUInt32LE(1000);
  const liar = await makeZip(bomb, replaceBytes(size.toString('latin1'), lie.toString('latin1')));
  await expectRefused(liar, 'damaged', /cannot be read/);
});

test('a file that says that it unpacks to over 4 GiB is refused', async () => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(3_333_333);
  const huge = Buffer.alloc(4);
  huge.writeUInt32LE(0xff_ff_ff_f0);
  const noise = Uint8Array.from({ length: 3_333_333 }, (_zero, at) => (at * at * 31 + at * 7) >> 3);
  const entries = bundleEntries({ files: { 'caller.raw': noise, 'bot.raw': noise } });
  const path = await makeZip(entries, replaceBytes(size.toString('latin1'), huge.toString('latin1')));
  await expectRefused(path, 'too-large', /unpacks to more than/);
});

test.each([
  [
    'a changed file',
    { manifest: { files: { 'session.json': { bytes: 1, sha256: '0'.repeat(64) } } } },
    /does not name/,
  ],
  ['a missing file', { without: 'events.ndjson' }, /lacks events\.ndjson/],
  ['no manifest', { without: 'manifest.json' }, /no manifest\.json/],
  ['another format', { manifest: { format: 'zip-of-cats' } }, /no bundle of AudioHook Console/],
  ['a newer format', { manifest: { version: 2 } }, /format version 2.*newer console/],
  ['a manifest that lacks a part', { manifest: { redaction: undefined } }, /manifest\.json is wrong at redaction/],
  ['a name that is no folder', { manifest: { sessionId: '../x' } }, /name that cannot be a folder/],
  ['another session', { summary: { id: 'other' } }, /another session/],
  ['a summary that is none', { summary: { role: 'spy' } }, /session\.json cannot be used/],
  [
    'a track that is not named',
    { files: { 'bot.raw': 'x' } },
    /bot\.raw, a track that its session\.json does not name/,
  ],
  [
    'events of a newer version',
    { files: { 'events.ndjson': '{"format":"audiohook-session","version":99}\n' } },
    /Line 1 .*version 99/,
  ],
  [
    'a line that is no event',
    { files: { 'events.ndjson': '{"format":"audiohook-session","version":1}\n{"n":0}\n' } },
    /Line 2 .*not an event/,
  ],
  ['no events at all', { files: { 'events.ndjson': '' } }, /is empty/],
  ['a summary that is far too long', { summary: { outcome: noise(1 << 20) } }, /session\.json is larger than 1 MiB/],
  ['findings that are none', { files: { 'findings.json': '[' } }, /findings\.json holds no findings/],
])('%s is refused', async (_what, change, sentence) => {
  await expectRefused(await makeZip(bundleEntries(change)), expect.any(String) as unknown as string, sentence);
});

test('a file that is not what was written is refused, wherever a byte differs', async () => {
  const entries = bundleEntries({ files: { 'log.txt': 'as it was written' } });
  const path = await makeZip(
    entries.map(one => (one.name === 'log.txt' ? { ...one, content: 'as it was forged!' } : one)),
  );
  await expectRefused(path, 'damaged', /log\.txt .* SHA-256 differs/);
});

test('a zip that is cut off, no zip, and no file are told apart from a bundle', async () => {
  const path = await makeZip(bundleEntries());
  truncateSync(path, 300);
  await expectRefused(path, 'not-a-bundle', /is no zip, or it is cut off/);
  const text = join(tempDir(), 'text.zip');
  writeFileSync(text, 'hello');
  await expectRefused(text, 'not-a-bundle', /is no zip, or it is cut off/);
  await expectRefused(join(tempDir(), 'none.zip'), 'not-a-bundle', /There is no file/);
  await expectRefused(tempDir(), 'not-a-bundle', /is a folder/);
});
