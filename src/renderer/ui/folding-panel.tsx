import { createContext, type ReactNode, useContext, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
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

const UnfoldContext = createContext<() => void>(() => undefined);

/** Brings the pane back in which the component lies, if it is folded; what is in it can take the focus right after. */
export const useUnfold = () => useContext(UnfoldContext);

/**
 * A pane that folds to a strip with its name (its separator by Enter, or dragged past the least size), and comes back by a
 * click, as large as it was. The focus goes into it then: the button is gone.
 */
export function FoldingPanel({ name, upright = false, children, ...sizes }: FoldingProps) {
  const { id, defaultSize } = sizes;
  const panel = usePanelRef();
  const [folded, setFolded] = useState(false);
  const content = useRef<HTMLDivElement>(null);
  const key = `unfolded.${id}`;
  const unfold = () => {
    if (!panel.current?.isCollapsed()) return;
    panel.current.resize(Number(recall(key)) || defaultSize);
    // At once, not when the new size was seen: what is hidden takes no focus.
    flushSync(() => setFolded(panel.current?.isCollapsed() ?? false));
  };
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
          onClick={() => {
            unfold();
            content.current?.querySelector<HTMLElement>('[tabindex="0"]:not(button)')?.focus();
          }}
        >
          <span aria-hidden="true">▸</span> {name}
        </button>
      )}
      <div className="unfolded" hidden={folded} ref={content}>
        <UnfoldContext value={unfold}>{children}</UnfoldContext>
      </div>
    </Panel>
  );
}
