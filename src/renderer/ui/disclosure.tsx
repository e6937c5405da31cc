import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';

/** Room between the box and the window's edge, px. */
const EDGE_PX = 8;

/** A button in a bar that opens a box below it, inside the window. Escape, or a press elsewhere, closes it. */
export function Disclosure({
  label,
  title,
  boxName,
  children,
}: {
  label: ReactNode;
  title?: string | undefined;
  boxName: string;
  /** A function is handed what closes the box. */
  children: ReactNode | ((close: () => void) => ReactNode);
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    if (!open || !box.current) return;
    const shown = box.current;
    const place = () => keepInside(shown);
    place();
    const observer = new ResizeObserver(place);
    observer.observe(shown);
    observer.observe(document.documentElement);
    return () => observer.disconnect();
  }, [open]);

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
        <section className="disclosure-box" id={id} ref={box} aria-label={boxName}>
          {typeof children === 'function' ? children(() => setOpen(false)) : children}
        </section>
      )}
    </div>
  );
}

/** Moves the box left as far as it would leave the window, and lets it scroll where it is higher than the rest of it. */
function keepInside(box: HTMLElement): void {
  box.style.left = '0px';
  const { left, right, top } = box.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const by = Math.max(0, Math.min(right - (clientWidth - EDGE_PX), left - EDGE_PX));
  box.style.left = `${-by}px`;
  box.style.maxHeight = `${Math.max(120, clientHeight - top - EDGE_PX)}px`;
}
