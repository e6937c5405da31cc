/** What Electron passes on of the system: power, screens, keychain, dialogs, the consent of macOS. */
import type Electron from 'electron';
import { Events } from './events.ts';
import { record } from './record.ts';
import { strict } from './strict.ts';

export const powerEvents = new Events('powerMonitor', ['suspend', 'resume']);
export const powerMonitor = strict('powerMonitor', {
  on: ((name: string, listener: (...args: never[]) => void) => {
    powerEvents.add(name, listener);
    return powerMonitor;
  }) as Electron.PowerMonitor['on'],
} satisfies Pick<Electron.PowerMonitor, 'on'>);

let nextBlocker = 1;
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start: type => {
    const id = nextBlocker++;
    record.powerSaveBlockers.push({ id, type });
    return id;
  },
  stop: id => {
    const isKnown = record.powerSaveBlockers.some(one => one.id === id);
    record.powerSaveBlockers = record.powerSaveBlockers.filter(one => one.id !== id);
    return isKnown;
  },
} satisfies Pick<Electron.PowerSaveBlocker, 'start' | 'stop'>);

const area = { x: 0, y: 0, width: 1920, height: 1080 };
export const screen = strict('screen', {
  getAllDisplays: () => [
    strict('display', { workArea: area } satisfies Pick<Electron.Display, 'workArea'>) as Electron.Display,
  ],
} satisfies Pick<Electron.Screen, 'getAllDisplays'>);

/** No real cipher; but what comes out is not what went in, and only this can read it. */
export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptString: text => Buffer.from(Buffer.from(`v10${text}`).map(byte => byte ^ 0x5a)),
  decryptString: encrypted => {
    const text = Buffer.from(encrypted.map(byte => byte ^ 0x5a)).toString();
    if (!text.startsWith('v10'))
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    return text.slice(3);
  },
} satisfies Pick<
  Electron.SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>);

/** The files that the next dialog is answered with. */
export const dialogAnswer: { filePaths: string[] } = { filePaths: [] };
export const dialog = strict('dialog', {
  showOpenDialog: async () => ({
    canceled: dialogAnswer.filePaths.length === 0,
    filePaths: dialogAnswer.filePaths.splice(0),
  }),
} satisfies { showOpenDialog(): Promise<Electron.OpenDialogReturnValue> });

/** As on macOS before anybody was asked; elsewhere the product does not ask. */
export const systemPreferences = strict('systemPreferences', {
  getMediaAccessStatus: () => 'not-determined' as const,
  askForMediaAccess: async () => true,
} satisfies Pick<Electron.SystemPreferences, 'getMediaAccessStatus' | 'askForMediaAccess'>);
