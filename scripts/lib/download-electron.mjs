/**
 * Downloads and unpacks the Electron runtime: `node download-electron.mjs FOLDER-OF-THE-PACKAGE`. A program of its own,
 * because it runs on the pinned Node and is ended from outside when it is stuck. A line on stdout is progress; the last
 * line on stderr is the reason of a failure.
 *
 * The package's own install.js shows no progress for half a minute and hides the reason of a failed request. So the file
 * is fetched here, by the same downloader into the same cache, and install.js then finds it there and unpacks it.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2] ?? '';
const require = createRequire(join(folder, 'package.json'));

try {
  const { downloadArtifact } = await import(pathToFileURL(require.resolve('@electron/get')).href);
  let shown = 0;
  await downloadArtifact({
    version: require('./package.json').version,
    artifactName: 'electron',
    cacheRoot: process.env.electron_config_cache,
    checksums: require('./checksums.json'),
    platform: process.env.npm_config_platform ?? process.platform,
    arch: process.env.npm_config_arch ?? process.arch,
    downloadOptions: {
      quiet: true,
      /** @param {{ percent: number, transferred: number }} progress */
      getProgressCallback: async ({ percent, transferred }) => {
        const step = Math.floor(percent * 20);
        if (step === shown) return;
        shown = step;
        process.stdout.write(`  ${Math.round(percent * 100)} % (${(transferred / 1e6).toFixed(0)} MB)\n`);
      },
    },
  });
  process.stdout.write('  unpacking\n');
  const unpacked = spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.exitCode = unpacked.status ?? 1;
} catch (error) {
  // `fetch failed` says nothing; the innermost cause does.
  let cause = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
