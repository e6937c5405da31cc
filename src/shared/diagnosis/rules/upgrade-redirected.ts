import { at, factRule } from '../rule.ts';

export const upgradeRedirected = factRule(
  {
    id: 'upgrade-redirected',
    severity: 'problem',
    title: 'The server redirects, and Genesys Cloud does not follow',
    explanation: 'The upgrade was answered with a redirect: often to a login page, or from http to https.',
    fix: [
      'Give the final address as Base Connection URI.',
      'Take the path out of single sign-on: key and signature protect it.',
    ],
    confidence: 'certain',
    source: 'reference client follows no redirect; PROTOCOL row 19',
    rank: 11,
    covers: ['call-failed'],
  },
  call => {
    const answer = call.isCaller ? call.upgradeAnswer : undefined;
    if (!answer || answer.status === undefined || answer.status === 101) return undefined;
    const { status } = answer;
    if (!(status >= 300 && status < 400)) return undefined;
    return { evidence: [at(answer, `The upgrade of ${call.connectorTarget} was answered with HTTP ${status}`)] };
  },
);
