/** The life of the model's socket as events of the session, and in words for a person. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { NewSessionEvent } from '../../../../shared/events/session-event.ts';
import { maskHeaders, maskTarget, secretMark } from '../../../../shared/redaction/mask.ts';
import type { SessionRecorder } from '../../capture/session-recorder.ts';

type ConnectionFields = Omit<Extract<NewSessionEvent, { type: 'connection' }>, 'leg' | 'type'>;

export function logConnection(recorder: SessionRecorder, fields: ConnectionFields): void {
  recorder.append({ leg: 'bot', type: 'connection', ...fields });
}

/** Headers of an upgrade that every client sends. */
const OF_ANY_CLIENT = /^(?:host|connection|upgrade|user-agent|sec-websocket-.+)$/;

export function isOfAnyClient(header: string): boolean {
  return OF_ANY_CLIENT.test(header);
}

const SHOWN = new Set(['openai-organization', 'openai-project']);

/**
 * The upgrade as it was sent; the key is masked here already, whatever the recorder knows, and so are headers of the
 * user's own (OPENAI_CUSTOM_HEADERS), which may hold anything.
 */
export function logUpgrade(recorder: SessionRecorder, request: ClientRequest): void {
  const sent = Object.entries(request.getHeaders()).map(([name, value]) => [
    name,
    isOfAnyClient(name) || SHOWN.has(name) ? value?.toString() : secretMark(name),
  ]);
  logConnection(recorder, {
    phase: 'upgrade',
    direction: 'out',
    method: request.method,
    target: maskTarget(request.path),
    headers: maskHeaders(Object.fromEntries(sent)),
  });
}

/** The answer's headers, as one string each. */
export function headersOf(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    headers[name] = name === 'set-cookie' ? '«secret:cookie»' : Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return headers;
}

/** Why an upgrade was answered with something else, in one sentence. */
export function refusalText(where: string, response: IncomingMessage): string {
  const status = response.statusCode ?? 0;
  const kind = response.headers['content-type'] ?? 'no content type';
  if (status === 401 || status === 403) return `${where} refused the API key (HTTP ${status}).`;
  if (status === 404) return `${where} has no Realtime API at this address (HTTP 404); check the base URL.`;
  if (status === 429) return `${where} refused the connection for now: too many requests or no quota (HTTP 429).`;
  if (status >= 500) return `${where} failed to open a session (HTTP ${status}).`;
  return `${where} answered the WebSocket handshake with HTTP ${status} (${kind}); check the base URL.`;
}

/** Codes of Node's TLS: what they begin with. */
const TLS_FAULTS = /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER))/;

/** Why the transport failed, in a few words. */
export function failureText(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (TLS_FAULTS.test(code)) {
    return `TLS failed (${code}): its certificate is not trusted, or it does not speak TLS at this port`;
  }
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return 'it sent an event of more than 16 MiB';
  return cause.message;
}
