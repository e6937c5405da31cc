import { type PropsWithChildren, useEffect, useState } from 'react';
import { soon } from './steps.ts';

/** Draws its children in a task of its own, right after what is around them: much that opens at once holds up no key. */
export function Later({ children }: PropsWithChildren) {
  const [isLater, setLater] = useState(false);
  useEffect(() => {
    let wanted = true;
    soon(() => {
      if (wanted) setLater(true);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return isLater && children;
}
