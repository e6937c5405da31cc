import type { FaultId } from '../../audiohook/faults.ts';
import { type Found, factRule } from '../rule.ts';
import { moment } from '../told.ts';

const DECODE = 'Decode the client secret before it becomes the key: Buffer.from(secret, "base64").';
const COMPARE =
  'Build the signature base of the request, make the HMAC-SHA256 with the decoded client secret, compare, and answer 401 where they differ.';
const AGE =
  'Read created and expires of Signature-Input: refuse what is expired, older than 10 s, or ahead by more than 3 s.';

/** What a server did that took a call with this fault. */
const TAKEN: Partial<Record<FaultId, Omit<Found, 'evidence'>>> = {
  'wrong-signature': {},
  'short-signature': { title: 'Anybody gets in: the server takes half a signature' },
  'no-signature': {
    title: 'Anybody who knows the API key gets in: the server takes a request without a signature',
    fix: [
      'Where a client secret is set for the key: answer 401 when the headers Signature and Signature-Input are missing.',
    ],
  },
  'raw-secret-signature': {
    title: 'The server uses the client secret as text: it takes what Genesys Cloud would never send',
    explanation:
      'This call was signed with the text of the secret as key, as a widespread sample does it, and the server took it. Genesys Cloud signs with the decoded bytes: a server that knows the text alone refuses all its calls.',
    fix: [DECODE],
  },
  'stale-signature': {
    severity: 'warning',
    title: 'The server takes old signatures: whoever recorded a request can use it again',
    fix: [AGE],
  },
  'clock-off': {
    severity: 'warning',
    title: 'The server takes signatures of the future: it does not look at their time',
    fix: [AGE],
  },
};

export const signatureNotChecked = factRule(
  {
    id: 'signature-not-checked',
    severity: 'problem',
    title: 'Anybody gets in: the server takes a wrong signature',
    explanation:
      'This call was made with a fault in its signature, to see whether the server refuses it, and the server opened the session. Whoever finds the address can talk to your model, at your cost.',
    fix: [COMPARE],
    confidence: 'certain',
    source: 'PROTOCOL row 17; AH-22, AH-24, AH-25',
    rank: 11,
  },
  ({ isCaller, fault, opened }) => {
    const words = TAKEN[fault as FaultId];
    if (!isCaller || !opened || !words) return undefined;
    return { ...words, evidence: [moment(opened, `opened came, with the fault ${fault}`)] };
  },
);
