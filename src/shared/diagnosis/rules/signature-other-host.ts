import { noteRule } from '../note-rule.ts';

export const signatureOtherHost = noteRule(
  {
    id: 'signature-other-host',
    severity: 'problem',
    title: 'A proxy changed the Host header, so the signature does not match',
    explanation:
      'Genesys Cloud signs the host that it calls. The signature matches for the public host, and not for the one that arrived: a proxy or tunnel rewrote it.',
    fix: [
      'Set server.publicAuthority (settings.json) to the public host.',
      'Or let the proxy pass the Host header through (ngrok: without --host-header).',
    ],
    confidence: 'certain',
    source: 'AH-25; verified with the other host',
    rank: 4,
  },
  note => note.code === 'AH-25' && /when the host is/.test(note.text),
);
