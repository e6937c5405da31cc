import { at, factRule } from '../rule.ts';

export const gatewayWithoutBinary = factRule(
  {
    id: 'gateway-without-binary',
    severity: 'problem',
    title: 'The server or its gateway takes no binary frames (code 1003)',
    explanation:
      'The connection was closed when the first audio came. AWS API Gateway’s WebSockets do so: they take text alone.',
    fix: [
      'Host the server behind something that passes binary WebSocket frames: a load balancer (ALB or NLB) with an own name and certificate, a container, a virtual machine.',
    ],
    confidence: 'likely',
    source: 'AWS documentation; PROTOCOL row 21',
    rank: 14,
    covers: ['server-closed-tcp'],
  },
  ({ isTheirServer, socketClose, callerFrames }) => {
    if (!isTheirServer || socketClose?.code !== 1003 || callerFrames.frames === 0 || callerFrames.frames > 10)
      return undefined;
    return { evidence: [at(socketClose, `Closed with code 1003 after ${callerFrames.frames} binary frames`)] };
  },
);
