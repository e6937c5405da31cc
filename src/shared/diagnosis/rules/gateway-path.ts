import { at, factRule } from '../rule.ts';

/** What Amazon API Gateway puts into its answers. */
const GATEWAY_HEADERS = ['x-amzn-errortype', 'x-amz-apigw-id', 'apigw-requestid'];

export const gatewayPath = factRule(
  {
    id: 'gateway-path',
    severity: 'problem',
    title: 'Amazon API Gateway refuses this path: the Connector ID behind the stage is not allowed',
    explanation:
      'The address of a WebSocket API on an execute-api host ends with its stage, and Genesys Cloud appends the Connector ID to it: for the gateway that is another path. Even without this, its WebSocket APIs take no binary frames (they close with 1003), so no audio would get through.',
    fix: [
      'Host the server behind something that passes any path and binary frames: a load balancer (ALB or NLB) with your own domain and certificate, a container, a virtual machine.',
      'Enter that address as Base Connection URI.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL rows 21, 22; AWS documentation: wss://….execute-api.….amazonaws.com/{stage}',
    rank: 10,
    covers: ['upgrade-refused', 'upgrade-not-found', 'upgrade-failed', 'call-failed'],
  },
  call => {
    const answer = call.isCaller ? call.upgradeAnswer : undefined;
    if (!answer || ![400, 403, 404].includes(answer.status ?? 0)) return undefined;
    const host = call.upgrade?.headers?.host ?? '';
    const names = Object.keys(answer.headers ?? {}).map(name => name.toLowerCase());
    const sign =
      names.find(name => GATEWAY_HEADERS.includes(name)) ?? (/\.execute-api\./.test(host) ? host : undefined);
    if (sign === undefined) return undefined;
    const text = `The upgrade of ${call.connectorTarget} was answered with HTTP ${answer.status} by API Gateway (${sign})`;
    return { evidence: [at(answer, text)] };
  },
);
