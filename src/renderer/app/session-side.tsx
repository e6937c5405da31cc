import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export type SideTab = {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
  /** Something is wrong: the pane opens by itself, with this tab. */
  readonly urgent?: boolean;
};

type SideProps = {
  tabs: readonly SideTab[];
  open: string;
  onOpen(id: string): void;
  /** Somebody works in the pane. */
  onTouch(): void;
  onClose(): void;
};

/** The pane beside the log: one tab for each thing that there is to say about the session or the selected message. */
export function SessionSide({ tabs, open, onOpen, onTouch, onClose }: SideProps) {
  return (
    <Tabs.Root
      className="side"
      value={open}
      onValueChange={value => onOpen(String(value))}
      onFocusCapture={onTouch}
      onPointerDownCapture={onTouch}
      data-testid="session-side"
    >
      <div className="side-bar">
        <Tabs.List className="side-tabs grow" aria-label="About the session">
          {tabs.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id} className="side-tab">
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <button type="button" className="plain" aria-label="Close side pane" onClick={onClose}>
          ✕
        </button>
      </div>
      {tabs.map(({ id, content }) => (
        <Tabs.Panel key={id} value={id} className="side-panel">
          {content}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

/** While the pane is folded away: a button for each thing that it could show. */
export function SideOpeners({ tabs, onOpen }: { tabs: readonly SideTab[]; onOpen(id: string): void }) {
  return tabs.map(({ id, label }) => (
    <button key={id} type="button" onClick={() => onOpen(id)}>
      {label}
    </button>
  ));
}
