import { Autocomplete } from '@base-ui/react/autocomplete';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { type Completion, completeFilter } from '../../../shared/filter/complete-filter.ts';
import type { FilterError } from '../../../shared/filter/filter-tokens.ts';
import { useCommand } from '../../commands/commands.ts';
import { soon } from '../../ui/steps.ts';

type BoxProps = {
  text: string;
  error: FilterError | undefined;
  /** Names of the messages in the log, asked when the box is used. */
  types(): readonly string[];
  onText(text: string): void;
  /** Enter: on to the rows. Shift+Enter: back. */
  onEnter(by: 1 | -1): void;
  onLeave(): void;
};

/** The filter, with what could come next. Escape empties it, and once it is empty leaves it. */
export function FilterBox({ text, error, types, onText, onEnter, onLeave }: BoxProps) {
  const { open, setOpen } = useOpenSoon();
  const [known, setKnown] = useState<readonly string[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const highlighted = useRef(false);
  const problem = useId();
  const items = useMemo(() => completeFilter(text, known), [text, known]);
  useCommand('log.filter', () => {
    input.current?.focus();
    input.current?.select();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !(open && highlighted.current)) {
      setOpen(false);
      onEnter(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape' && !open) {
      event.preventDefault();
      if (text === '') onLeave();
      else onText('');
    }
  };
  return (
    <div className="filter-box grow">
      <Autocomplete.Root
        items={items}
        mode="none"
        value={text}
        itemToStringValue={(item: Completion) => item.text}
        open={open && items.length > 0}
        onOpenChange={(next, { reason }) => {
          // After a field its values are wanted at once.
          if (next || reason !== 'item-press') setOpen(next);
        }}
        onItemHighlighted={item => {
          highlighted.current = item !== undefined;
        }}
        onValueChange={next => {
          onText(next);
          setOpen(next !== '' && !/[\s"]$/.test(next));
        }}
      >
        <Autocomplete.Input
          ref={input}
          className="filter-input"
          aria-label="Filter messages"
          aria-invalid={error !== undefined}
          aria-describedby={error ? problem : undefined}
          placeholder="Filter: leg:openai type:response.* gap>200ms &quot;order&quot;"
          spellCheck={false}
          autoComplete="off"
          onFocus={() => setKnown(types())}
          onKeyDown={onKeyDown}
        />
        <Autocomplete.Portal>
          <Autocomplete.Positioner className="popup-positioner" sideOffset={2} align="start">
            <Autocomplete.Popup className="popup filter-popup">
              <Autocomplete.List>
                {(item: Completion) => (
                  <Autocomplete.Item key={item.label} value={item} className="popup-item filter-item">
                    <span className="mono">{item.label}</span>
                    <span className="quiet">{item.help}</span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
      {text !== '' && (
        <button type="button" className="plain filter-clear" aria-label="Clear filter" onClick={() => onText('')}>
          ✕
        </button>
      )}
      {error && (
        <p className="filter-error problem" id={problem} role="status">
          <mark>{text.slice(error.at, error.at + error.length)}</mark> {error.message}
        </p>
      )}
    </div>
  );
}

/** The list is drawn in a task of its own: the key that asks for it is answered first. */
function useOpenSoon() {
  const [open, set] = useState(false);
  const wanted = useRef(false);
  const setOpen = (next: boolean) => {
    wanted.current = next;
    if (next) soon(() => set(wanted.current));
    else set(false);
  };
  return { open, setOpen };
}
