/** `BrowserWindow`: one window, shown by a Chromium that this process starts and ends. */
import { resolve } from 'node:path';
import type { BrowserWindowConstructorOptions, BrowserWindow as ElectronWindow } from 'electron';
import { appEvents, closers, readiness } from './app.ts';
import { startChromium } from './devtools.ts';
import { Events } from './events.ts';
import { loadPage } from './page.ts';
import { serveScheme } from './protocol.ts';
import { record } from './record.ts';
import { onlyKnown, strict } from './strict.ts';
import { StandInContents } from './web-contents.ts';

const OPTIONS = ['width', 'height', 'minWidth', 'minHeight', 'show', 'title', 'webPreferences'];
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
  const events = new Events('BrowserWindow', ['ready-to-show', 'closed']);
  const contents = new StandInContents();
  shown.contents = contents;

  const window = strict('BrowserWindow', {
    webContents: contents.electron,
    show: () => undefined,
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
          contents.destroy();
          events.emit('closed');
          appEvents.emit('window-all-closed');
        },
      });
      shown.endpoint = chromium.endpoint;
      events.emit('ready-to-show');
    },
  } satisfies Pick<ElectronWindow, 'webContents' | 'show' | 'once' | 'loadURL'>) as unknown as ElectronWindow;
  return window;
}

/** `new BrowserWindow(options)` gives what `create` returns: a constructor may return another object. */
export const BrowserWindow = strict('BrowserWindow', function BrowserWindow(options: BrowserWindowConstructorOptions) {
  return create(options);
}) as unknown as typeof ElectronWindow;
