import { at, factRule } from '../rule.ts';

/** A second scheme inside the path, written plainly or escaped. */
const INNER_URL = /(?:wss?|https?)(?::|%3a)(?:\/|%2f){1,2}/i;

export const connectorIdIsUrl = factRule(
  {
    id: 'connector-id-is-url',
    severity: 'problem',
    title: 'The Connector ID is a whole URL: it must be the short name that follows the address',
    explanation:
      'Genesys Cloud joins the Base Connection URI of the integration and the Connector ID of the Call Audio Connector action. With a URL in both, it calls an address with a URL inside.',
    fix: [
      'In Architect, in the Call Audio Connector action, write only the last part as Connector ID, such as demo-bot.',
      'Leave the address in the integration’s Base Connection URI.',
    ],
    confidence: 'certain',
    source: 'PROTOCOL 2.2 (Base URI + Connector ID); NoResourceError in reports',
    rank: 2,
  },
  call => {
    const target = call.connectorTarget.replace(/^wss?:\/\/[^/]*/i, '');
    return call.upgrade && INNER_URL.test(target)
      ? { evidence: [at(call.upgrade, `The request asks for ${target}`)] }
      : undefined;
  },
);
