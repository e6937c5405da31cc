/** From what a person typed to a call under way: the URL as Genesys would build it, headers, open parameters. */
import { joinConnectorId } from '../../../shared/audiohook/connector.ts';
import { AUDIO_CONNECTOR_OFFER } from '../../../shared/audiohook/media.ts';
import type { OpenParameters } from '../../../shared/audiohook/messages.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { maskTarget } from '../../../shared/redaction/mask.ts';
import type { FileRecorder } from '../capture/file-recorder.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { type Credentials, checkCredentials } from '../settings/credentials.ts';
import type { CallerAudio } from './caller-audio.ts';
import { GenesysCall } from './genesys-call.ts';
import { requestHeaders } from './sign-request.ts';

export type CallRequest = {
  /** As typed. */
  url: string;
  /** Joined to the URL; undefined or empty: the URL is used as it is. */
  connectorId: string | undefined;
  credentials: Credentials | undefined;
  source: CallerAudio;
};

export type PlacedCall = { call: GenesysCall; recorder: FileRecorder; url: URL; audiohookId: string };

/** The call's URL, checked. */
export function callUrl(text: string, connectorId: string | undefined): Result<URL, 'bad-url'> {
  const whole = connectorId ? joinConnectorId(text, connectorId) : text;
  let url: URL;
  try {
    url = new URL(whole);
  } catch {
    return fail('bad-url', `"${maskTarget(whole)}" is no URL: write it as ws://host:port/path or wss://host/path.`);
  }
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    const hint = { 'http:': ' Did you mean ws://?', 'https:': ' Did you mean wss://?' }[url.protocol] ?? '';
    return fail('bad-url', `An AudioHook server is reached at ws:// or wss://, not at ${url.protocol}//.${hint}`);
  }
  url.hash = '';
  return ok(url);
}

/** Opens the connection and the caller's own session; what happens then is told by the call. */
export function placeCall(
  request: CallRequest,
  deps: { store: SessionStore; clock: Clock; ids: Ids },
): Result<PlacedCall, 'bad-url' | 'bad-credentials'> {
  const { clock, ids, store } = deps;
  const url = callUrl(request.url, request.connectorId);
  if (!url.ok) return url;
  const { credentials } = request;
  if (credentials) {
    const checked = checkCredentials(credentials);
    if (!checked.ok) return checked;
  }
  const requestIds = { organizationId: ids.uuid(), sessionId: ids.uuid(), correlationId: ids.uuid() };
  const headers = requestHeaders({
    url: url.value,
    ids: requestIds,
    credentials,
    nonce: Buffer.from(ids.bytes(16)).toString('base64'),
    createdS: Math.floor(clock.wallMs() / 1000),
  });
  const open: OpenParameters = {
    organizationId: requestIds.organizationId,
    conversationId: ids.uuid(),
    // Numbers that are reserved for fiction (NANP 555-01xx).
    participant: { id: ids.uuid(), ani: 'tel:+15550100001', aniName: '', dnis: 'tel:+15550100002' },
    media: [...AUDIO_CONNECTOR_OFFER],
    language: 'en-us',
    inputVariables: {},
  };
  const recorder = store.start({
    role: 'client',
    kind: 'call',
    connectorId: request.connectorId ?? url.value.pathname.replace(/^\/+/, ''),
    audiohookId: requestIds.sessionId,
    caller: open.participant.ani,
  });
  if (credentials) {
    recorder.hideSecret('api-key', credentials.apiKey);
    recorder.hideSecret('client-secret', credentials.clientSecret);
  }
  const call = new GenesysCall({
    url: url.value,
    headers,
    sessionId: requestIds.sessionId,
    open,
    source: request.source,
    recorder,
    clock,
  });
  return ok({ call, recorder, url: url.value, audiohookId: requestIds.sessionId });
}
