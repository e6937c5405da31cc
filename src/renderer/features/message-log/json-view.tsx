import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { moveTo } from '../../ui/list-keys.ts';
import { isOpen, type JsonLine, jsonLines, valueText } from './json-tree.ts';
import './json-view.css';

/** A message as a tree. Arrows move and open; what is selected can be copied, as its value or its path. */
export function JsonView({ value }: { value: unknown }) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState('$');
  const tree = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => jsonLines(value, turned), [value, turned]);
  const at = Math.max(
    0,
    lines.findIndex(line => line.path === selected),
  );
  const line = lines[at];
  /** What the first click of two was on was selected already, and so has turned. */
  const wasSelected = useRef(false);
  const turn = ({ path }: JsonLine) => {
    setTurned(before => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  };
  const go = (to: number) => {
    const path = lines[to]?.path;
    if (path === undefined) return;
    setSelected(path);
    tree.current?.children[to]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!line) return;
    const open = line.opens && isOpen(line.path, line.depth, turned);
    const to = moveTo(event.nativeEvent, at, lines.length, 10);
    if (to !== undefined) go(to);
    else if (event.key === 'ArrowRight' && line.opens) open ? go(at + 1) : turn(line);
    else if (event.key === 'ArrowLeft' && open) turn(line);
    else if (event.key === 'ArrowLeft') go(lines.findLastIndex((one, index) => index < at && one.depth < line.depth));
    else if (event.key === 'Enter' && line.opens) turn(line);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        className="json mono"
        role="tree"
        aria-label="Message content as a tree"
        aria-activedescendant={`json-${at}`}
        tabIndex={0}
        ref={tree}
        onKeyDown={onKeyDown}
      >
        {lines.map((one, index) => (
          // The tree has the focus and the keys.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and the keys
          <div
            key={one.path}
            id={`json-${index}`}
            className="json-line"
            role="treeitem"
            aria-level={one.depth + 1}
            aria-selected={one.path === line?.path}
            aria-expanded={one.opens ? isOpen(one.path, one.depth, turned) : undefined}
            style={{ paddingLeft: (one.depth + 1) * 14 }}
            onClick={({ detail }) => {
              if (detail < 2) wasSelected.current = one.path === line?.path;
              setSelected(one.path);
              // A double click turns once: with its first click, or else with its second.
              if (one.opens && (detail < 2 ? wasSelected.current : detail === 2 && !wasSelected.current)) turn(one);
            }}
          >
            <span className="json-sign" aria-hidden="true">
              {one.opens ? (isOpen(one.path, one.depth, turned) ? '▾ ' : '▸ ') : '  '}
            </span>
            {one.name !== '' && <span className="json-label">{one.name}: </span>}
            <span className={`json-${typeof one.value}`}>{valueText(one.value)}</span>
          </div>
        ))}
      </div>
      {line && (
        <div className="json-bar">
          <span className="mono cut grow" title={line.path}>
            {line.path}
          </span>
          <CopyButton text={line.path} what="path" label="Copy path" />
          <CopyButton text={copied(line.value)} what="value" label="Copy value" />
        </div>
      )}
    </>
  );
}

const copied = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));
