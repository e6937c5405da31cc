/** `npm run build`: installs when stale, then builds. */
import { build } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { alone } from './lib/lock.mjs';
import { CouldNotRun, say } from './lib/say.mjs';

try {
  await ensureInstalled();
  await alone(build);
} catch (error) {
  if (!(error instanceof CouldNotRun)) throw error;
  say(error.message);
  process.exitCode = 3;
}
