/** Zips as nobody's console writes them. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { tempDir } from '../../testing/temp-dir.ts';

export type ZipEntry = { name: string; content: string | Uint8Array; mode?: number };

export async function makeZip(
  entries: readonly ZipEntry[],
  patch: (zip: Buffer) => Buffer = zip => zip,
): Promise<string> {
  const zip = new yazl.ZipFile();
  for (const { name, content, mode } of entries) {
    zip.addBuffer(Buffer.from(content), name, mode === undefined ? {} : { mode });
  }
  zip.end();
  const path = join(tempDir(), 'bundle.zip');
  writeFileSync(path, patch(await buffer(zip.outputStream)));
  return path;
}

/** Other bytes (as Latin-1) of the same number, wherever they stand: names stand both before a file and in the directory at the end. */
export function replaceBytes(from: string, to: string): (zip: Buffer) => Buffer {
  if (from.length !== to.length) throw new Error('Both must have the same length.');
  return zip => Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

const SUMMARY = {
  id: '20260101-120000-abcdef01',
  startedAt: '2026-01-01T12:00:00.000Z',
  role: 'server',
  kind: 'call',
  state: 'ended',
  outcome: '',
  durationMs: 10,
  connectorId: 'x',
  audiohookId: '',
  caller: '',
  bot: '',
  events: 1,
  bytes: 10,
  problems: 0,
  warnings: 0,
  tracks: {},
};

/** The entries of a bundle that is right, with what a test changes of them. */
export function bundleEntries(
  change: { files?: Record<string, string | Uint8Array>; summary?: object; manifest?: object; without?: string } = {},
): ZipEntry[] {
  const files: Record<string, string | Uint8Array> = {
    'session.json': JSON.stringify({ ...SUMMARY, ...change.summary }),
    'events.ndjson':
      '{"format":"audiohook-session","version":1}\n{"n":0,"atMs":1,"leg":"genesys","type":"state","from":"a","to":"b","why":""}\n',
    ...change.files,
  };
  const named = Object.entries(files).map(([name, content]) => {
    const bytes = Buffer.from(content);
    return [name, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }];
  });
  const manifest = {
    format: 'audiohook-bundle',
    version: 1,
    createdAt: '2026-01-01T12:00:00.000Z',
    product: { name: 'AudioHook Console', version: '0.1.0' },
    runtime: { node: '24', os: 'linux', arch: 'x64' },
    sessionId: SUMMARY.id,
    redaction: { level: 'secrets', audio: 'included', marks: {}, ids: 0 },
    files: Object.fromEntries(named),
    ...change.manifest,
  };
  return [
    ...Object.entries(files).map(([name, content]) => ({ name, content })),
    { name: 'manifest.json', content: JSON.stringify(manifest) },
  ].filter(({ name }) => name !== change.without);
}
