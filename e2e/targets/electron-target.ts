/** The built main process and preload, in Electron where its runtime is found, else in the stand-in. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { _electron, chromium } from '@playwright/test';
import type { ControlAnswers, ControlRequest } from '../electron-stand-in/control.ts';
import {
  cleanEnvironment,
  type LaunchOptions,
  microphoneSwitches,
  NODE,
  OUT,
  ROOT,
  type RunningConsole,
  stopProcess,
} from './running-console.ts';

/** Set by scripts/test.mjs where the runtime is installed and there is a display. */
const ELECTRON = process.env.AUDIOHOOK_E2E_ELECTRON || undefined;

export const electronIsReal = ELECTRON !== undefined;

export function launchElectronTarget(options: LaunchOptions): Promise<RunningConsole> {
  return ELECTRON ? launchElectron(ELECTRON, options) : launchStandIn(options);
}

const appArguments = (dataDir: string) => ['--port', '0', '--data-dir', dataDir, '--bot', 'simulator'];

async function launchElectron(executablePath: string, options: LaunchOptions): Promise<RunningConsole> {
  const env = Object.fromEntries(
    Object.entries(cleanEnvironment()).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath,
    args: [...sandbox, ...microphoneSwitches(options.microphoneWav), ROOT, ...appArguments(options.dataDir)],
    env,
  });
  const child = app.process();
  return {
    page: await app.firstWindow(),
    shown: 'Electron',
    process: child,
    stop: signal => stopProcess(child, signal),
  };
}

async function launchStandIn({ dataDir, microphoneWav }: LaunchOptions): Promise<RunningConsole> {
  const register = join(ROOT, 'e2e', 'electron-stand-in', 'register.ts');
  const child = spawn(NODE, ['--import', register, join(OUT, 'main', 'index.js'), ...appArguments(dataDir)], {
    env: cleanEnvironment({
      CHROME_PATH: process.env.CHROME_PATH ?? chromium.executablePath(),
      STAND_IN_CHROMIUM_ARGS: JSON.stringify(microphoneSwitches(microphoneWav)),
    }),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await windowOpened(child);
  const ask = questions(child);
  const browser = await chromium.connectOverCDP(await ask({ ask: 'endpoint' }));
  const page = browser.contexts()[0]?.pages()[0];
  if (!page) throw new Error('The stand-in shows no page.');
  return { page, shown: 'the stand-in for Electron', process: child, ask, stop: signal => stopProcess(child, signal) };
}

async function windowOpened(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The main process ended with ${code} before it had a window.`);
  });
  const opened = once(child, 'message').then(([message]) => {
    if (message !== 'window-opened') throw new Error(`Unexpected first message: ${JSON.stringify(message)}`);
  });
  await Promise.race([opened, ended]);
  // The process will end one day, as it should.
  ended.catch(() => undefined);
}

function questions(child: ChildProcess) {
  let nextId = 1;
  return <R extends ControlRequest>(request: R) =>
    new Promise<ControlAnswers[R['ask']]>((resolve, reject) => {
      const id = nextId++;
      const onMessage = (message: { standIn?: number; value?: ControlAnswers[R['ask']]; error?: string }) => {
        if (message.standIn !== id) return;
        child.off('message', onMessage);
        if (message.error !== undefined) reject(new Error(message.error));
        else resolve(message.value as ControlAnswers[R['ask']]);
      };
      child.on('message', onMessage);
      child.send({ standIn: id, request });
    });
}
