/** What the main process gets for `electron`. A name that is missing here fails its import. */
import type Electron from 'electron';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { Menu } from './menu.ts';
import { protocol } from './protocol.ts';
import { defaultSession } from './session.ts';
import { strict } from './strict.ts';

const session = strict('session', { defaultSession: defaultSession as unknown as Electron.Session });

/** Checked against Electron's own declarations. */
const surface = { app, BrowserWindow, Menu, protocol, session };
surface satisfies {
  app: Electron.App;
  BrowserWindow: typeof Electron.BrowserWindow;
  Menu: Pick<typeof Electron.Menu, 'setApplicationMenu'>;
  protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  session: Pick<typeof Electron.session, 'defaultSession'>;
};

export { app, BrowserWindow, Menu, protocol, session };
