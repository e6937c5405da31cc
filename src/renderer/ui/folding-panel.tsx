import { type ReactNode, useState } from 'react';
import { Panel, usePanelRef } from 'react-resizable-panels';
import { recall, remember } from './remembered.ts';
import './folding-panel.css';

/** What is left of a folded pane: room for the button that brings it back, px. */
const FOLDED_PX = 26;

type FoldingProps = {
  id: string;
  /** What is in it; the button of the folded pane says it. */
  name: string;
  /** px. */
  defaultSize: number;
  /** px. */
  minSize: number;
  maxSize?: string;
  /** It stands beside another, and so does its strip. */
  upright?: boolean;
  children: ReactNode;
};

/**
 * A pane that folds to a strip with its name (its separator by Enter, or dragged past the least size), and comes back by a
 * click, as large as it was.
 */
export function FoldingPanel({ name, upright = false, children, ...sizes }: FoldingProps) {
  const { id, defaultSize } = sizes;
  const panel = usePanelRef();
  const [folded, setFolded] = useState(false);
  const key = `unfolded.${id}`;
  return (
    <Panel
      {...sizes}
      collapsible
      collapsedSize={FOLDED_PX}
      groupResizeBehavior="preserve-pixel-size"
      panelRef={panel}
      onResize={({ inPixels }) => {
        const isFolded = panel.current?.isCollapsed() ?? false;
        setFolded(isFolded);
        if (!isFolded) remember(key, String(Math.round(inPixels)));
      }}
    >
      {folded && (
        <button
          type="button"
          className={`plain unfold ${upright ? 'upright' : ''}`}
          title={`Show ${name.toLowerCase()}`}
          onClick={() => panel.current?.resize(Number(recall(key)) || defaultSize)}
        >
          <span aria-hidden="true">▸</span> {name}
        </button>
      )}
      <div className="unfolded" hidden={folded}>
        {children}
      </div>
    </Panel>
  );
}
