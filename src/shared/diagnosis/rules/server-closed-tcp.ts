import { at, duration, factRule } from '../rule.ts';

export const serverClosedTcp = factRule(
  {
    id: 'server-closed-tcp',
    severity: 'problem',
    title: 'The server closed the connection itself',
    explanation:
      'The client closes TCP, after closed. A server that does so first counts as a network failure: the flow takes its failure path, or the session is made again.',
    fix: [
      'To end a call: send disconnect, wait for close, answer closed, and leave the socket to the client.',
      'If you closed nothing: look for a crash, for a proxy’s time-out (the same age each time), or for a refusal of binary frames (code 1003).',
    ],
    confidence: 'certain',
    source: 'AH-16; PROTOCOL rows 36, 48',
    rank: 44,
  },
  ({ isCaller, endedBy, socketClose, closed, close, disconnect, opened, open }) => {
    if (
      !(isCaller || endedBy === 'server') ||
      !socketClose ||
      !open ||
      closed ||
      (socketClose.code === 1000 && close && closed)
    )
      return undefined;
    const after = disconnect
      ? ' right after its disconnect'
      : close
        ? ' in place of closed'
        : opened
          ? ' in the call'
          : ' in place of opened';
    const age = opened ? `, ${duration(socketClose.atMs - opened.atMs)} after opened` : '';
    return {
      title: `The server closed the connection itself${after}`,
      evidence: [
        at(
          socketClose,
          `Closed with code ${socketClose.code ?? 1006}${socketClose.reason ? ` (${socketClose.reason})` : ''}${age}`,
        ),
      ],
    };
  },
);
