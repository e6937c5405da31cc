import { at, factRule } from '../rule.ts';

export const connectionLost = factRule(
  {
    id: 'connection-lost',
    severity: 'problem',
    title: 'The connection was lost: Genesys Cloud sent no close',
    explanation:
      'The client ends a call with close. Here the connection just ended: the network, a tunnel or a proxy on the way cut it, or the test client was stopped.',
    fix: [
      'Compare the age of calls that end so: always the same age is a time-out of a proxy.',
      'Look whether the tunnel was restarted.',
      'In Genesys Cloud: look for an event of AudioHook at this time.',
    ],
    confidence: 'likely',
    source: 'AH-16; PROTOCOL row 48',
    rank: 44,
  },
  ({ isCaller, endedBy, socketClose, close, closed, opened, upgradeAnswer }) => {
    if (isCaller || endedBy === 'server' || !socketClose || close || closed || upgradeAnswer?.status !== 101)
      return undefined;
    const code = socketClose.code ?? 1006;
    return {
      evidence: [at(socketClose, `The connection ended with code ${code}, ${opened ? 'in the call' : 'before open'}`)],
    };
  },
);
