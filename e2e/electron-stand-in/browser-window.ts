/** `BrowserWindow`: one window, shown by a Chromium that this process starts and ends. */
import { resolve } from 'node:path';
import type { BrowserWindowConstructorOptions, BrowserWindow as ElectronWindow } from 'electron';
import { appEvents, closers, closeWindows, readiness } from './app.ts';
import { startChromium } from './devtools.ts';
import { Events } from './events.ts';
import { loadPage } from './page.ts';
import { serveScheme } from './protocol.ts';
import { record } from './record.ts';
import { onlyKnown, strict } from './strict.ts';
import { StandInContents } from './web-contents.ts';

const OPTIONS = ['x', 'y', 'width', 'height', 'minWidth', 'minHeight', 'show', 'title', 'webPreferences'];
const WEB_PREFERENCES = [
  'preload',
  'contextIsolation',
  'sandbox',
  'nodeIntegration',
  'nodeIntegrationInWorker',
  'nodeIntegrationInSubFrames',
  'webSecurity',
  'webviewTag',
  'allowRunningInsecureContent',
  'spellcheck',
  'backgroundThrottling',
];

/** The window that is open, for the test's control. */
export const shown: { contents?: StandInContents; endpoint?: string } = {};

function create(options: BrowserWindowConstructorOptions): ElectronWindow {
  if (!readiness.ready) throw new Error('A window can be made only when the app is ready.');
  const { webPreferences = {} } = options;
  onlyKnown('window options', options, OPTIONS);
  onlyKnown('webPreferences', webPreferences, WEB_PREFERENCES);
  record.webPreferences.push({ ...webPreferences });
  const events = new Events('BrowserWindow', ['ready-to-show', 'close', 'closed']);
  const { x = 100, y = 100, width = 800, height = 600 } = options;
  const bounds = { x, y, width, height };
  let maximized = false;
  let closing = false;
  const close = () => {
    if (!closing) events.emitPreventable('close');
    closing = true;
  };
  closeWindows.now = close;
  record.windowOptions.push(bounds);
  const contents = new StandInContents();
  shown.contents = contents;

  const window = strict('BrowserWindow', {
    webContents: contents.electron,
    show: () => void record.windowActions.push('show'),
    focus: () => void record.windowActions.push('focus'),
    restore: () => void record.windowActions.push('restore'),
    isMinimized: () => false,
    maximize: () => {
      maximized = true;
      record.windowActions.push('maximize');
    },
    isMaximized: () => maximized,
    getNormalBounds: () => bounds,
    on: ((name: string, listener: (...args: never[]) => void) => {
      events.add(name, listener);
      return window;
    }) as ElectronWindow['on'],
    once: ((name: string, listener: (...args: never[]) => void) => {
      events.add(name, listener, true);
      return window;
    }) as ElectronWindow['once'],
    loadURL: async (url: string) => {
      const executable = process.env.CHROME_PATH;
      if (!executable) throw new Error('CHROME_PATH must name the Chromium that stands in for Electron.');
      const chromium = await startChromium(executable, JSON.parse(process.env.STAND_IN_CHROMIUM_ARGS ?? '[]'));
      closers.push(chromium.close);
      const server = await serveScheme(url);
      await loadPage({
        url,
        preloadFile: resolve(webPreferences.preload ?? ''),
        contents,
        chromium,
        server,
        onClosed: () => {
          close();
          contents.destroy();
          events.emit('closed');
          appEvents.emit('window-all-closed');
        },
      });
      shown.endpoint = chromium.endpoint;
      events.emit('ready-to-show');
    },
  } satisfies Pick<
    ElectronWindow,
    | 'webContents'
    | 'show'
    | 'focus'
    | 'restore'
    | 'isMinimized'
    | 'maximize'
    | 'isMaximized'
    | 'getNormalBounds'
    | 'on'
    | 'once'
    | 'loadURL'
  >) as unknown as ElectronWindow;
  return window;
}

/** `new BrowserWindow(options)` gives what `create` returns: a constructor may return another object. */
export const BrowserWindow = strict('BrowserWindow', function BrowserWindow(options: BrowserWindowConstructorOptions) {
  return create(options);
}) as unknown as typeof ElectronWindow;
