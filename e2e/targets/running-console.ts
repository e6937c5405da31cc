/** A console that runs for a test: a process, its page, and its data folder. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import type { ControlAnswers, ControlRequest } from '../electron-stand-in/control.ts';

export type TargetName = 'browser' | 'electron';

export type RunningConsole = {
  page: Page;
  /** What really shows the page. */
  shown: 'Chromium' | 'the stand-in for Electron' | 'Electron';
  process: ChildProcess;
  /** Asks the stand-in; only where `shown` says that there is one. */
  ask?<R extends ControlRequest>(request: R): Promise<ControlAnswers[R['ask']]>;
  /** Ends the process by a signal and waits for it. @returns its exit code, or the signal's name */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string>;
};

export type LaunchOptions = { dataDir: string /** What the microphone hears. */; microphoneWav: string };

export const ROOT = resolve(import.meta.dirname, '..', '..');
export const OUT = join(ROOT, 'out');

/** The pinned Node: the one that the product runs on. */
export const NODE = join(ROOT, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Environment of a console under test: no keys of the machine's owner reach it. */
export function cleanEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(OPENAI|AUDIOHOOK)_/.test(name));
  return { ...Object.fromEntries(kept), ...more };
}

/** Chromium's switches: a WAV, spoken once, in place of the microphone; sound may start without a click. */
export function microphoneSwitches(wav: string): string[] {
  if (!existsSync(wav)) throw new Error(`There is no ${wav}.`);
  return [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${wav}%noloop`,
    '--autoplay-policy=no-user-gesture-required',
  ];
}

/** Stops a process and waits until it is gone. */
export function stopProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string> {
  return new Promise(done => {
    const finish = () => done(child.exitCode ?? child.signalCode ?? 'unknown');
    if (child.exitCode !== null || child.signalCode !== null) return finish();
    child.once('exit', finish);
    child.kill(signal);
  });
}
