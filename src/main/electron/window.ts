/** The console's window, and the walls around whatever a window could be made to show. */
import { app, BrowserWindow, type WebContents } from 'electron';
import { isOwnPage, PAGE_URL } from './page-address.ts';
import type { WindowState } from './window-state.ts';

/** Denies every page all ways out: other addresses, further windows, embedded pages. */
export function confinePages(): void {
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

function confine(contents: WebContents): void {
  contents.on('will-navigate', event => {
    // Reloading itself is the one navigation that a page may start.
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', event => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-redirect', event => event.preventDefault());
  contents.on('will-attach-webview', event => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Makes the window. It is hidden until it is first drawn, and loads nothing yet: see `openPage`. */
export function createWindow(preload: string, state: WindowState | undefined): BrowserWindow {
  const { width = 1280, height = 800, maximized = false } = state ?? {};
  const window = new BrowserWindow({
    width,
    height,
    ...(state && { x: state.x, y: state.y }),
    minWidth: 800,
    minHeight: 500,
    show: false,
    title: 'AudioHook Console',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      spellcheck: false,
      // A call goes on while the window is covered; throttled timers would starve its microphone.
      backgroundThrottling: false,
    },
  });
  if (maximized) window.maximize();
  return window;
}

/** For whoever starts the console a second time. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Loads the page and shows the window as soon as there is something to see. */
export async function openPage(window: BrowserWindow): Promise<void> {
  window.once('ready-to-show', () => window.show());
  await window.loadURL(PAGE_URL);
}
