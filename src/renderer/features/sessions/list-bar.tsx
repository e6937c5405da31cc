import { Menu } from '@base-ui/react/menu';
import { useRef } from 'react';
import { useCommand } from '../../commands/commands.ts';
import { useUnfold } from '../../ui/folding-panel.tsx';
import { useStore } from '../../ui/store.ts';
import type { ListViewStore } from './list-view-store.ts';
import { SHOWN, SHOWN_NAMES, SORT_NAMES, SORTS } from './listed-rows.ts';

/** What of the sessions is listed: by words, by kind, and in which order. */
export function ListBar({ view, onLeave }: { view: ListViewStore; onLeave(): void }) {
  const { search, shown, sort } = useStore(view);
  const input = useRef<HTMLInputElement>(null);
  const unfold = useUnfold();
  useCommand('sessions.search', () => {
    unfold();
    input.current?.focus();
  });
  return (
    <div className="sessions-bar">
      <input
        ref={input}
        type="search"
        className="grow"
        aria-label="Search sessions"
        placeholder="Search sessions"
        title="Connector ID, number, outcome, bot or id ( / )"
        value={search}
        onChange={event => view.change({ search: event.target.value })}
        onKeyDown={event => {
          if (event.key === 'Enter' || (event.key === 'Escape' && search === '')) onLeave();
          if (event.key === 'Escape') view.change({ search: '' });
        }}
      />
      <Menu.Root>
        <Menu.Trigger className="sessions-menu" aria-label={`Listed: ${SHOWN_NAMES[shown]}, ${SORT_NAMES[sort]}`}>
          {SHOWN_NAMES[shown]} ▾
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="popup-positioner" align="end" sideOffset={2}>
            <Menu.Popup className="popup">
              <Menu.RadioGroup value={shown} onValueChange={value => view.change({ shown: value })}>
                {SHOWN.map(one => (
                  <Menu.RadioItem key={one} value={one} className="popup-item" closeOnClick>
                    <span className="popup-check" aria-hidden="true">
                      {one === shown ? '●' : ''}
                    </span>
                    {SHOWN_NAMES[one]}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
              <Menu.Separator className="popup-line" />
              <Menu.RadioGroup value={sort} onValueChange={value => view.change({ sort: value })}>
                {SORTS.map(one => (
                  <Menu.RadioItem key={one} value={one} className="popup-item" closeOnClick>
                    <span className="popup-check" aria-hidden="true">
                      {one === sort ? '●' : ''}
                    </span>
                    {SORT_NAMES[one]}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}
