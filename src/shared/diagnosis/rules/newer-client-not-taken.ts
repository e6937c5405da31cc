import { FAULTS, type FaultId } from '../../audiohook/faults.ts';
import type { CallFacts } from '../call-facts.ts';
import { factRule } from '../rule.ts';
import { moment } from '../told.ts';

/** Faults that are none: what a newer Genesys Cloud may do. */
const NEWER: readonly FaultId[] = ['unknown-type', 'extra-fields'];

export const newerClientNotTaken = factRule(
  {
    id: 'newer-client-not-taken',
    severity: 'problem',
    title: 'The server ends the call over a field or message that it does not know',
    explanation:
      'This call was made with something that the protocol does not name yet, to see what the server makes of it, and the server ended the session. The day Genesys Cloud sends more than today, all calls end so.',
    fix: [
      'Ignore fields that you do not know: parse messages without a strict schema (zod: looseObject, pydantic: extra="ignore").',
      'Ignore messages whose type you do not know.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL row 50; AH-11',
    rank: 25,
    covers: ['open-refused', 'ended-with-error', 'server-closed-tcp', 'call-failed'],
  },
  call => {
    const fault = NEWER.find(one => one === call.fault);
    const end = endOf(call);
    if (!call.isCaller || fault === undefined || !end) return undefined;
    return { evidence: [moment(end, `The caller ${FAULTS[fault].does}; this is how the server ended it`)] };
  },
);

/** Where the server ended it, against the protocol or with an error. */
function endOf({ disconnect, socketClose, close }: CallFacts) {
  if (disconnect) return disconnect.message.parameters.reason === 'error' ? disconnect : undefined;
  return close ? undefined : socketClose;
}
