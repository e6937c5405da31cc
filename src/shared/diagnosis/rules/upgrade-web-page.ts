import { at, factRule } from '../rule.ts';

export const upgradeWebPage = factRule(
  {
    id: 'upgrade-web-page',
    severity: 'problem',
    title: 'A web page answered in place of a WebSocket server',
    explanation:
      'The upgrade was answered like a request of a browser. The address leads to a site, a login page or a proxy that does not hand WebSockets on.',
    fix: [
      'Check host, port and path of the Base Connection URI.',
      'Switch WebSocket upgrades on in the proxy or host.',
    ],
    confidence: 'certain',
    source: 'RFC 6455, section 4; PROTOCOL row 19',
    rank: 11,
    covers: ['call-failed'],
  },
  call => {
    const answer = call.isCaller ? call.upgradeAnswer : undefined;
    if (!answer || answer.status === undefined || answer.status === 101) return undefined;
    const { status, headers = {} } = answer;
    if (
      !(
        (status === 200 ||
          (status >= 400 &&
            ![401, 403, 404].includes(status) &&
            status < 500 &&
            (headers['content-type'] ?? '').includes('text/html'))) &&
        !(headers['ngrok-error-code'] !== undefined)
      )
    )
      return undefined;
    return { evidence: [at(answer, `The upgrade of ${call.connectorTarget} was answered with HTTP ${status}`)] };
  },
);
