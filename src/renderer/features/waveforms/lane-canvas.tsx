import { type RefObject, useEffect, useRef } from 'react';
import { useStore } from '../../ui/store.ts';
import { colourVersion } from '../../ui/theme.ts';

export type Brush = {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** A token as a colour that a canvas understands. */
  colour(token: string): string;
  /** Diagonal lines: tells what is not there without its colour. */
  hatch(token: string): CanvasPattern | string;
};

/** A canvas as large as its box, drawn again when `draw` or the theme changes. `draw` must be stable while nothing changes. */
export function LaneCanvas({ className, draw }: { className: string; draw(brush: Brush): void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const version = useStore(colourVersion);
  const latest = useRef(draw);
  latest.current = draw;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours change with the theme, not with a prop
  useEffect(() => paint(canvas, draw), [draw, version]);
  useEffect(() => {
    if (!canvas.current) return;
    const observer = new ResizeObserver(() => paint(canvas, latest.current));
    observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
  return <canvas className={className} ref={canvas} />;
}

function paint(canvas: RefObject<HTMLCanvasElement | null>, draw: (brush: Brush) => void): void {
  const element = canvas.current;
  const context = element?.getContext('2d');
  if (!element || !context) return;
  const { clientWidth: width, clientHeight: height } = element;
  const scale = window.devicePixelRatio;
  element.width = Math.round(width * scale);
  element.height = Math.round(height * scale);
  context.scale(scale, scale);
  const colour = (token: string) => known(colours, token, () => colourOf(element, token));
  const hatch = (token: string) => known(hatches, token, () => hatched(context, colour(token)));
  draw({ context, width, height, colour, hatch });
}

/** What tokens look like in the theme of now: asking the page costs more than drawing. */
const colours = new Map<string, string>();
const hatches = new Map<string, CanvasPattern | string>();
colourVersion.subscribe(() => {
  colours.clear();
  hatches.clear();
});

function known<T>(among: Map<string, T>, token: string, make: () => T): T {
  const found = among.get(token) ?? make();
  among.set(token, found);
  return found;
}

function colourOf(element: HTMLElement, token: string): string {
  element.style.color = `var(${token})`;
  const { color } = getComputedStyle(element);
  element.style.color = '';
  return color;
}

/** Distance of the lines, px. */
const HATCH_PX = 6;

function hatched(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = HATCH_PX;
  tile.height = HATCH_PX;
  const brush = tile.getContext('2d');
  if (!brush) return colour;
  brush.strokeStyle = colour;
  brush.beginPath();
  brush.moveTo(0, HATCH_PX);
  brush.lineTo(HATCH_PX, 0);
  brush.stroke();
  return context.createPattern(tile, 'repeat') ?? colour;
}
