import { useState } from 'react';

/**
 * `open` of a `<details>` that `wanted` opens, when it is first true. Whoever reads in it, or has closed it, is left alone
 * when that changes again.
 */
export function useOnceOpen(wanted: boolean): boolean {
  const [open, setOpen] = useState(wanted);
  if (wanted && !open) setOpen(true);
  return open;
}
