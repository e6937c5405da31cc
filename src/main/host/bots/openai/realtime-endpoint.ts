/** Where the model is, and how it may be reached. */
import { fail, ok, type Result } from '../../../../shared/lib/result.ts';
import type { RealtimeOptions } from '../../../../shared/realtime/realtime-options.ts';

export const OPENAI_BASE_URL = 'https://api.openai.com/v1';
const OPENAI_KEY_ENV = 'OPENAI_API_KEY';

export type RealtimeEndpoint = (
  | /** TLS, with the real key. */
  { readonly kind: 'tls' }
  /** Plain text, to this machine only: the simulator, or a developer's own server. The real key is never sent there. */
  | { readonly kind: 'loopback'; readonly host: string; readonly port: number }
) & {
  readonly baseURL: string;
  /** Azure OpenAI: the deployment, which stands for a model there. */
  readonly azureDeployment?: string;
  /**
   * Address and key are those of the environment: what else it holds for them (OPENAI_ORG_ID, OPENAI_PROJECT_ID,
   * OPENAI_CUSTOM_HEADERS) goes along. To any other address none of it does.
   */
  readonly ofEnvironment?: boolean;
  /** Headers beside the key's: whom OpenAI charges. */
  readonly headers?: Readonly<Record<string, string>>;
};

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function readEndpoint(
  baseURL: string,
  azureDeployment?: string,
): Result<RealtimeEndpoint, 'bad-base-url' | 'plain-text-refused'> {
  if (!URL.canParse(baseURL)) return fail('bad-base-url', 'The base URL of the model is not a URL.');
  const url = new URL(baseURL);
  const both = { baseURL, ...(azureDeployment !== undefined && { azureDeployment }) };
  switch (url.protocol) {
    case 'https:':
    case 'wss:':
      return ok({ kind: 'tls', ...both });
    case 'http:':
    case 'ws:':
      if (!LOOPBACK_HOSTS.has(url.hostname)) {
        return fail(
          'plain-text-refused',
          `The base URL ${url.protocol}//${url.host} would send key and audio in clear text; use https or wss.`,
        );
      }
      return ok({
        kind: 'loopback',
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: Number(url.port || 80),
        ...both,
      });
    default:
      return fail('bad-base-url', `The base URL of the model must begin with https or wss, not ${url.protocol}`);
  }
}

export interface Access {
  readonly apiKey: string;
  readonly baseURL: string | undefined;
  /** Whatever address a profile names, this one is taken. */
  readonly keepsAddress: boolean;
  /** Address and key are those of the environment; default: yes. */
  readonly ofEnvironment?: boolean | undefined;
  /** Whom OpenAI charges. */
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
}

/**
 * Address and key of one call. A profile that names an address names the variable of its key, too: the key that was set
 * for one address never goes to another.
 */
export function accessFor(
  options: RealtimeOptions,
  access: Access,
  env: Readonly<Record<string, string | undefined>>,
): Result<{ readonly endpoint: RealtimeEndpoint; readonly apiKey: string }> {
  const { baseURL, apiKeyEnv, azureDeployment } = access.keepsAddress ? {} : options;
  if (azureDeployment !== undefined && baseURL === undefined) {
    return fail('no-base-url', 'An Azure deployment needs the base URL of its resource (realtime.baseURL).');
  }
  const endpoint = readEndpoint(baseURL ?? access.baseURL ?? OPENAI_BASE_URL, azureDeployment);
  if (!endpoint.ok) return endpoint;
  const isOwn = baseURL !== undefined || apiKeyEnv !== undefined;
  const apiKey = (isOwn ? env[apiKeyEnv ?? ''] : access.apiKey) ?? '';
  if (endpoint.value.kind === 'loopback') return ok({ endpoint: endpoint.value, apiKey });
  const ofEnvironment = !isOwn && access.ofEnvironment !== false;
  const headers = isOwn ? {} : chargedTo(access);
  if (apiKey !== '') return ok({ endpoint: { ...endpoint.value, ofEnvironment, headers }, apiKey });
  if (isOwn && apiKeyEnv === undefined) {
    const host = new URL(endpoint.value.baseURL).host;
    return fail('no-key', `No key is named for ${host}: the profile's apiKeyEnv says which variable holds it.`);
  }
  return fail('no-key', `No OpenAI API key is set (${apiKeyEnv ?? OPENAI_KEY_ENV}).`);
}

function chargedTo({ organization, project }: Access): Record<string, string> {
  return {
    ...(organization && { 'openai-organization': organization }),
    ...(project && { 'openai-project': project }),
  };
}
