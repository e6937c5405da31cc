/** Which rows tell of something that went wrong: what the quick chip "Errors" shows. */
import type { MessageRow } from '../projections/message-rows.ts';

type Row = Pick<MessageRow, 'kind' | 'type' | 'level' | 'leg' | 'direction' | 'summary'>;

/** A problem that the console noted, an `error` message of either leg, a failed answer, a refused or failed connection. */
export function isErrorRow(row: Row): boolean {
  if (row.level === 'problem') return true;
  if (row.kind === 'connection') return row.type === 'refused' || row.type === 'error';
  if (row.kind !== 'message') return false;
  if (row.type === 'error' || row.type === 'not JSON' || row.type.endsWith('.failed')) return true;
  if (row.type === 'response.done') return row.summary.startsWith('failed');
  return row.type === 'disconnect' && row.summary.startsWith('disconnect error');
}
