/** One readable line an event, or a row of folded events, for terminals and text logs. */
import type { SessionEvent } from '../events/session-event.ts';
import { legName, type Role } from './leg-names.ts';
import { eventRow, type MessageRow } from './message-rows.ts';

const ARROWS = { in: '<-', out: '->' } as const;

/** `12.345  <- genesys  open  seq 1  PCMU 8 kHz external`, in a session that is the view of `role`. */
export function formatEvent(event: SessionEvent, role: Role): string {
  return formatRow(eventRow(event), role);
}

/** The same for a row of the log: `12.345  <- genesys  audio ×14  2.8 s caller, until 14.952` */
export function formatRow(row: MessageRow, role: Role): string {
  const { atMs, lastAtMs, leg, direction, type, seq, audioMs, summary, members } = row;
  const arrow = direction ? ARROWS[direction] : '  ';
  const folded = members.length > 1 ? ` ×${members.length}` : '';
  const parts = [secondsAt(atMs).padStart(8), arrow, legName(leg, role).padEnd(7), `${type}${folded}`];
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
