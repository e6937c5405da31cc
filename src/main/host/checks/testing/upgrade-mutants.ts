/** Defects of the upgrade and of the refusals: the good server with one thing wrong. */
import { PRODUCTION_ORDER } from '../../../../shared/audiohook/signature.ts';
import type { Defect } from './check-server.ts';
import type { GoodServer } from './good-server.ts';

/** By the check that must find it. */
export type Mutants = Readonly<Record<string, Defect>>;

const without = (rule: string): Defect => ({ server: server => void server.rules.delete(rule) });
/** Refuses besides what is wrong also what is right. */
const picky = (rule: Parameters<GoodServer['rules']['set']>[1]): Defect => ({
  server: server => void server.rules.set('picky', rule),
});
const pathOf = (target: string) => target.replace(/\?.*/, '');

export const upgradeMutants: Mutants = {
  'upgrade-accepted': {
    server: server => {
      server.rules.set('nobody', () => true);
      server.refusal = 'HTTP/1.1 302 Found\r\nLocation: https://login.example.test/\r\nContent-Length: 0\r\n\r\n';
    },
  },
  'upgrade-fast': {
    server: server => {
      server.upgradeDelayMs = 3_000;
    },
  },
  'upgrade-nothing-negotiated': {
    server: server => void server.extraHeaders.push('Sec-WebSocket-Protocol: audiohook'),
  },
  'upgrade-production-order': picky(({ signature }) => signature?.components.join() === PRODUCTION_ORDER.join()),
  'upgrade-other-label': picky(({ signature }) => signature !== undefined && signature.label !== 'sig1'),
  // The query is cut off before the signature is verified.
  'upgrade-query': {
    server: server =>
      void server.rules.set('hmac', (knock, { key }) => !server.matches(knock, key, pathOf(knock.target))),
  },
  'upgrade-header-case': picky(({ names }) => names.includes('X-API-KEY')),
  'upgrade-user-agent': picky(({ headers }) => !headers['user-agent']?.startsWith('GenesysCloud')),
  'upgrade-two-slashes': picky(({ target }) => target.includes('//')),
  'upgrade-base-alone': picky(({ target }) => target === '/voice'),

  'refuse-no-key': {
    // Without a key there is nothing to look up, and what is not looked up is let in.
    server: server => {
      for (const [name, rule] of server.rules) {
        server.rules.set(name, (knock, good) => knock.headers['x-api-key'] !== undefined && rule(knock, good));
      }
    },
  },
  'refuse-unknown-key': without('known-key'),
  'refuse-unsigned': {
    server: server => {
      for (const name of ['signed', 'components', 'keyid', 'nonce-length', 'algorithm', 'replay']) {
        const rule = server.rules.get(name);
        if (!rule) continue;
        server.rules.set(name, (knock, good) => knock.signature !== undefined && rule(knock, good));
      }
    },
  },
  'refuse-wrong-signature': {
    server: server => void server.rules.set('hmac', ({ signature }) => signature?.bytes.length !== 32),
  },
  'refuse-secret-as-text': {
    server: server => {
      const text = Buffer.from(server.credentials.clientSecret, 'utf8');
      server.rules.set('hmac', (knock, { key }) => !server.matches(knock, key) && !server.matches(knock, text));
    },
  },
  'refuse-old-signature': without('expired'),
  'refuse-future-signature': without('future'),
  'refuse-other-target': {
    server: server =>
      void server.rules.set(
        'hmac',
        (knock, { key }) => !server.matches(knock, key) && !server.matches(knock, key, '/another/path'),
      ),
  },
  'refuse-uncovered-header': without('components'),
  'refuse-other-keyid': without('keyid'),
  'refuse-short-nonce': without('nonce-length'),
  'refuse-other-algorithm': without('algorithm'),
  'refuse-replayed-nonce': without('replay'),
  'refuse-bad-session-id': without('session-id'),
  'refuse-short-signature': {
    server: server => {
      const { refuse, rules } = server;
      const hmac = rules.get('hmac');
      rules.delete('hmac');
      rules.set('comparison', ({ signature }) => signature?.bytes.length !== 32);
      if (hmac) rules.set('hmac', hmac);
      server.refuse = (socket, rule, admit) => {
        if (rule === 'comparison') socket.destroy();
        else refuse.call(server, socket, rule, admit);
      };
    },
  },
  'refuse-properly': {
    server: server => {
      server.refusal = 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n';
    },
  },
  'refuse-without-detail': {
    server: server => {
      const body = 'The signature does not match.';
      server.refusal = `HTTP/1.1 401 Unauthorized\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
    },
  },
  'refuse-slowly': {
    server: server => {
      server.refusalDelayMs = 0;
    },
  },
};
