/** What the main process gets for `electron`. A name that is missing here fails its import. */
import type Electron from 'electron';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { Menu } from './menu.ts';
import { protocol } from './protocol.ts';
import { defaultSession } from './session.ts';
import { strict } from './strict.ts';
import { dialog, powerMonitor, powerSaveBlocker, safeStorage, screen, systemPreferences } from './system.ts';

const session = strict('session', { defaultSession: defaultSession as unknown as Electron.Session });

/** Checked against Electron's own declarations. */
const surface = {
  ...{ app, BrowserWindow, dialog, Menu, powerMonitor, powerSaveBlocker, protocol, safeStorage, screen, session },
  systemPreferences,
};
surface satisfies {
  app: Electron.App;
  BrowserWindow: typeof Electron.BrowserWindow;
  Menu: Pick<typeof Electron.Menu, 'setApplicationMenu'>;
  protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  session: Pick<typeof Electron.session, 'defaultSession'>;
  powerMonitor: Pick<Electron.PowerMonitor, 'on'>;
  powerSaveBlocker: Pick<Electron.PowerSaveBlocker, 'start' | 'stop'>;
  safeStorage: Pick<Electron.SafeStorage, 'encryptString' | 'decryptString'>;
  screen: Pick<Electron.Screen, 'getAllDisplays'>;
  systemPreferences: Pick<Electron.SystemPreferences, 'askForMediaAccess'>;
};

export {
  app,
  BrowserWindow,
  dialog,
  Menu,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  systemPreferences,
};
