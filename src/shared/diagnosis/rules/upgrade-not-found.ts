import { at, factRule } from '../rule.ts';

export const upgradeNotFound = factRule(
  {
    id: 'upgrade-not-found',
    severity: 'problem',
    title: 'The server does not know this path (404)',
    explanation:
      'Something at this address answered, but not for this path: the Base Connection URI, or the way in which the Connector ID is joined to it, is not what the server expects.',
    fix: [
      'Compare the path with the route of your server; accept base/id, base//id, and the base alone.',
      'Write only the short name as Connector ID.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL 2.2, row 24',
    rank: 11,
    covers: ['call-failed'],
  },
  call => {
    const answer = call.isCaller ? call.upgradeAnswer : undefined;
    if (!answer || answer.status === undefined || answer.status === 101) return undefined;
    const { status, headers = {} } = answer;
    if (!(status === 404 && !(headers['ngrok-error-code'] !== undefined))) return undefined;
    return { evidence: [at(answer, `The upgrade of ${call.connectorTarget} was answered with HTTP ${status}`)] };
  },
);
