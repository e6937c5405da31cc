import { noteRule } from '../note-rule.ts';

export const notAWebsocket = noteRule(
  {
    id: 'not-a-websocket',
    severity: 'problem',
    title: 'The request is no WebSocket handshake',
    explanation:
      'Key and signature are right, but Upgrade, Sec-WebSocket-Key or Sec-WebSocket-Version: 13 are missing. Usually a proxy does not hand WebSocket upgrades on.',
    fix: [
      'In nginx: proxy_http_version 1.1, and set Upgrade and Connection. In other proxies: switch WebSockets on for this path.',
    ],
    confidence: 'certain',
    source: 'AH-29; RFC 6455, section 4',
    rank: 7,
  },
  note => note.code === 'AH-29',
);
