/** From what a person typed to a call under way: the URL as Genesys would build it, headers, open parameters. */
import { type CallOptions, MAX_CUSTOM_CONFIG_BYTES } from '../../../shared/audiohook/call-options.ts';
import { fakeOrganization } from '../../../shared/audiohook/callers.ts';
import { joinConnectorId } from '../../../shared/audiohook/connector.ts';
import { SIGNING_FAULTS } from '../../../shared/audiohook/faults.ts';
import type { Offer } from '../../../shared/audiohook/media.ts';
import type { OpenParameters } from '../../../shared/audiohook/messages.ts';
import { OFFERS } from '../../../shared/audiohook/offers.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { maskTarget } from '../../../shared/redaction/mask.ts';
import type { FileRecorder } from '../capture/file-recorder.ts';
import type { SessionStore } from '../capture/session-store.ts';
import { type Credentials, checkCredentials, pairSecrets } from '../settings/credentials.ts';
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
  options?: CallOptions | undefined;
};

export type PlacedCall = { call: GenesysCall; recorder: FileRecorder; url: URL; audiohookId: string };

/** What the call offers. */
export function offersOf({ offer = 'audio-connector', fault }: CallOptions): readonly Offer[] {
  // Half a sample can only be sent where a sample has two bytes.
  if (fault === 'odd-byte') return OFFERS.l16;
  return typeof offer === 'string' ? OFFERS[offer] : offer;
}

/** True when the caller's line needs its internal channel. */
export function hasInternalChannel(options: CallOptions): boolean {
  return offersOf(options).some(offer => offer.channels.includes('internal'));
}

/** The call's URL, checked. `verbatim`: the Connector ID follows the base as it is, without a slash of ours. */
export function callUrl(text: string, connectorId: string | undefined, verbatim = false): Result<URL, 'bad-url'> {
  const joined = verbatim ? `${text}${connectorId ?? ''}` : joinConnectorId(text, connectorId ?? '');
  const whole = connectorId ? joined : text;
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

type CallDeps = { store: SessionStore; clock: Clock; ids: Ids };

/** Opens the connection and the caller's own session; what happens then is told by the call. */
export function placeCall(
  request: CallRequest,
  deps: CallDeps,
): Result<PlacedCall, 'bad-url' | 'bad-credentials' | 'bad-options'> {
  const { credentials, source, options = {} } = request;
  const url = callUrl(request.url, request.connectorId, options.verbatimJoin);
  if (!url.ok) return url;
  const checked = checkOptions(options, credentials);
  if (!checked.ok) return checked;
  return dial(
    {
      url: url.value,
      connectorId: maskTarget(request.connectorId ?? url.value.pathname.replace(/^\/+/, '')),
      ...{ credentials, source, options },
      open: openIds => openParameters(options, openIds),
    },
    deps,
  );
}

/** Ids that are new for every call. */
export type OpenIds = {
  readonly organizationId: string;
  readonly conversationId: string;
  readonly participantId: string;
};

export type DialRequest = {
  url: URL;
  /** For the list of sessions. */
  connectorId: string;
  credentials: Credentials | undefined;
  source: CallerAudio;
  options: CallOptions;
  open(ids: OpenIds): OpenParameters;
  /** Of a replay: the captured session. */
  replayOf?: string;
  /** Of a replay at another speed than 1. */
  replaySpeed?: number | undefined;
  /** What the caller's speech is paced by; the call's own clock where it is left out. */
  voiceClock?: Clock;
};

/** Dials with new ids and a fresh signature. */
export function dial(request: DialRequest, deps: CallDeps): Result<PlacedCall, 'bad-credentials'> {
  const { clock, ids, store } = deps;
  const { url, credentials, options, replayOf, replaySpeed, voiceClock } = request;
  if (credentials) {
    const checked = checkCredentials(credentials);
    if (!checked.ok) return checked;
  }
  const requestIds = { organizationId: fakeOrganization(ids.uuid()), sessionId: ids.uuid(), correlationId: ids.uuid() };
  const headers = (attempt: number) =>
    requestHeaders({
      url,
      ids: requestIds,
      credentials,
      nonce: Buffer.from(ids.bytes(16)).toString('base64'),
      createdS: Math.floor(clock.wallMs() / 1000),
      order: options.signing?.order,
      label: options.signing?.label,
      attempt,
      fault: options.fault,
    });
  const { organizationId, sessionId } = requestIds;
  const open = request.open({ organizationId, conversationId: ids.uuid(), participantId: ids.uuid() });
  const recorder = store.start(
    {
      role: 'client',
      kind: replayOf === undefined ? 'call' : 'replay',
      connectorId: request.connectorId,
      audiohookId: sessionId,
      caller: open.participant.ani,
      ...(replayOf === undefined ? {} : { replayOf }),
      ...(replaySpeed === undefined ? {} : { replaySpeed }),
    },
    pairSecrets(credentials),
  );
  const call = new GenesysCall({
    url,
    headers,
    sessionId,
    open,
    config: { lenient: options.lenient ?? false, listensOnly: options.offer === 'monitor' },
    retry: options.retry ?? true,
    fault: options.fault,
    source: request.source,
    ...(voiceClock ? { voiceClock } : {}),
    recorder,
    clock,
  });
  return ok({ call, recorder, url, audiohookId: sessionId });
}

function checkOptions(options: CallOptions, credentials: Credentials | undefined): Result<undefined, 'bad-options'> {
  const { fault, customConfig } = options;
  if (fault !== undefined && SIGNING_FAULTS.includes(fault) && !credentials?.clientSecret) {
    return fail('bad-options', `The fault ${fault} is one of the signature: it needs an API key and a client secret.`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(customConfig ?? null));
  if (bytes > MAX_CUSTOM_CONFIG_BYTES) {
    return fail('bad-options', `customConfig has ${bytes} bytes; Genesys Cloud allows ${MAX_CUSTOM_CONFIG_BYTES}.`);
  }
  return ok(undefined);
}

function openParameters(options: CallOptions, ids: OpenIds): OpenParameters {
  const { participant = {}, language = 'en-us', supportedLanguages, customConfig, continuedSessions } = options;
  return {
    organizationId: ids.organizationId,
    conversationId: ids.conversationId,
    participant: {
      id: ids.participantId,
      // Numbers that are reserved for fiction (NANP 555-01xx).
      ani: participant.ani ?? 'tel:+15550100001',
      aniName: participant.aniName ?? '',
      dnis: participant.dnis ?? 'tel:+15550100002',
    },
    media: [...offersOf(options)],
    ...(language === '' ? {} : { language }),
    ...(supportedLanguages ? { supportedLanguages } : {}),
    ...(continuedSessions ? { continuedSessions } : {}),
    ...(customConfig === undefined ? {} : { customConfig }),
    inputVariables: options.inputVariables ?? {},
  };
}
