/** One readable line an event, or a row of folded events, for terminals and text logs. */
import type { SessionEvent } from '../events/session-event.ts';
import { eventRow, type MessageRow } from './message-rows.ts';

const ARROWS = { in: '<-', out: '->' } as const;

/** `12.345  <- genesys  opened  seq 1  PCMU 8 kHz external` */
export function formatEvent(event: SessionEvent): string {
  return formatRow(eventRow(event));
}

/** The same for a row of the log: `12.345  <- genesys  audio ×14  2.8 s caller, until 14.952` */
export function formatRow({
  atMs,
  lastAtMs,
  leg,
  direction,
  type,
  seq,
  audioMs,
  summary,
  members,
}: MessageRow): string {
  const arrow = direction ? ARROWS[direction] : '  ';
  const folded = members.length > 1 ? ` ×${members.length}` : '';
  const parts = [secondsAt(atMs).padStart(8), arrow, leg.padEnd(7), `${type}${folded}`];
  if (seq !== undefined) parts.push(`seq ${seq}`);
  const said = [audioMs > 0 ? lengthOf(audioMs) : '', summary].filter(Boolean).join(' ');
  const until = folded === '' ? '' : `until ${secondsAt(lastAtMs)}`;
  const says = [said, until].filter(Boolean).join(', ');
  if (says !== '') parts.push(says);
  return parts.join('  ');
}

function secondsAt(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function lengthOf(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
