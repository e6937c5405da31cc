import { type FaultId, SIGNING_FAULTS } from '../../audiohook/faults.ts';
import { at, factRule } from '../rule.ts';

export const badSignatureBreaksServer = factRule(
  {
    id: 'bad-signature-breaks-server',
    severity: 'problem',
    title: 'A bad signature breaks the server: the connection is dropped, and not refused with 401',
    explanation:
      'This call was made with a fault in its signature, and no refusal came. A server that dies of it dies for all its callers. The usual cause is a comparison that throws when the two signatures differ in length, as crypto.timingSafeEqual in Node does.',
    fix: [
      'Compare the lengths first: if (expected.length !== given.length || !timingSafeEqual(expected, given)) answer 401.',
      'Answer 401 for whatever goes wrong while a signature is read.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL row 18',
    rank: 11,
    covers: ['unreachable', 'upgrade-failed', 'call-failed'],
  },
  ({ isCaller, fault, transportError, upgradeAnswer }) => {
    if (!isCaller || !SIGNING_FAULTS.includes(fault as FaultId)) return undefined;
    const status = upgradeAnswer?.status ?? 0;
    if (status >= 500 && upgradeAnswer)
      return {
        title: `A bad signature breaks the server: it answers HTTP ${status}, and not 401`,
        evidence: [at(upgradeAnswer, `The upgrade with the fault ${fault} was answered with HTTP ${status}`)],
      };
    if (upgradeAnswer || !/ECONNRESET|socket hang up/i.test(transportError?.reason ?? '') || !transportError)
      return undefined;
    return { evidence: [at(transportError, `With the fault ${fault}: ${transportError.reason}`)] };
  },
);
