/** `Menu`: remembers what the application menu offers, and clicks it. */
import type { Menu as ElectronMenu, MenuItemConstructorOptions } from 'electron';
import { record } from './record.ts';
import { onlyKnown, strict } from './strict.ts';

type Template = readonly MenuItemConstructorOptions[];
let shown: Template = [];
const templates = new WeakMap<object, Template>();

export const Menu = strict('Menu', {
  buildFromTemplate: (template: Template) => {
    const menu = {};
    templates.set(menu, template);
    return menu as ElectronMenu;
  },
  setApplicationMenu: (menu: ElectronMenu | null) => {
    shown = (menu && templates.get(menu)) ?? [];
    record.menu = roles(shown);
    record.menuItems = own(shown).map(({ id = '', label = '', accelerator, registerAccelerator }) => ({
      ...{ id, label, accelerator: accelerator === undefined ? undefined : String(accelerator) },
      taken: accelerator !== undefined && registerAccelerator !== false,
    }));
  },
} satisfies Pick<typeof ElectronMenu, 'setApplicationMenu'> & { buildFromTemplate(template: Template): ElectronMenu });

function roles(template: Template): string[] {
  return template.flatMap(item => {
    onlyKnown('menu item options', item, [
      ...['role', 'label', 'type', 'submenu'],
      ...['id', 'accelerator', 'registerAccelerator', 'click'],
    ]);
    return [...(item.role ? [item.role] : []), ...(Array.isArray(item.submenu) ? roles(item.submenu) : [])];
  });
}

/** Items with an id, of all submenus. */
function own(template: Template): MenuItemConstructorOptions[] {
  return template.flatMap(item => [
    ...(item.id === undefined ? [] : [item]),
    ...(Array.isArray(item.submenu) ? own(item.submenu) : []),
  ]);
}

/** Clicks an item as its user would. */
export function clickMenu(id: string): void {
  const item = own(shown).find(one => one.id === id);
  if (!item?.click) throw new Error(`The menu has no item "${id}" that can be clicked.`);
  (item.click as () => void)();
}
