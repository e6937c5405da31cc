/** Where the window was: kept from start to start, and used where a screen still is. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BrowserWindow, type Rectangle, screen } from 'electron';
import { z } from 'zod';

const stateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(800),
  height: z.number().int().min(500),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

/** So much of the window must be on a screen, px: enough to take hold of it. */
const GRIP = 80;

/** Undefined at the first start, and where its place is on no screen any more. */
export function readWindowState(file: string): WindowState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // There is none yet, or it cannot be read: the window opens as at the first start.
    return undefined;
  }
  try {
    const state = stateSchema.safeParse(JSON.parse(text)).data;
    return state && screen.getAllDisplays().some(({ workArea }) => reaches(state, workArea)) ? state : undefined;
  } catch {
    // Half-written by a console that was killed.
    return undefined;
  }
}

function reaches(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const isGrippable = window.y >= area.y && window.y < area.y + area.height - GRIP;
  return width >= GRIP && isGrippable;
}

/** Writes where the window is when it closes. */
export function keepWindowState(window: BrowserWindow, file: string, onFailure: (error: unknown) => void): void {
  window.on('close', () => {
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const { x, y, width, height } = window.getNormalBounds();
      writeFileSync(file, `${JSON.stringify({ x, y, width, height, maximized: window.isMaximized() })}\n`);
    } catch (error) {
      onFailure(error);
    }
  });
}
