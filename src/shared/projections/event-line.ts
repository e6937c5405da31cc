/** One readable line an event, for terminals and text logs. */
import type { SessionEvent } from '../events/session-event.ts';
import { describeEvent } from './message-words.ts';

const ARROWS = { in: '<-', out: '->' } as const;

/** `12.345  <- genesys  opened  seq 1  PCMU 8 kHz external` */
export function formatEvent(event: SessionEvent): string {
  const { type, summary, seq } = describeEvent(event);
  const direction = 'direction' in event && event.direction ? ARROWS[event.direction] : '  ';
  const parts = [(event.atMs / 1000).toFixed(3).padStart(8), direction, event.leg.padEnd(7), type];
  if (seq !== undefined) parts.push(`seq ${seq}`);
  if (summary !== '') parts.push(summary);
  return parts.join('  ');
}
