/** One console a data folder, and the files that it is asked to open: by a double click, a drop on its icon, a second start. */
import { isAbsolute, join } from 'node:path';
import { app } from 'electron';

/** Of support bundles. */
const BUNDLE = /\.zip$/i;

/** Files among the arguments of a start; the app's own folder and switches stand among them, too. */
export function filesOf(args: readonly string[], workingDirectory: string): string[] {
  return args
    .filter(argument => !argument.startsWith('-') && BUNDLE.test(argument))
    .map(file => (isAbsolute(file) ? file : join(workingDirectory, file)));
}

/** Files that are to be opened, from before the window is there on. */
export type OpenedFiles = {
  /** Hands on what has come and what comes. */
  handTo(open: (path: string) => void): void;
};

/**
 * Must run before Electron is ready: macOS tells of a file before that. Chromium's own files lie in the data folder, and
 * so does the lock: two data folders are two consoles.
 * @returns undefined where this folder's console runs already; it was told what to open, and comes to the front
 */
export function onlyInstance(dataDir: string, onSecondStart: () => void): OpenedFiles | undefined {
  app.setPath('userData', join(dataDir, 'window'));
  if (!app.requestSingleInstanceLock()) return undefined;
  const waiting: string[] = filesOf(process.argv.slice(1), process.cwd());
  let open = (path: string): void => {
    waiting.push(path);
  };
  app.on('second-instance', (_event, args, workingDirectory) => {
    onSecondStart();
    for (const file of filesOf(args.slice(1), workingDirectory)) open(file);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open(path);
  });
  return {
    handTo: next => {
      open = next;
      for (const path of waiting.splice(0)) next(path);
    },
  };
}
