import { noteRule } from '../note-rule.ts';

export const relayRefused = noteRule(
  {
    id: 'relay-refused',
    severity: 'problem',
    title: 'Your server refused the call',
    explanation:
      'The relay passed the request on, and the answer was no upgrade. 401 and 403: key or signature. 404: the path. Others: a proxy, or the server itself failed.',
    fix: [
      'A signature holds for the host that was called. Give the relay key and secret: it then signs anew, for the name of your server.',
      'See in the note which address was asked: path and Connector ID must be those that your server knows.',
    ],
    confidence: 'certain',
    source: 'the answer that went through the relay',
    rank: 11,
  },
  ({ code, level, data }, { upgrade }) => {
    if (code !== 'relay-answer' || level !== 'problem') return false;
    const status = String(data?.status);
    if (upgrade) return { title: `Your server refused the call (HTTP ${status})` };
    return {
      title: `The model refused your server (HTTP ${status})`,
      explanation:
        'The relay passed your server’s request to the Realtime API on, and the answer was no upgrade. 401: the key. 404: the path or the model’s name. 429: the limits of the account.',
      fix: ['Check key, model and path that your server sends; the body of the answer went to it as it came.'],
    };
  },
);
