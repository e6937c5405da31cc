/** A wscat command again, beside the handshake of Genesys Cloud at the same server: what the command did not try. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { fakeOrganization } from '../../../shared/audiohook/callers.ts';
import { joinConnectorId } from '../../../shared/audiohook/connector.ts';
import { OPEN_TIMEOUT_MS } from '../../../shared/audiohook/limits.ts';
import type { WscatDifference, WscatStep } from '../../../shared/contract/setup-contract.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { maskTarget } from '../../../shared/redaction/mask.ts';
import { type PastedCommand, readCommand } from '../../../shared/setup/pasted.ts';
import { CheckCall } from '../checks/check-call.ts';
import * as moves from '../checks/moves.ts';
import { reachScenarios } from '../checks/reach-scenarios.ts';
import type { CheckDeps } from '../checks/run-checks.ts';
import { upgradeHeaders } from '../checks/signed-upgrade.ts';
import { connectFailure } from '../genesys-client/connect-failure.ts';
import type { Credentials } from '../settings/credentials.ts';

export type WscatRequest = {
  command: string;
  connectorId: string;
  credentials: Credentials | undefined;
  /** Ends both calls. */
  signal: AbortSignal;
  onStep(step: WscatStep): void;
};
export type Comparison = { wscat: string; genesys: string; differences: WscatDifference[]; sessionIds: string[] };

/** How long a person would look at wscat's prompt before taking it for proof, ms. */
const LOOK_MS = 1_500;

export async function compareWscat(
  request: WscatRequest,
  deps: CheckDeps,
): Promise<Result<Comparison, 'bad-command' | 'unreachable' | 'cancelled'>> {
  const command = readCommand(request.command);
  const url = command && URL.parse(command.url.replace(/^http/i, 'ws'));
  if (!command || !url || !/^wss?:$/.test(url.protocol)) {
    return fail('bad-command', 'This is no wscat command with an address: write wscat -c wss://host/path.');
  }
  const unsendable = unsendableHeader(command.headers);
  if (unsendable !== undefined) return fail('bad-command', unsendable);
  // It is the browser's own, and never sent.
  url.hash = '';
  request.onStep('command');
  const plain = await asWscat(command, url, request.signal, deps);
  if (!plain.answer && plain.failure) {
    await plain.finish('wscat again');
    return fail('unreachable', connectFailure(url, plain.failure));
  }
  if (request.signal.aborted) {
    await plain.finish('wscat again, cancelled');
    return fail('cancelled', 'It was cancelled.');
  }
  request.onStep('handshake');
  const real = await asGenesys(url, request, deps);
  for (const [call, outcome] of [
    [plain, 'wscat again'],
    [real.call, 'the real handshake, beside wscat'],
  ] as const) {
    await call.finish(outcome);
  }
  return ok({
    wscat: fared(plain),
    genesys: fared(real.call),
    differences: differences(command, url, request, plain, real),
    sessionIds: [plain.sessionId, real.call.sessionId],
  });
}

/** Names the header that HTTP does not allow, without its value. */
function unsendableHeader(headers: Readonly<Record<string, string>>): string | undefined {
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      // What is wrong with it is said in our words: Node's name its codes, and may quote the value.
      return `The header ${JSON.stringify(name)} cannot be sent: a name has letters, digits and hyphens, a value no line breaks and only Latin letters. Write -H "name: value".`;
    }
  }
  return undefined;
}

/** Opens, says nothing, looks. */
async function asWscat({ headers }: PastedCommand, url: URL, signal: AbortSignal, deps: CheckDeps): Promise<CheckCall> {
  const call = begin(url, headers, signal, deps);
  await call.until(OPEN_TIMEOUT_MS, () => (call.answer || call.failure ? true : undefined));
  await call.wait(LOOK_MS);
  return call;
}

type RealCall = { call: CheckCall; url: URL };

async function asGenesys(
  url: URL,
  { connectorId, credentials, signal }: WscatRequest,
  deps: CheckDeps,
): Promise<RealCall> {
  const id = connectorId.trim();
  const isThere = id === '' || url.pathname.endsWith(`/${id}`);
  const called = isThere ? url : new URL(joinConnectorId(url.href, id));
  const ids = {
    organizationId: fakeOrganization(deps.ids.uuid()),
    sessionId: deps.ids.uuid(),
    correlationId: deps.ids.uuid(),
  };
  const nonce = Buffer.from(deps.ids.bytes(16)).toString('base64');
  const headers = upgradeHeaders({ url: called, ids, credentials, nonce, nowS: deps.clock.wallMs() / 1000 });
  const call = begin(called, headers, signal, deps, ids, credentials);
  await reachScenarios['short-call'].run(call, 'audio-connector');
  return { call, url: called };
}

function begin(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  { clock, ids: makeIds, record }: CheckDeps,
  ids = { organizationId: makeIds.uuid(), sessionId: makeIds.uuid(), correlationId: makeIds.uuid() },
  credentials?: Credentials,
): CheckCall {
  const recorder = record({
    role: 'client',
    kind: 'call',
    connectorId: url.pathname.replace(/^\/+/, ''),
    audiohookId: ids.sessionId,
  });
  for (const [name, value] of Object.entries(credentials ?? {})) recorder.hideSecret(name, String(value));
  const call = new CheckCall({ url, headers: { ...headers }, ids, recorder, clock, upgradeTimeoutMs: OPEN_TIMEOUT_MS });
  if (signal.aborted) call.abort();
  else signal.addEventListener('abort', () => call.abort(), { once: true });
  return call;
}

function fared(call: CheckCall): string {
  const { answer, close } = call;
  if (!answer) return 'the upgrade was not answered';
  if (answer.status !== 101) return `HTTP ${answer.status}`;
  const heard = call.heard().reduce((sum, { audio }) => sum + audio.length, 0);
  const opened = moves.openedOf(call) ? ', opened' : '';
  const sound = heard > 0 ? `, ${(heard / 8000).toFixed(1)} s of audio back` : '';
  return `101${opened}${sound}${close?.byServer ? `, then closed by the server (${close.code})` : ''}`;
}

function differences(
  { headers }: PastedCommand,
  url: URL,
  { credentials }: WscatRequest,
  plain: CheckCall,
  real: RealCall,
): WscatDifference[] {
  const found: WscatDifference[] = [];
  const add = (what: string, wscat: string, genesys: string, means: string) =>
    found.push({ what, wscat, genesys, means });
  const target = (of: URL) => maskTarget(`${of.pathname}${of.search}`);
  if (real.url.href !== url.href) {
    add(
      'path',
      target(url),
      target(real.url),
      'Genesys Cloud appends the Connector ID: the server has to answer there.',
    );
  }
  for (const [name, shown, means] of [
    ['x-api-key', 'the API key', 'A server that asks for the key refuses wscat, or never looked.'],
    ['signature', 'an HMAC signature', 'Whether the server verifies it right, wscat cannot show.'],
    [
      'audiohook-session-id',
      'UUIDs of organization, session and correlation',
      'A server that needs them fails without.',
    ],
  ] as const) {
    const sent = name === 'x-api-key' || name === 'signature' ? credentials !== undefined : true;
    if (headers[name] === undefined && sent) add(shown, 'not sent', 'sent', means);
  }
  add('first message', 'none', 'open, within the first moment', answerTo(real.call));
  const bytes = real.call.entries.reduce(
    (sum, one) => (one.kind === 'audio' && one.direction === 'out' ? sum + one.audio.length : sum),
    0,
  );
  add(
    'binary frames',
    'none',
    bytes > 0 ? `${(bytes / 8000).toFixed(1)} s of audio` : 'none: it did not come so far',
    closeOf(real.call),
  );
  const [one, other] = [plain.answer?.status, real.call.answer?.status];
  if (one !== other) {
    add(
      'answer to the upgrade',
      `HTTP ${one ?? 'none'}`,
      `HTTP ${other ?? 'none'}`,
      'What wscat proved is not what Genesys Cloud gets.',
    );
  }
  return found;
}

function answerTo(call: CheckCall): string {
  if (call.answer?.status !== 101) return 'It was not sent: the upgrade was refused.';
  if (moves.openedOf(call)) return 'It was answered with opened.';
  const disconnect = moves.disconnectOf(call);
  return disconnect
    ? 'It was answered with disconnect.'
    : 'It was not answered: this is where Genesys Cloud gives up after 5 s.';
}

function closeOf({ close, answer }: CheckCall): string {
  if (close?.byServer && close.code === 1003)
    return 'The connection was closed with 1003: something on the way takes none.';
  return answer?.status === 101
    ? 'Caller audio is binary: a gateway that takes only text ends the call here.'
    : 'It was not tried.';
}
