/** Hands the terminal over to another program: signals go in, the exit code comes out. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
/** Both npm and the terminal deliver one Ctrl+C; a person's second one comes later than this. Milliseconds. */
const SAME_PRESS_MS = 500;

/** How often it is looked whether npm's shell is still there, milliseconds. */
const PARENT_CHECK_MS = 500;

/**
 * Runs `command` in our place. The channel between the two lets the child notice when we are gone, even by SIGKILL.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{
 *   env?: NodeJS.ProcessEnv,
 *   onMessage?: (message: unknown) => void,
 *   onStderr?: (text: string) => void,
 * }} [options] `onStderr` also hears what the child writes there; it is shown in any case
 * @returns {Promise<{ code: number, error?: Error }>} the child's exit code, or 128 + the number of the signal that ended it
 */
export function relaunch(command, args, { env = process.env, onMessage, onStderr } = {}) {
  return new Promise(resolve => {
    const child = spawn(command, [...args], {
      env,
      stdio: ['inherit', 'inherit', onStderr ? 'pipe' : 'inherit', 'ipc'],
    });
    if (onMessage) child.on('message', onMessage);
    child.stderr?.on('data', chunk => {
      process.stderr.write(chunk);
      onStderr?.(chunk.toString());
    });

    /** @type {Map<string, number>} */
    const sentAt = new Map();
    const handlers = FORWARDED.map(signal => {
      const forward = () => {
        const now = performance.now();
        if (now - (sentAt.get(signal) ?? Number.NEGATIVE_INFINITY) < SAME_PRESS_MS) return;
        sentAt.set(signal, now);
        child.kill(signal);
      };
      process.on(signal, forward);
      return { signal, forward };
    });
    const stopWatching = watchNpm(() => child.kill('SIGTERM'));
    /** @param {{ code: number, error?: Error }} end */
    const finish = end => {
      stopWatching();
      for (const { signal, forward } of handlers) process.off(signal, forward);
      resolve(end);
    };
    child.on('error', error => finish({ code: 127, error }));
    child.on('exit', (code, signal) => finish({ code: code ?? 128 + (signal ? constants.signals[signal] : 0) }));
  });
}

/**
 * npm hands a SIGTERM to the shell of its script, which dies of it and tells us nothing. So under npm, and only there, we
 * end with the process that started us; elsewhere a shell may go and leave its commands running.
 * @param {() => void} onGone
 * @returns {() => void} ends the watch
 */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
