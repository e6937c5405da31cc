/** The menu: every command of the page with its key, and what windows and text need. */
import { type BrowserWindow, dialog, Menu, type MenuItemConstructorOptions } from 'electron';
import { COMMAND_LIST, type Command, type CommandId } from '../../shared/commands/command-list.ts';

export type MenuActions = {
  /** Runs a command of the page. */
  run(id: CommandId): void;
  openFile(path: string): void;
};

export function setMenu(platform: NodeJS.Platform, window: BrowserWindow, actions: MenuActions): void {
  const of = (group: Command['group']) =>
    COMMAND_LIST.filter(command => command.group === group).map(command => itemOf(command, actions));
  const template: MenuItemConstructorOptions[] = [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        {
          id: 'open',
          label: 'Open a capture…',
          accelerator: 'CmdOrCtrl+O',
          click: () => void chooseCapture(window, actions.openFile),
        },
        { type: 'separator' },
        platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: '&Console', submenu: of('Console') },
    { label: '&Session', submenu: of('Session') },
    { label: '&Log', submenu: of('Log') },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/**
 * The page answers the keys by itself, because only it knows whether somebody is typing: the menu shows them. A bare key
 * stands in the label: as an accelerator macOS would take it out of every field.
 */
function itemOf({ id, words, key }: Command, { run }: MenuActions): MenuItemConstructorOptions {
  const item: MenuItemConstructorOptions = { id, label: words, click: () => run(id) };
  if (key === undefined) return item;
  // Copying is the edit menu's as well, and that one knows what is selected.
  if (!key.startsWith('Mod+') || key === 'Mod+C') return { ...item, label: `${words}  (${key.replace('Mod+', '')})` };
  return { ...item, accelerator: key.replace('Mod', 'CmdOrCtrl'), registerAccelerator: false };
}

async function chooseCapture(window: BrowserWindow, open: (path: string) => void): Promise<void> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a capture',
    filters: [{ name: 'Support bundles', extensions: ['zip'] }],
    properties: ['openFile', 'multiSelections'],
  });
  if (!canceled) for (const path of filePaths) open(path);
}
