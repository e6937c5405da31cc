/** A choice that the console has to carry out. */
import { useCallback, useEffect, useState } from 'react';

/**
 * Shows a choice as it was asked for until the console says how it is: the control does not jump back and forth.
 * @param told how it is, as the console says
 * @returns what to show, and how to ask: `carryOut` resolves with whether it was done
 */
export function useAsked<T>(told: T): [shown: T, ask: (value: T, carryOut: () => Promise<boolean>) => Promise<void>] {
  const [asked, setAsked] = useState<{ value: T }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is told is the newest truth
  useEffect(() => setAsked(undefined), [told]);
  const ask = useCallback(async (value: T, carryOut: () => Promise<boolean>) => {
    const now = { value };
    setAsked(now);
    if (!(await carryOut())) setAsked(latest => (latest === now ? undefined : latest));
  }, []);
  return [asked ? asked.value : told, ask];
}
