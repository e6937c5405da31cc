import { ContextMenu } from '@base-ui/react/context-menu';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { encodeEvent } from '../../../shared/events/event-log.ts';
import type { ConnectionEvent, Leg, SessionEvent } from '../../../shared/events/session-event.ts';
import type { MessageRows } from '../../../shared/projections/message-rows.ts';
import { useCommand } from '../../commands/commands.ts';
import { saveFile } from '../../ui/save-file.ts';
import { COPY_FORMATS, type CopyFormat, copyText } from './copy-rows.ts';
import { rowOfEvent } from './find-row.ts';
import { eventOfKey, isMember, type LineKey, type Lines, placeOfKey } from './lines.ts';
import type { MessageLogStore } from './message-log-store.ts';
import type { LogSelection } from './selection.ts';

type MenuProps = {
  store: MessageLogStore;
  selection: LogSelection;
  lines: { rows: MessageRows; lines: Lines };
  onPick(key: LineKey): void;
  children: ReactNode;
};

/** What can be done with the selected rows, at a right click or the menu key. */
export function RowMenu({ store, selection, lines, onPick, children }: MenuProps) {
  const [said, setSaid] = useState('');
  const copy = async (format: CopyFormat) => {
    const events = selectedEvents(store, selection, lines);
    const text = copyText(format, events, leg => upgradeOf(store, leg));
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(copied ? `${events.length} events copied.` : 'The browser does not allow to copy.');
  };
  const save = () => {
    const events = selectedEvents(store, selection, lines);
    saveFile(`messages-from-${events[0]?.n ?? 0}.ndjson`, new Blob(events.map(encodeEvent)));
  };
  useCommand('log.copy', () => {
    // A marked text is what the user means, where there is one.
    if (selection.keys.size === 0 || !(getSelection()?.isCollapsed ?? true)) return false;
    void copy('json');
    return true;
  });
  const onContextMenu = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest('[role=option]') : null;
    const key = row ? Number(row.id.replace('message-', '')) : undefined;
    if (key !== undefined && !selection.keys.has(key)) onPick(key);
  };
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger className="log-menu" onContextMenu={onContextMenu}>
        {children}
      </ContextMenu.Trigger>
      <span className="visually-hidden" role="status">
        {said}
      </span>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="popup-positioner">
          <ContextMenu.Popup className="popup" aria-label="Selected messages">
            {COPY_FORMATS.map(({ id, label }) => (
              <ContextMenu.Item
                key={id}
                className="popup-item"
                disabled={selection.keys.size === 0}
                onClick={() => void copy(id)}
              >
                {label}
              </ContextMenu.Item>
            ))}
            <ContextMenu.Separator className="popup-line" />
            <ContextMenu.Item className="popup-item" disabled={selection.keys.size === 0} onClick={save}>
              Save as NDJSON
            </ContextMenu.Item>
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

/** A folded row stands for all of its events. In the order of the log. */
function selectedEvents(
  store: MessageLogStore,
  { keys }: LogSelection,
  { rows, lines }: MenuProps['lines'],
): SessionEvent[] {
  const numbers = new Set<number>();
  for (const key of keys) {
    if (placeOfKey(rows, lines, key) < 0) continue;
    const n = eventOfKey(key);
    for (const one of (isMember(key) ? undefined : rowOfEvent(rows, n)?.members) ?? [n]) numbers.add(one);
  }
  return [...numbers].sort((a, b) => a - b).flatMap(n => store.event(n) ?? []);
}

/** A leg's connection is among the first events of that leg, and the bot's comes soon after the call's. */
const FIRST_EVENTS = 500;

function upgradeOf(store: MessageLogStore, leg: Leg): ConnectionEvent | undefined {
  for (let n = 0; n < FIRST_EVENTS; n += 1) {
    const event = store.event(n);
    if (event?.type === 'connection' && event.leg === leg && event.target !== undefined) return event;
  }
  return undefined;
}
