import { at, factRule } from '../rule.ts';

export const upgradeFailed = factRule(
  {
    id: 'upgrade-failed',
    severity: 'problem',
    title: 'The server or a proxy before it failed to take the upgrade',
    explanation:
      'The answer was an error instead of 101. 502 and 503 come from a proxy that does not reach the server behind it; 400 and 426 from one that does not see a WebSocket upgrade.',
    fix: [
      'Look into the log of the proxy and of the server for this request.',
      'See that the server runs, and that the proxy hands Upgrade and Connection on.',
    ],
    confidence: 'certain',
    source: 'RFC 6455, section 4',
    rank: 12,
    covers: ['call-failed'],
  },
  call => {
    const answer = call.isCaller ? call.upgradeAnswer : undefined;
    if (!answer || answer.status === undefined || answer.status === 101) return undefined;
    const { status, headers = {} } = answer;
    if (
      !(
        (status >= 500 ||
          (status >= 400 &&
            ![401, 403, 404].includes(status) &&
            !(headers['content-type'] ?? '').includes('text/html')) ||
          (status > 200 && status < 300)) &&
        !(headers['ngrok-error-code'] !== undefined)
      )
    )
      return undefined;
    return { evidence: [at(answer, `The upgrade of ${call.connectorTarget} was answered with HTTP ${status}`)] };
  },
);
