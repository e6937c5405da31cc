import { Menu } from '@base-ui/react/menu';
import { memo, type PointerEvent, useRef, useState } from 'react';
import { COLUMN_NAMES, type Column, type ColumnId, FLEXIBLE, moved, resized, toggled } from './columns.ts';
import { headOf, type LogView, type LogViewStore, TIME_KINDS, TIME_NAMES } from './log-view-store.ts';
import './log-head.css';

/** One press of a key, px. */
const STEP_PX = 16;

type HeadProps = { ids: readonly ColumnId[]; view: LogView; store: LogViewStore };

/** The columns' names. Each opens a menu; the line at its right side is dragged. */
export const LogHead = memo(function LogHead({ ids, view, store }: HeadProps) {
  const change = (columns: readonly Column[]) => store.change({ columns });
  // One menu for all: to have one for each would take longer than to draw the rest of the log.
  const [menu] = useState(() => Menu.createHandle<ColumnId>());
  const head = useRef<HTMLDivElement>(null);
  // A column that was hidden by its own menu has no name any more that could have the focus.
  const focusAfter = (id: ColumnId | undefined) =>
    id !== undefined && ids.includes(id)
      ? true
      : head.current?.parentElement?.querySelector<HTMLElement>('[role=listbox]');
  return (
    <div className="log-head" ref={head}>
      {ids.map(id => (
        <span key={id} className={`log-head-cell col-${id}`}>
          <Menu.Trigger
            handle={menu}
            payload={id}
            className="log-head-name cut"
            title={id === 'time' ? 'T: the next way' : undefined}
          >
            {headOf(id, view.time)}
          </Menu.Trigger>
          {id !== FLEXIBLE && <Edge id={id} columns={view.columns} onChange={change} />}
        </span>
      ))}
      <Menu.Root handle={menu}>
        {({ payload: id }) => (
          <Menu.Portal>
            <Menu.Positioner className="popup-positioner" align="start" sideOffset={2}>
              <Menu.Popup className="popup" finalFocus={() => focusAfter(id)}>
                {id !== undefined && <ColumnChoice id={id} view={view} store={store} onChange={change} />}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        )}
      </Menu.Root>
    </div>
  );
});

type ChoiceProps = Omit<HeadProps, 'ids'> & { id: ColumnId; onChange(columns: readonly Column[]): void };

/** What can be done with the column, and which columns there are. */
function ColumnChoice({ id, view, store, onChange }: ChoiceProps) {
  const { columns } = view;
  return (
    <>
      {id === 'time' && <TimeChoice view={view} store={store} />}
      <Menu.Item className="popup-item" onClick={() => onChange(moved(columns, id, -1))}>
        Move left
      </Menu.Item>
      <Menu.Item className="popup-item" onClick={() => onChange(moved(columns, id, 1))}>
        Move right
      </Menu.Item>
      {id !== FLEXIBLE && <WidthChoice id={id} columns={columns} onChange={onChange} />}
      <Menu.Separator className="popup-line" />
      {columns.map(column => (
        <Menu.CheckboxItem
          key={column.id}
          className="popup-item"
          checked={column.shown}
          closeOnClick={column.id === id}
          onCheckedChange={() => onChange(toggled(columns, column.id))}
        >
          <span className="popup-check" aria-hidden="true">
            {column.shown ? '✓' : ''}
          </span>
          {COLUMN_NAMES[column.id]}
        </Menu.CheckboxItem>
      ))}
    </>
  );
}

function TimeChoice({ view, store }: { view: LogView; store: LogViewStore }) {
  return (
    <>
      <Menu.RadioGroup
        value={view.time}
        onValueChange={value => store.change({ time: TIME_KINDS.find(kind => kind === value) ?? 'start' })}
      >
        {TIME_KINDS.map(kind => (
          <Menu.RadioItem key={kind} value={kind} className="popup-item" closeOnClick>
            <span className="popup-check" aria-hidden="true">
              {kind === view.time ? '●' : ''}
            </span>
            {TIME_NAMES[kind]}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Separator className="popup-line" />
    </>
  );
}

type WidthProps = { id: ColumnId; columns: readonly Column[]; onChange(columns: readonly Column[]): void };

const widthOf = (columns: readonly Column[], id: ColumnId) => columns.find(column => column.id === id)?.width ?? 0;

function WidthChoice({ id, columns, onChange }: WidthProps) {
  const width = widthOf(columns, id);
  return (
    <>
      <Menu.Item
        className="popup-item"
        closeOnClick={false}
        onClick={() => onChange(resized(columns, id, width + STEP_PX))}
      >
        Wider
      </Menu.Item>
      <Menu.Item
        className="popup-item"
        closeOnClick={false}
        onClick={() => onChange(resized(columns, id, width - STEP_PX))}
      >
        Narrower
      </Menu.Item>
    </>
  );
}

/** Dragged by pointer; by keys the menu does it. */
function Edge({ id, columns, onChange }: WidthProps) {
  const from = useRef<{ x: number; width: number }>(undefined);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width: widthOf(columns, id) };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (from.current) onChange(resized(columns, id, from.current.width + event.clientX - from.current.x));
  };
  const onEnd = () => {
    from.current = undefined;
  };
  return (
    <span
      className="log-head-edge"
      aria-hidden="true"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onEnd}
      onPointerCancel={onEnd}
    />
  );
}
