/** Runs one program to its end. */
import { spawn } from 'node:child_process';

/** How much of a program's output is kept for the sentence that explains its failure, in characters. */
const KEPT = 8000;

/**
 * Runs a program with its output on our stderr (`show`) or swallowed, and keeps the end of that output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, shell?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} `code` is 127 when it could not be started
 */
export function run(command, args, options = {}) {
  const { cwd, env, show = true, shell = false, timeoutMs } = options;
  return new Promise(resolve => {
    let output = '';
    let timedOut = false;
    const child = spawn(command, [...args], { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill('SIGKILL');
        }, timeoutMs)
      : undefined;
    /** @param {Buffer} chunk */
    const take = chunk => {
      output = (output + chunk.toString()).slice(-KEPT);
      if (show) process.stderr.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', error => {
      clearTimeout(timer);
      resolve({ code: 127, output: error.message, timedOut });
    });
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output, timedOut });
    });
  });
}
