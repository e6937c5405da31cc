/** Secrets are taken out before an event is appended, and the removal shows: `«secret:name»` stands in their place. */

export function secretMark(name: string): string {
  return `«secret:${name}»`;
}

const SECRET_HEADERS = [
  'x-api-key',
  'authorization',
  'signature',
  'cookie',
  'api-key',
  'proxy-authorization',
  'set-cookie',
];
const SECRET_PARAMETER =
  /((?:^|[?&;])(?:api[-_]?key|subscription[-_]key|key|access[-_]?token|token|secret|client[-_]?secret|password|authtoken|signature|sig|code)=)[^&#]*/gi;

/** A browser cannot set a header: OpenAI takes its key as a subprotocol. */
const SUBPROTOCOL_KEY = /(openai-insecure-api-key\.)[^\s,]+/g;

/** Headers of an upgrade: keys, signatures and bearer tokens masked, whoever they belong to. Names in lower case. */
export function maskHeaders(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const masked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const key = name.toLowerCase();
    if (SECRET_HEADERS.includes(key)) masked[key] = secretMark(key);
    else if (key === 'location') masked[key] = maskTarget(value);
    else if (key === 'sec-websocket-protocol') masked[key] = value.replace(SUBPROTOCOL_KEY, `$1${secretMark('key')}`);
    else masked[key] = value.replace(/keyid="[^"]*"/g, `keyid="${secretMark('keyid')}"`);
  }
  return masked;
}

const USER_INFO = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i;

/** A request target or URL: user and password, and values of query parameters that are named like secrets, are masked. */
export function maskTarget(target: string): string {
  const withoutUser = target.replace(USER_INFO, (_all, scheme: string) => `${scheme}${secretMark('user')}@`);
  return withoutUser.replace(SECRET_PARAMETER, (_all, name: string) => `${name}${secretMark('parameter')}`);
}

/** Below this length a value is too common a piece of text to be replaced wherever it occurs. */
const SHORTEST_SECRET = 6;

/** Knows the values that must not appear, and takes them out of any string inside a value. */
export class SecretMask {
  /** Longest first: one may be the beginning of another, whose rest must not stay. */
  #secrets: readonly (readonly [string, string])[] = [];

  /** Hides a value in every form in which it is likely to come back: as it is, without its scheme, inside JSON text. */
  hide(name: string, value: string): void {
    const known = new Map(this.#secrets);
    const bare = value.replace(/^(?:Bearer|Basic|Token)\s+/i, '');
    for (const form of [value, bare]) {
      const quoted = JSON.stringify(form).slice(1, -1);
      for (const one of [form, quoted, encodeURIComponent(form)]) {
        if (one.length >= SHORTEST_SECRET) known.set(one, secretMark(name));
      }
    }
    this.#secrets = [...known].sort(([a], [b]) => b.length - a.length);
  }

  /** The same value without secrets; the very same object when it holds none. */
  apply<T>(value: T): T {
    return this.#secrets.length === 0 ? value : (this.#strip(value) as T);
  }

  #strip(value: unknown): unknown {
    if (typeof value === 'string') {
      let text = value;
      for (const [secret, mark] of this.#secrets) {
        if (text.includes(secret)) text = text.replaceAll(secret, mark);
      }
      return text;
    }
    if (Array.isArray(value)) return value.map(item => this.#strip(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#strip(item)]));
  }
}
