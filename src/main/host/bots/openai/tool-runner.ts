/**
 * Answers functions that the model calls: with a fixed value, by an HTTP request, or by a person at the console. Always
 * ends with a text for the model, also when it failed; never throws.
 *
 * An HTTP answer goes to an address of the profile, with secrets from the environment: over plain http only to this
 * machine when it carries any, never on to another address (redirects are refused), and within a size limit. A POST may
 * have had its effect although no answer came: unless the profile says otherwise it is repeated only when nothing of it
 * can have reached the server.
 */
import type { Clock } from '../../../../shared/lib/clock.ts';
import type { ToolAnswer, ToolOption } from '../../../../shared/realtime/realtime-options.ts';
import type { BotCall } from '../bot.ts';

type HttpAnswer = Extract<ToolAnswer, { by: 'http' }>;

export interface ToolRunnerDeps {
  readonly call: BotCall;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ToolAnswered {
  /** What the model is told. */
  readonly output: string;
  /** Why it is no answer, for a note; absent when it is one. */
  readonly failure?: string;
}

/** Between two attempts, ms: the caller waits. */
const RETRY_AFTER_MS = 300;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** Codes of Node and undici that say that there never was a connection. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export class ToolRunner {
  readonly #deps: ToolRunnerDeps;
  readonly #ended = new AbortController();

  constructor(deps: ToolRunnerDeps) {
    this.#deps = deps;
  }

  /** The call is over: what still runs is given up. */
  dispose(): void {
    this.#ended.abort();
  }

  async run(callId: string, tool: ToolOption, given: Readonly<Record<string, unknown>>): Promise<ToolAnswered> {
    const { answer, name } = tool;
    switch (answer.by) {
      case 'value':
        return { output: answer.value };
      case 'http':
        return this.#byHttp(answer, given);
      case 'hand':
        return this.#byHand(callId, name, given, answer.timeoutMs);
    }
  }

  async #byHand(
    callId: string,
    name: string,
    given: Readonly<Record<string, unknown>>,
    timeoutMs: number,
  ): Promise<ToolAnswered> {
    const { call } = this.#deps;
    if (!call.askHuman) return failed('nobody can be asked here');
    const { signal, cancel } = this.#deadline(timeoutMs);
    try {
      const output = await call.askHuman({ callId, tool: name, arguments: given, timeoutMs }, signal);
      return output === undefined ? failed(`nobody answered within ${timeoutMs} ms`) : { output };
    } catch (error) {
      return failed(`asking a person failed: ${messageOf(error)}`);
    } finally {
      cancel();
    }
  }

  async #byHttp(answer: HttpAnswer, given: Readonly<Record<string, unknown>>): Promise<ToolAnswered> {
    let request: Request | string;
    try {
      request = this.#requestFor(answer, given);
    } catch {
      // What the platform says of a bad URL or header repeats its value, and that may be a secret.
      return failed('the request cannot be made: check the URL, the names and the values of its headers');
    }
    if (typeof request === 'string') return failed(request);
    let outcome: Attempt = { retry: true, ...failed('it was never tried') };
    for (let attempt = 0; attempt <= answer.retries && outcome.retry; attempt += 1) {
      if (attempt > 0) await this.#pause(RETRY_AFTER_MS);
      if (this.#ended.signal.aborted) return failed('the call ended');
      outcome = await this.#attempt(request, answer);
    }
    const { output, failure } = outcome;
    return { output, ...(failure !== undefined && { failure }) };
  }

  #requestFor(answer: HttpAnswer, given: Readonly<Record<string, unknown>>): Request | string {
    const url = new URL(answer.url);
    const headers = new Headers(answer.headers);
    const fixed = new Set(url.searchParams.keys());
    for (const [header, name] of Object.entries(answer.headersFromEnv ?? {})) {
      const value = this.#deps.env[name];
      if (!value) return `the environment variable ${name} is not set`;
      if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) return `${url.host} would get ${name} in clear text`;
      this.#deps.call.recorder.hideSecret(name, value);
      headers.set(header, value);
    }
    if (answer.method === 'GET') {
      for (const [key, value] of Object.entries(given)) {
        // What the profile fixed (a tenant, an account) the model cannot talk its way past.
        if (fixed.has(key)) continue;
        url.searchParams.set(key, typeof value === 'string' ? value : JSON.stringify(value));
      }
      return new Request(url, { headers });
    }
    headers.set('content-type', 'application/json');
    return new Request(url, { method: 'POST', headers, body: JSON.stringify(given) });
  }

  async #attempt(request: Request, { method, timeoutMs, maxBytes, retryPost }: HttpAnswer): Promise<Attempt> {
    const isRepeatable = method === 'GET' || retryPost;
    const { signal, cancel } = this.#deadline(timeoutMs);
    try {
      const response = await fetch(request.clone(), { signal, redirect: 'error' });
      const text = await readAtMost(response, maxBytes);
      if (text === undefined) return { retry: false, ...failed(`the answer is larger than ${maxBytes} bytes`) };
      if (response.ok) return { retry: false, output: text };
      const isTemporary = response.status === 429 || response.status >= 500;
      return { retry: isRepeatable && isTemporary, ...failed(`HTTP ${response.status}`) };
    } catch (error) {
      if (this.#ended.signal.aborted) return { retry: false, ...failed('the call ended') };
      const why = signal.aborted ? `no answer within ${timeoutMs} ms` : messageOf(error);
      return { retry: isRepeatable || neverConnected(error), ...failed(why) };
    } finally {
      cancel();
    }
  }

  /** Ends with the call, or after `timeoutMs` by the clock. */
  #deadline(timeoutMs: number): { signal: AbortSignal; cancel: () => void } {
    const late = new AbortController();
    const cancel = this.#deps.clock.after(timeoutMs, () => late.abort());
    return { signal: AbortSignal.any([this.#ended.signal, late.signal]), cancel };
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.#deps.clock.after(delayMs, resolve);
      this.#ended.signal.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }
}

type Attempt = ToolAnswered & { readonly retry: boolean };

function failed(failure: string): { output: string; failure: string } {
  return { output: JSON.stringify({ error: failure }), failure };
}

function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && NEVER_CONNECTED.has(String(cause.code));
}

/** `fetch failed` says nothing; its cause does. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function readAtMost(response: Response, maxBytes: number): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > maxBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
