/** Whether genuine requests get in. PROTOCOL sections 1 and 2. */
import { bad, type Check, type Facts, good, type Judgement, na } from './check.ts';
import type { CheckCall } from './check-call.ts';
import { openedOf } from './moves.ts';

const group = 'upgrade and security';

/** The answer to an upgrade that must succeed. */
function admitted(call: CheckCall, what: string): Judgement {
  const { answer } = call;
  if (!answer) return bad(`${what} was not answered.`);
  if (answer.status !== 101) return bad(`${what} was answered with HTTP ${answer.status}.`);
  return openedOf(call) ? good(`${what} was answered with 101, and opened.`) : bad(`${what} got 101, but no opened.`);
}

const withSecret = ({ hasSecret }: Facts) =>
  hasSecret ? undefined : 'Needs an API key and a client secret: give --api-key and --client-secret.';

export const upgradeChecks: readonly Check[] = [
  {
    id: 'upgrade-accepted',
    group,
    title: 'A genuine upgrade is answered with 101',
    rule: 'AH-20',
    source: 'Genesys documentation; RFC 6455',
    certainty: 'documented',
    fix: 'Answer the WebSocket upgrade with 101 on the very path that is configured; follow no login page, no redirect. If it is 401, compare API key and client secret; if 404, the path and the Connector ID.',
    judgesOpening: true,
    calls: ['ordinary'],
    judge: ({ answer }) => {
      if (!answer) return bad('The upgrade was not answered within 5 s.');
      const to = answer.headers.location ? ` to ${answer.headers.location.replace(/\?.*/, '')}` : '';
      if (answer.status >= 300 && answer.status < 400) {
        return bad(`The upgrade was redirected (HTTP ${answer.status}${to}), which Genesys Cloud does not follow.`);
      }
      return answer.status === 101
        ? good('The upgrade was answered with 101.')
        : bad(`The upgrade was answered with HTTP ${answer.status}.`);
    },
  },
  {
    id: 'upgrade-fast',
    group,
    title: 'The upgrade is answered within 2 s',
    source: 'signatures live 10 s, and the caller hears nothing meanwhile',
    certainty: 'ours',
    breach: 'warn',
    fix: 'Do nothing slow before the answer to the upgrade: keep an instance warm, look up nothing but the key.',
    judgesOpening: true,
    calls: ['ordinary'],
    judge: ({ answer }) => {
      if (answer?.status !== 101) return na('The upgrade was not accepted.');
      return answer.atMs <= 2_000
        ? good(`101 came after ${Math.round(answer.atMs)} ms.`)
        : bad(`101 came after ${(answer.atMs / 1000).toFixed(1)} s.`);
    },
  },
  {
    id: 'upgrade-nothing-negotiated',
    group,
    title: 'The answer selects no subprotocol and no extension that was not asked for',
    source: 'RFC 6455, section 4.1; Genesys Cloud asks for none',
    certainty: 'observed',
    fix: 'Leave Sec-WebSocket-Protocol and Sec-WebSocket-Extensions out of the 101: nothing was offered.',
    judgesOpening: true,
    calls: ['ordinary'],
    judge: ({ answer }) => {
      if (answer?.status !== 101) return na('The upgrade was not accepted.');
      const names = ['sec-websocket-protocol', 'sec-websocket-extensions'].filter(name => answer.headers[name]);
      return names.length === 0 ? good('Neither header is in the 101.') : bad(`The 101 has ${names.join(' and ')}.`);
    },
  },
  {
    id: 'upgrade-production-order',
    group,
    title: "A signature in production's order of components is accepted",
    rule: 'AH-23',
    source: 'captured production request',
    certainty: 'observed',
    fix: 'Build the signature base from Signature-Input as it came: components and parameters in its order, not in that of the documentation.',
    unless: withSecret,
    judgesOpening: true,
    calls: ['production-order'],
    judge: call => admitted(call, 'The same request, signed in the order of production traffic,'),
  },
  {
    id: 'upgrade-other-label',
    group,
    title: 'The label of the signature is read, not assumed',
    rule: 'AH-23',
    source: 'HTTP message signatures draft',
    certainty: 'ours',
    breach: 'warn',
    fix: 'Take the label that Signature and Signature-Input have in common, instead of "sig1".',
    unless: withSecret,
    judgesOpening: true,
    calls: ['other-label'],
    judge: call => admitted(call, 'A request with the label "genesys" instead of "sig1"'),
  },
  {
    id: 'upgrade-query',
    group,
    title: 'A Connection URI with a query string works, and the query is part of what is signed',
    rule: 'AH-25',
    source: 'Genesys documentation (@request-target is path and query)',
    certainty: 'documented',
    fix: 'Route on the path alone, and verify the signature over the request target as received, with its query.',
    judgesOpening: true,
    calls: ['with-query'],
    judge: call => admitted(call, 'A request with "?check=1" behind the path'),
  },
  {
    id: 'upgrade-header-case',
    group,
    title: 'Header names count whatever their case',
    source: 'RFC 9110, section 5.1',
    certainty: 'documented',
    fix: 'Compare header names without regard to case.',
    judgesOpening: true,
    calls: ['upper-case-headers'],
    judge: call => admitted(call, 'A request with upper-case header names'),
  },
  {
    id: 'upgrade-user-agent',
    group,
    title: 'The User-Agent decides nothing',
    source: 'the value is a sample of the documentation, no promise',
    certainty: 'ours',
    breach: 'warn',
    fix: 'Do not gate on the User-Agent: key and signature say who calls.',
    judgesOpening: true,
    calls: ['other-user-agent'],
    judge: call => admitted(call, 'A request with another User-Agent'),
  },
  {
    id: 'upgrade-two-slashes',
    group,
    title: 'Two slashes before the Connector ID lead to the same place',
    source: 'who supplies the slash is not established',
    certainty: 'second-hand',
    breach: 'warn',
    fix: 'Accept none, one and two slashes where base and Connector ID meet; verify the signature before the path is normalised.',
    profiles: ['audio-connector'],
    unless: ({ connectorId }) => (connectorId === '' ? 'No Connector ID was given.' : undefined),
    judgesOpening: true,
    calls: ['two-slashes'],
    judge: call => admitted(call, 'A request with two slashes before the Connector ID'),
  },
  {
    id: 'upgrade-base-alone',
    group,
    title: 'The base address alone accepts an upgrade, as the connection probe may need it',
    source: 'no Connector ID exists when the integration is activated',
    certainty: 'second-hand',
    breach: 'warn',
    fix: 'Answer the upgrade on the Base Connection URI too: the probe presumably calls it without a Connector ID.',
    profiles: ['audio-connector'],
    unless: ({ connectorId }) => (connectorId === '' ? 'No Connector ID was given: the base was called.' : undefined),
    judgesOpening: true,
    calls: ['base-alone'],
    judge: call => admitted(call, 'The base address without Connector ID'),
  },
];
