/** What the desktop around the page asks of it. A page in a browser hears nothing here. */
import { z } from 'zod';
import { COMMANDS, type CommandId } from '../commands/command-list.ts';
import { stream } from './define.ts';
import { nothing } from './wire-types.ts';

export const desktopItemSchema = z.discriminatedUnion('type', [
  /** Chosen in the menu. */
  z.object({ type: z.literal('command'), id: z.enum(Object.keys(COMMANDS) as [CommandId, ...CommandId[]]) }),
  /** A capture was opened by double click, drop on the icon, or a second start: its session is to be shown. */
  z.object({ type: z.literal('opened'), sessionId: z.string() }),
]);
export type DesktopItem = z.infer<typeof desktopItemSchema>;

export const desktopContract = {
  /** What was asked for before the page was there comes first. */
  desktop: stream({ input: nothing, item: desktopItemSchema }),
} as const;
