import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

/** A button in a bar that opens a box below it. Escape, or a press elsewhere, closes it. */
export function Disclosure({
  label,
  title,
  boxName,
  children,
}: {
  label: ReactNode;
  title?: string | undefined;
  boxName: string;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', onPress);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPress);
      document.removeEventListener('keydown', onKey);
    };
  }, [open]);

  return (
    <div className="disclosure" ref={root}>
      <button
        type="button"
        className="plain row"
        ref={button}
        title={title}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <section className="disclosure-box" id={id} aria-label={boxName}>
          {children}
        </section>
      )}
    </div>
  );
}
