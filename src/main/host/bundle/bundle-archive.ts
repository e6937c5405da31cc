/**
 * A bundle's zip, read with suspicion: it came by mail. Names are plain and flat, nothing is a link, nothing unpacks to
 * more than is reasonable, whatever its headers claim, and every file must have the hash that the manifest names.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import {
  BUNDLE_FORMAT,
  BUNDLE_VERSION,
  MANIFEST_FILE,
  type Manifest,
  manifestSchema,
} from '../../../shared/bundle/manifest.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';

export type BadBundle = 'not-a-bundle' | 'newer-version' | 'unsafe' | 'too-large' | 'damaged';

/** Unpacked, all files together, bytes. */
const MOST_UNPACKED = 4 * 2 ** 30;
/** Unpacked against the size of the zip. */
const MOST_TIMES = 200;
const MOST_ENTRIES = 200;
const MOST_MANIFEST = 4 << 20;
/** A plain name, no path. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** The kind of a file in the upper half of a Unix entry's attributes: 0 where the writer was no Unix. */
const KIND = 0o170000;
const REGULAR = 0o100000;

/** The reason for a refusal, on its way out of streams and loops. */
class Refused extends Error {
  readonly code: BadBundle;
  constructor(code: BadBundle, message: string) {
    super(message);
    this.code = code;
  }
}

export class BundleArchive {
  readonly manifest: Manifest;
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, yauzl.Entry>;
  readonly #budget: Budget;

  private constructor(
    zip: yauzl.ZipFile,
    entries: ReadonlyMap<string, yauzl.Entry>,
    budget: Budget,
    manifest: Manifest,
  ) {
    this.#zip = zip;
    this.#entries = entries;
    this.#budget = budget;
    this.manifest = manifest;
  }

  /** Opens a zip and reads its manifest. Nothing is unpacked yet. Close it in the end. */
  static async open(path: string): Promise<Result<BundleArchive, BadBundle>> {
    let zip: yauzl.ZipFile | undefined;
    try {
      const { size } = await stat(path);
      zip = await yauzl.openPromise(path, { autoClose: false, strictFileNames: true });
      const budget = new Budget(size);
      const entries = await entriesOf(zip, budget);
      const manifest = await manifestOf(zip, entries, budget);
      return ok(new BundleArchive(zip, entries, budget, manifest));
    } catch (error) {
      zip?.close();
      return refusal(error, path);
    }
  }

  /** Unpacks what `keeps` says into a folder; all other files are read, too, and every hash is compared. */
  async unpack(folder: string, keeps: (name: string) => boolean): Promise<Result<undefined, BadBundle>> {
    try {
      for (const [name, expected] of Object.entries(this.manifest.files)) {
        const entry = this.#entries.get(name);
        if (!entry) throw new Refused('damaged', `The bundle lacks ${name}, which its manifest names.`);
        const hash = createHash('sha256');
        const check = new Transform({
          transform: (chunk: Uint8Array, _encoding, done) => {
            hash.update(chunk);
            done(this.#budget.spend(chunk.length), chunk);
          },
        });
        const out = keeps(name) ? createWriteStream(join(folder, name), { mode: 0o600, flags: 'wx' }) : nowhere();
        await pipeline(await this.#zip.openReadStreamPromise(entry), check, out);
        if (hash.digest('hex') !== expected.sha256) {
          throw new Refused(
            'damaged',
            `${name} in the bundle is not what was written: its SHA-256 differs from the manifest's.`,
          );
        }
      }
      return ok(undefined);
    } catch (error) {
      return refusal(error, 'The bundle');
    }
  }

  close(): void {
    this.#zip.close();
  }
}

/** The beginning of a text file of a bundle that was just made. */
export async function readBundleText(
  path: string,
  name: string,
  most: number,
): Promise<Result<{ text: string; more: boolean }, 'unreadable'>> {
  const zip = await yauzl.openPromise(path, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue;
      const pieces: Buffer[] = [];
      let bytes = 0;
      const stream = await zip.openReadStreamPromise(entry);
      for await (const chunk of stream) {
        pieces.push(chunk as Buffer);
        bytes += (chunk as Buffer).length;
        if (bytes > most) break;
      }
      const text = Buffer.concat(pieces).subarray(0, most).toString('utf8');
      return ok({ text, more: bytes > most });
    }
    return fail('unreadable', `The bundle holds no ${name}.`);
  } catch (error) {
    return fail('unreadable', `${name} cannot be read: ${(error as Error).message}.`);
  } finally {
    zip.close();
  }
}

/** How much may still be unpacked. Counted as it comes out: what a header claims is no promise. */
class Budget {
  #left: number;
  readonly #sentence: string;

  constructor(zipBytes: number) {
    const times = zipBytes * MOST_TIMES;
    this.#left = Math.min(MOST_UNPACKED, times);
    this.#sentence =
      times < MOST_UNPACKED
        ? `The bundle unpacks to more than ${MOST_TIMES} times its size; that is no capture.`
        : 'The bundle unpacks to more than 4 GiB.';
  }

  /** What to say when it is too much. */
  spend(bytes: number): Refused | null {
    this.#left -= bytes;
    return this.#left < 0 ? this.refused() : null;
  }

  check(claimedBytes: number): void {
    if (claimedBytes > this.#left) throw this.refused();
  }

  refused(): Refused {
    return new Refused('too-large', this.#sentence);
  }
}

async function entriesOf(zip: yauzl.ZipFile, budget: Budget): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  if (zip.entryCount > MOST_ENTRIES) throw new Refused('not-a-bundle', 'The zip holds too many files to be a bundle.');
  let claimed = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName } = entry;
    const shown = JSON.stringify(fileName.slice(0, 100));
    const kind = (entry.externalFileAttributes >>> 16) & KIND;
    if (kind !== 0 && kind !== REGULAR)
      throw new Refused('unsafe', `The zip holds ${shown}, which is a link or no file: it is not opened.`);
    if (!NAME.test(fileName))
      throw new Refused('unsafe', `The zip holds the path ${shown}: a bundle has plain file names only.`);
    if (entries.has(fileName)) throw new Refused('unsafe', `The zip holds ${shown} twice.`);
    if (entry.isEncrypted()) throw new Refused('not-a-bundle', `${shown} in the zip is encrypted.`);
    claimed += entry.uncompressedSize;
    budget.check(claimed);
    entries.set(fileName, entry);
  }
  return entries;
}

async function manifestOf(
  zip: yauzl.ZipFile,
  entries: ReadonlyMap<string, yauzl.Entry>,
  budget: Budget,
): Promise<Manifest> {
  const entry = entries.get(MANIFEST_FILE);
  if (!entry) throw new Refused('not-a-bundle', 'The zip has no manifest.json: it is no bundle of AudioHook Console.');
  if (entry.uncompressedSize > MOST_MANIFEST) throw budget.refused();
  const pieces: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    const over = budget.spend((chunk as Buffer).length);
    if (over) throw over;
    pieces.push(chunk as Buffer);
  }
  const manifest = readManifest(Buffer.concat(pieces).toString('utf8'));
  const extra = [...entries.keys()].find(name => name !== MANIFEST_FILE && !Object.hasOwn(manifest.files, name));
  if (extra !== undefined) throw new Refused('damaged', `The bundle holds ${extra}, which its manifest does not name.`);
  return manifest;
}

function readManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused('damaged', "The bundle's manifest.json is not JSON.");
  }
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (format !== BUNDLE_FORMAT)
    throw new Refused(
      'not-a-bundle',
      `The zip is no bundle of AudioHook Console: its manifest does not say "${BUNDLE_FORMAT}".`,
    );
  if (typeof version === 'number' && version > BUNDLE_VERSION) {
    throw new Refused(
      'newer-version',
      `This bundle has format version ${version}; this console reads up to ${BUNDLE_VERSION}. Open it with a newer console.`,
    );
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Refused('damaged', `The bundle's manifest.json is wrong at ${issue?.path.join('.')}: ${issue?.message}.`);
}

/** One sentence for whatever went wrong. */
function refusal(error: unknown, path: string): Result<never, BadBundle> {
  if (error instanceof Refused) return fail(error.code, error.message);
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return fail('not-a-bundle', `There is no file ${path}.`);
  if (code === 'EISDIR') return fail('not-a-bundle', `${path} is a folder, and no bundle.`);
  // yauzl looks at names before anybody else does.
  const unsafe = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)/.exec(message);
  if (unsafe)
    return fail('unsafe', `The zip holds the path ${JSON.stringify(unsafe[1])}: a bundle has plain file names only.`);
  if (/end of central directory/i.test(message)) return fail('not-a-bundle', 'This is no zip, or it is cut off.');
  return fail('damaged', `The bundle cannot be read: ${message}.`);
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
