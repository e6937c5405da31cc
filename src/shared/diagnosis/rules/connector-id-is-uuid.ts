import { at, factRule } from '../rule.ts';

const LAST_PART_UUID = /\/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?:[?#].*)?$/i;

export const connectorIdIsUuid = factRule(
  {
    id: 'connector-id-is-uuid',
    severity: 'warning',
    title: 'The Connector ID is a UUID: probably the id of the integration, not the name of a bot',
    explanation:
      'The Connector ID is a name of your own choice: it follows the address, and tells the server which bot is wanted. The integration’s own id (in the address line of Admin) is something else, and Genesys Cloud does not need it here.',
    fix: [
      'In Architect, in the Call Audio Connector action, write the name that your server knows, such as demo-bot.',
      'If your server really names its bots by UUIDs, nothing is wrong here.',
    ],
    confidence: 'likely',
    source: 'PROTOCOL 2.2; users ask “what is a Connector ID?”',
    rank: 9,
  },
  call => {
    if (!call.upgrade || call.isProbe || !LAST_PART_UUID.test(call.connectorTarget)) return undefined;
    const refused = call.disconnect !== undefined && !call.opened;
    return {
      evidence: [at(call.upgrade, `The request asks for ${call.connectorTarget}`)],
      ...(refused ? { severity: 'problem', confidence: 'certain' } : {}),
    };
  },
);
