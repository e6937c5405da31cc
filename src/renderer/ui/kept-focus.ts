/** Buttons that take each other's place: who pressed one by keys is on the other then, not at the top of the page. */
import { type RefCallback, useCallback, useRef } from 'react';

/** A ref for both: the one that comes takes the focus if the one that goes in the same moment had it. */
export function useKeptFocus(): RefCallback<HTMLElement> {
  const had = useRef(false);
  return useCallback((element: HTMLElement | null) => {
    if (had.current) element?.focus();
    return () => {
      had.current = document.activeElement === element;
      // What comes later than now comes for another reason.
      queueMicrotask(() => {
        had.current = false;
      });
    };
  }, []);
}
