import { at, factRule } from '../rule.ts';

export const tunnelDown = factRule(
  {
    id: 'tunnel-down',
    severity: 'problem',
    title: 'The tunnel is down: ngrok answered in place of the server',
    explanation:
      'The address belongs to a tunnel, and the tunnel’s own gateway answered: nothing is connected behind it, or the program behind it does not answer.',
    fix: [
      'Start the tunnel (ERR_NGROK_3200: it is offline), or the server behind it (ERR_NGROK_8012: nothing listens at its port).',
      'A free ngrok address changes with each start unless it is reserved: compare it with the Base Connection URI of the integration.',
    ],
    confidence: 'certain',
    source: 'ngrok’s header ngrok-error-code (3200 offline, 8012 upstream refused)',
    rank: 9,
    covers: ['call-failed'],
  },
  call => {
    const answer = call.isCaller ? call.upgradeAnswer : undefined;
    if (!answer || answer.status === undefined || answer.status === 101) return undefined;
    const { status, headers = {} } = answer;
    if (!(headers['ngrok-error-code'] !== undefined)) return undefined;
    return { evidence: [at(answer, `The upgrade of ${call.connectorTarget} was answered with HTTP ${status}`)] };
  },
);
