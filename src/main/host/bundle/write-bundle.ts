/** Writes a support bundle: redacted, hashed and packed in one pass, a piece of a file in memory at a time. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { BUNDLE_FORMAT, BUNDLE_VERSION, MANIFEST_FILE, type Manifest } from '../../../shared/bundle/manifest.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { type BundleFile, bundleFiles, type RedactedSession } from './bundle-contents.ts';

export type BundleProgress = {
  /** The file that is being written. */
  file: string;
  /** Files that are done, of how many. */
  done: number;
  total: number;
};

export type WrittenBundle = { bytes: number; manifest: Manifest };

export type WriteOptions = {
  /** Unix time, ms. */
  nowMs: number;
  onProgress?(progress: BundleProgress): void;
  signal?: AbortSignal;
};

/** Writes to `path` all or nothing: it is written beside it, and then put in its place. */
export async function writeBundle(
  path: string,
  session: RedactedSession,
  options: WriteOptions,
): Promise<Result<WrittenBundle, 'cannot-write' | 'cancelled'>> {
  const draft = `${path}.part`;
  try {
    const manifest = newManifest(session, options.nowMs);
    const out = createWriteStream(draft, { mode: 0o600 });
    const files = bundleFiles(session);
    const zip = zipOf(files, manifest, options);
    await pipeline(zip.outputStream as Readable, out, options.signal ? { signal: options.signal } : {});
    await rename(draft, path);
    return ok({ bytes: out.bytesWritten, manifest });
  } catch (error) {
    await rm(draft, { force: true });
    if (options.signal?.aborted) return fail('cancelled', 'The export was cancelled; nothing was written.');
    return fail('cannot-write', `${path} cannot be written: ${(error as Error).message}.`);
  }
}

function newManifest({ summary, version, redaction }: RedactedSession, nowMs: number): Manifest {
  const { electron } = process.versions as { electron?: string };
  return {
    format: BUNDLE_FORMAT,
    version: BUNDLE_VERSION,
    createdAt: new Date(nowMs).toISOString(),
    product: { name: 'AudioHook Console', version },
    runtime: {
      node: process.versions.node,
      ...(electron ? { electron } : {}),
      os: process.platform,
      arch: process.arch,
    },
    sessionId: summary.id,
    redaction,
    files: {},
  };
}

/** The manifest is the last file, because it holds the hashes of all others. */
function zipOf(files: readonly BundleFile[], manifest: Manifest, { nowMs, onProgress }: WriteOptions): yazl.ZipFile {
  const zip = new yazl.ZipFile();
  const total = files.length + 1;
  const entry = { mtime: new Date(nowMs), mode: 0o100600 };
  const add = (name: string, done: number, compress: boolean, chunks: () => AsyncIterable<Uint8Array>) =>
    zip.addReadStreamLazy(name, { ...entry, compress }, give => {
      onProgress?.({ file: name, done, total });
      const stream = Readable.from(chunks(), { objectMode: false });
      // yazl does not pass on the failure of a file's stream.
      stream.on('error', error => (zip.outputStream as Readable).destroy(error));
      give(null, stream);
    });
  for (const [at, file] of files.entries()) add(file.name, at, file.packs, () => hashed(file, manifest));
  add(MANIFEST_FILE, files.length, true, async function* () {
    yield Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  });
  zip.end();
  return zip;
}

async function* hashed(file: BundleFile, manifest: Manifest): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of file.chunks()) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  manifest.files[file.name] = { bytes, sha256: hash.digest('hex') };
}
