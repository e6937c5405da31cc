/** What happens before a call: addresses, proxies, signatures. */
import { createHmac } from 'node:crypto';
import { DOCS_ORDER, PRODUCTION_ORDER, parseSignature, signatureBase } from '../../../../shared/audiohook/signature.ts';
import { upgradeMutants } from '../../checks/testing/upgrade-mutants.ts';
import { KEYS, type SeedBench } from './seed-calls.ts';
import { greeter, mutant, type Seed, server } from './seed-parts.ts';

/** A call to the console's own server, through a proxy that changes the head of the request. */
const proxied =
  (change: (head: string) => string, path = '') =>
  (bench: SeedBench) =>
    bench.console(greeter, { proxy: { change, path }, options: { retry: false } });

/** The lines of the headers without those whose names begin so. */
const without = (name: string) => (head: string) => head.replace(new RegExp(`^${name}[^:]*:.*\r\n`, 'gim'), '');

const rewritesHost = (head: string) =>
  head.replace(/^host: (.*)\r\n/im, 'Host: bot.internal:8080\r\nX-Forwarded-Host: $1\r\n');

/** Signs the components in the documented order, and names them in another. */
function signsInAnotherOrder(head: string): string {
  const lines = head.split('\r\n');
  const [, target = ''] = lines[0]?.split(' ') ?? [];
  const headers: Record<string, string> = {};
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const names = (order: readonly string[]) => order.map(name => `"${name}"`).join(' ');
  const input = (headers['signature-input'] ?? '').replace(names(DOCS_ORDER), names(PRODUCTION_ORDER));
  const parsed = parseSignature(input, headers.signature ?? '');
  if (!parsed.ok) throw new Error(parsed.error.message);
  const request = { target, authority: headers.host ?? '', headers };
  const base = signatureBase(request, DOCS_ORDER, parsed.value.canonicalParams);
  if (!base.ok) throw new Error(base.error.message);
  const key = Buffer.from(KEYS.clientSecret, 'base64');
  const signature = `sig1=:${createHmac('sha256', key).update(base.value).digest('base64')}:`;
  return head
    .replace(/^signature-input:.*$/im, `signature-input: ${input}`)
    .replace(/^signature:.*$/im, `signature: ${signature}`);
}

export const UPGRADES: readonly Seed[] = [
  {
    symptom: 'another API key',
    play: b => b.console(greeter, { credentials: { ...KEYS, apiKey: 'b3RoZXI=' } }),
    first: 'unknown-api-key',
    says: 'The API key of the request',
  },
  {
    symptom: 'an old signature',
    play: b => b.console(greeter, { options: { fault: 'stale-signature' } }),
    first: 'clock-off',
    says: 'The clocks differ',
  },
  {
    symptom: 'a refusal by 503',
    play: server(mutant(upgradeMutants, 'refuse-properly'), { credentials: { ...KEYS, clientSecret: '' } }),
    first: 'upgrade-failed',
    says: 'The server or a proxy',
  },
  {
    symptom: 'wrong key at a server',
    play: server({}, { credentials: { ...KEYS, apiKey: 'b3RoZXI=' } }),
    first: 'upgrade-refused',
    says: 'The server refuses the API key',
  },
  {
    symptom: 'a redirect',
    play: server(mutant(upgradeMutants, 'upgrade-accepted')),
    first: 'upgrade-redirected',
    says: 'The server redirects',
  },
  {
    symptom: 'no such path',
    play: async b => b.server({}, { url: await b.answers(404, {}) }),
    first: 'upgrade-not-found',
    says: 'The server does not know this path',
  },
  {
    symptom: 'a web page',
    play: async b => b.server({}, { url: await b.answers(200, { 'content-type': 'text/html' }) }),
    first: 'upgrade-web-page',
    says: 'A web page answered',
  },
  {
    symptom: 'nothing listens',
    play: server({}, { url: 'ws://127.0.0.1:9/', options: { retry: false } }),
    first: 'nothing-listens',
    says: 'Nothing listens',
  },
  {
    symptom: 'a proxy that writes another Host',
    play: proxied(rewritesHost),
    first: 'signature-other-host',
    says: 'A proxy changed the Host header, so the signature does not match',
  },
  {
    symptom: 'a gateway that strips the prefix of the path',
    play: proxied(
      head => head.replace(' /gateway/', ' /').replace('\r\n', '\r\nX-Forwarded-Prefix: /gateway\r\n'),
      'gateway/',
    ),
    first: 'signature-other-path',
    says: 'Something on the way changed the path or the query, so the signature does not match',
  },
  {
    symptom: 'a signer with an order of its own',
    play: proxied(signsInAnotherOrder),
    first: 'signature-order',
    says: 'The signature was made over the components in another order than Signature-Input says',
  },
  {
    symptom: 'a signature that is cut',
    play: proxied(head => head.replace(/^(signature-input: .{80}).*$/im, '$1')),
    first: 'signature-malformed',
    says: 'The signature headers are not as they must be',
  },
  {
    symptom: 'the same request twice',
    play: b => b.console(greeter, { options: { fault: 'replayed-nonce' } }),
    first: 'replayed-request',
    says: 'The very same signed request came twice',
  },
  {
    symptom: 'a client without the headers of Genesys Cloud',
    play: proxied(without('audiohook-(?:organization|correlation)')),
    first: 'identity-headers',
    says: 'An Audiohook id header is missing or no UUID: this is not Genesys Cloud',
  },
  {
    symptom: 'a proxy that spoils the handshake',
    play: proxied(without('sec-websocket-key')),
    first: 'not-a-websocket',
    says: 'The request is no WebSocket handshake',
  },
  {
    symptom: 'a Connector ID that nobody knows',
    play: b =>
      b.console(greeter, { settings: { server: { unknownConnector: 'refuse' }, profiles: [{ match: 'sales' }] } }),
    first: 'unknown-connector',
    says: 'No connector profile fits this Connector ID',
  },
  {
    symptom: 'wss to a server without TLS',
    play: async b =>
      b.server({}, { url: (await b.answers(101, {})).replace('ws:', 'wss:'), options: { retry: false } }),
    first: 'tls-failed',
    says: 'TLS failed: Genesys Cloud would not connect either',
  },
  {
    symptom: 'a host that does not exist',
    // A label of more than 63 letters exists nowhere, and nobody need be asked.
    play: server({}, { url: `ws://${'a'.repeat(64)}.example.com/`, options: { retry: false } }),
    first: 'name-unknown',
    says: 'The host name of the address does not exist',
  },
  {
    symptom: 'a server that drops the upgrade',
    play: async b =>
      b.server({}, { url: await b.atFirstBytes(socket => socket.resetAndDestroy()), options: { retry: false } }),
    first: 'unreachable',
    says: 'The server was not reached, or did not answer the upgrade within 5 s',
  },
  {
    symptom: 'an address where no HTTP is spoken',
    play: async b =>
      b.server(
        {},
        {
          url: await b.atFirstBytes(socket => socket.end('220 mail.example.com ESMTP\r\n')),
          options: { retry: false },
        },
      ),
    first: 'call-failed',
    says: 'What answers at this address does not speak HTTP: it is another kind of server',
  },
  {
    symptom: 'a server that takes any signature',
    play: server(mutant(upgradeMutants, 'refuse-wrong-signature'), {
      options: { fault: 'wrong-signature' },
      lastMs: 2_000,
    }),
    first: 'signature-not-checked',
    says: 'Anybody gets in: the server takes a wrong signature',
  },
  {
    symptom: 'a server that takes the secret as text, too',
    play: server(mutant(upgradeMutants, 'refuse-secret-as-text'), {
      options: { fault: 'raw-secret-signature' },
      lastMs: 2_000,
    }),
    first: 'signature-not-checked',
    says: 'The server uses the client secret as text',
  },
  {
    symptom: 'a server that breaks at a short signature',
    play: server(mutant(upgradeMutants, 'refuse-short-signature'), { options: { fault: 'short-signature' } }),
    first: 'bad-signature-breaks-server',
    says: 'A bad signature breaks the server: the connection is dropped, and not refused with 401',
  },
  {
    symptom: 'a Connector ID behind the stage of API Gateway',
    play: async b => b.server({}, { url: await b.answers(403, { 'x-amzn-ErrorType': 'ForbiddenException' }) }),
    first: 'gateway-path',
    says: 'Amazon API Gateway refuses this path: the Connector ID behind the stage is not allowed',
  },
  {
    symptom: 'an upgrade that takes seconds',
    play: server(
      {
        server: good => {
          good.upgradeDelayMs = 3_000;
          // It looks at the signature after the delay, and by the time of the world: on a busy machine it is old by then.
          good.rules.delete('expired');
        },
      },
      { lastMs: 4_000 },
    ),
    first: 'upgrade-slow',
    says: 'The upgrade (HTTP 101) is answered late: the caller waits in silence',
  },
];
