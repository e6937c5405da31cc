/**
 * Opens the model's WebSocket with the `openai` package. The socket opens in the package's constructor, so whoever
 * awaits this attaches every listener at once, before anything can have come.
 */
import type { ClientRequest } from 'node:http';
import { connect, type NetConnectOpts } from 'node:net';
import OpenAI, { AzureOpenAI } from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import type { ClientOptions } from 'ws';
import { isOfAnyClient } from './connection-log.ts';
import type { RealtimeEndpoint } from './realtime-endpoint.ts';

/** The real API takes 0.8 to 2.1 s; a proxy that swallows the upgrade takes for ever. */
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** The package sets no limit; no event of the API comes near this. */
export const MAX_PAYLOAD_BYTES = 16 * 2 ** 20;
/** What goes over plain text instead of a key. */
const DUMMY_KEY = 'loopback-needs-no-key';
/** The GA protocol; the package wants a version though the URL carries none. */
const AZURE_API_VERSION = '2025-08-28';

export interface OpenRequest {
  readonly endpoint: RealtimeEndpoint;
  readonly apiKey: string;
  readonly model: string;
  /** Told of the upgrade as it is about to be sent. */
  onUpgradeRequest(request: ClientRequest): void;
}

export async function openRealtime({ endpoint, ...request }: OpenRequest): Promise<OpenAIRealtimeWS> {
  const isLoopback = endpoint.kind === 'loopback';
  const apiKey = isLoopback ? DUMMY_KEY : request.apiKey;
  const isAzure = endpoint.azureDeployment !== undefined;
  const credential = isAzure ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` };
  const options: ClientOptions = {
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxPayload: MAX_PAYLOAD_BYTES,
    // Said here too: a credential among the environment's custom headers would else take its place.
    headers: { ...(!endpoint.ofEnvironment && credential), ...endpoint.headers },
    finishRequest: upgrade => {
      if (!endpoint.ofEnvironment) removeForeign(upgrade, Object.keys({ ...credential, ...endpoint.headers }));
      request.onUpgradeRequest(upgrade);
      upgrade.end();
    },
    ...(isLoopback && { createConnection: plainConnection(endpoint.host, endpoint.port) }),
  };
  if (isAzure) {
    // `baseURL: null`: the package would take OPENAI_BASE_URL for it, and refuse both.
    const { baseURL } = endpoint;
    const client = new AzureOpenAI({ endpoint: baseURL, baseURL: null, apiKey, apiVersion: AZURE_API_VERSION });
    return OpenAIRealtimeWS.azure(client, { deploymentName: endpoint.azureDeployment ?? '', options });
  }
  const client = new OpenAI({ apiKey, baseURL: endpoint.baseURL });
  return new OpenAIRealtimeWS({ model: request.model, options }, client);
}

/** The package reads the environment by itself, whatever the address: what it added from there does not leave. */
function removeForeign(upgrade: ClientRequest, own: readonly string[]): void {
  for (const name of upgrade.getHeaderNames()) {
    if (!isOfAnyClient(name) && !own.includes(name)) upgrade.removeHeader(name);
  }
}

/**
 * The package insists on wss; underneath it this opens plain TCP. Host and port come from the checked endpoint, never
 * from the request, and the time-out is passed on: without it the handshake's would be ignored.
 */
function plainConnection(host: string, port: number): typeof connect {
  return ((options: NetConnectOpts) =>
    connect({ host, port, ...(options.timeout && { timeout: options.timeout }) })) as typeof connect;
}
