/** `Menu`: remembers which roles the application menu offers. */
import type { Menu as ElectronMenu, MenuItemConstructorOptions } from 'electron';
import { record } from './record.ts';
import { onlyKnown, strict } from './strict.ts';

type Template = readonly MenuItemConstructorOptions[];
const templates = new WeakMap<object, Template>();

export const Menu = strict('Menu', {
  buildFromTemplate: (template: Template) => {
    const menu = {};
    templates.set(menu, template);
    return menu as ElectronMenu;
  },
  setApplicationMenu: (menu: ElectronMenu | null) => {
    record.menu = roles((menu && templates.get(menu)) ?? []);
  },
} satisfies Pick<typeof ElectronMenu, 'setApplicationMenu'> & { buildFromTemplate(template: Template): ElectronMenu });

function roles(template: Template): string[] {
  return template.flatMap(item => {
    onlyKnown('menu item options', item, ['role', 'label', 'type', 'submenu']);
    return [...(item.role ? [item.role] : []), ...(Array.isArray(item.submenu) ? roles(item.submenu) : [])];
  });
}
