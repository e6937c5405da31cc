import { type FaultId, SIGNING_FAULTS } from '../../audiohook/faults.ts';
import type { CallFacts } from '../call-facts.ts';
import { at, type Found, factRule } from '../rule.ts';

/** Of a call that was made to be refused. */
const AS_IT_SHOULD: Omit<Found, 'evidence'> = {
  severity: 'note',
  title: 'The server refused the bad signature, as it should',
  explanation: 'This call was made with a fault in its signature, and the upgrade was answered with 401 or 403.',
  fix: ['Nothing.'],
};

/** Of a call that was made without credentials. */
const WITHOUT_KEY: Omit<Found, 'evidence'> = {
  title: 'The server wants an API key, and none was sent',
  explanation: 'The server was reached, and answered 401 or 403 to a request without X-API-KEY and signature.',
  fix: [
    'Give the call the API key of the server, and its client secret if it has one (call: --api-key, --client-secret).',
    'If a console answers there: call with its --data-dir, which has both.',
  ],
};

function wasAskedFor({ fault }: CallFacts): boolean {
  return SIGNING_FAULTS.includes(fault as FaultId);
}

export const upgradeRefused = factRule(
  {
    id: 'upgrade-refused',
    severity: 'problem',
    title: 'The server refuses the API key or the signature',
    explanation:
      'The server was reached, and answered 401 or 403. It says no more on purpose; its own log says which of the two it is.',
    fix: [
      'Compare API key and client secret with those of the server, character by character.',
      'If it is your own server: see that it base64-decodes the secret, follows the order of Signature-Input, and signs over the path and host as they arrive.',
      'If no secret is set on the calling side, the request is unsigned: the server may demand a signature.',
    ],
    confidence: 'certain',
    source: 'AH-20, AH-25; documentation (401 without detail)',
    rank: 10,
    covers: ['call-failed', 'connector-id-is-uuid'],
  },
  call => {
    const answer = call.isCaller ? call.upgradeAnswer : undefined;
    if (!answer || answer.status === undefined || answer.status === 101) return undefined;
    const { status, headers = {} } = answer;
    if (!((status === 401 || status === 403) && !(headers['ngrok-error-code'] !== undefined))) return undefined;
    const evidence = [at(answer, `The upgrade of ${call.connectorTarget} was answered with HTTP ${status}`)];
    const sent = call.upgrade?.headers;
    if (sent && sent['x-api-key'] === undefined) return { ...WITHOUT_KEY, evidence };
    return wasAskedFor(call) ? { ...AS_IT_SHOULD, evidence } : { evidence };
  },
);
