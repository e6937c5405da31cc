import { useEffect, useState } from 'react';

/** Copies a text (or one that is made when it is wanted) and says that it did, for a moment. `what` completes "Copy ..." for those who cannot see the place. */
export function CopyButton({
  text,
  what,
  label = 'Copy',
}: {
  text: string | (() => string);
  what: string;
  label?: string;
}) {
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), 1500);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed'),
    );
  return (
    <button type="button" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      <span aria-live="polite">{said ?? label}</span>
    </button>
  );
}
