/** The command as a person types it: bin/audiohook-console.mjs, with nothing of the machine's own keys around it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cleanEnvironment, ROOT } from './targets/running-console.ts';

const BIN = join(ROOT, 'bin', 'audiohook-console.mjs');

export type Finished = { code: number | null; stdout: string; stderr: string };

/** A command under way. */
export class Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  readonly #lines: string[] = [];
  readonly #waiting = new Set<() => void>();
  #ended = false;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, [BIN, ...args], {
      env: cleanEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    let stderr = '';
    child.stderr.on('data', data => {
      stderr += data;
    });
    createInterface({ input: child.stdout }).on('line', line => {
      this.#lines.push(line);
      this.#tell();
    });
    this.finished = new Promise(resolve => {
      child.once('close', code => {
        this.#ended = true;
        this.#tell();
        resolve({ code, stdout: this.#lines.map(line => `${line}\n`).join(''), stderr });
      });
    });
  }

  /** The first line of stdout that matches. @throws when the command ends without it */
  line(pattern: RegExp): Promise<string> {
    return this.#find(line => (pattern.test(line) ? line : undefined));
  }

  /** The first line of stdout that is JSON and fits. @throws when the command ends without it */
  json<T extends object>(fits: (value: T) => boolean = () => true): Promise<T> {
    return this.#find(line => {
      const value = JSON.parse(line) as T;
      return fits(value) ? value : undefined;
    });
  }

  #find<T>(match: (line: string) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        for (const line of this.#lines) {
          const found = match(line);
          if (found === undefined) continue;
          this.#waiting.delete(look);
          resolve(found);
          return;
        }
        if (!this.#ended) return;
        this.#waiting.delete(look);
        void this.finished.then(({ code, stderr }) => reject(new Error(`It ended with ${code}: ${stderr}`)));
      };
      this.#waiting.add(look);
      look();
    });
  }

  #tell(): void {
    for (const look of [...this.#waiting]) look();
  }
}

export function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return new Running(args, env).finished;
}

export type Ready = { event: 'ready'; audiohook: string; ui: string; dataDir: string };
export type SessionLine = { event: 'session'; id: string; kind: string; state: string; role: string };

/** `serve` on free ports, with the simulator. */
export async function serve(dataDir: string, ...more: string[]): Promise<{ running: Running; ready: Ready }> {
  const ports = ['--port', '0', '--ui-port', '0'];
  const running = new Running(['serve', '--json', ...ports, '--data-dir', dataDir, '--bot', 'simulator', ...more]);
  return { running, ready: await running.json<Ready>(line => line.event === 'ready') };
}
