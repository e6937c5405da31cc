/**
 * Preflight: everything between Genesys Cloud and a server, from the address as typed to a call of three seconds, in the
 * order in which it can fail. What makes the rest pointless ends it, and the rest says so.
 */
import type { CheckResult } from '../../../shared/checks/check-report.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { readAddress } from '../../../shared/preflight/address.ts';
import { type FourFields, findingsOf } from '../../../shared/preflight/dry-run.ts';
import { type Finding, unknown } from '../../../shared/preflight/finding.ts';
import * as network from '../../../shared/preflight/network.ts';
import {
  ADDRESS_LINES,
  ARRIVAL_LINE,
  NETWORK_LINES,
  type PreflightLine,
  resultOf,
} from '../../../shared/preflight/preflight-lines.ts';
import { judgeSeenRequest, type SeenRequest } from '../../../shared/preflight/seen-request.ts';
import { UNSEEN } from '../../../shared/preflight/unseen.ts';
import { type CheckDeps, type CheckedResult, runChecks, sourceOf } from '../checks/run-checks.ts';
import { callUrl } from '../genesys-client/place-call.ts';
import { knockFirst, type NetworkDeps, resolveHost, shakeHands } from './network-steps.ts';
import { SERVER_CHECKS } from './server-checks.ts';

export type PreflightOptions = {
  fields: FourFields;
  signal: AbortSignal;
  /** In the order of the lines, each as soon as it and all before it are known. */
  onResult(result: CheckedResult): void;
  /** What our own server saw of a call that was made, by the session that keeps the call; absent: it is not ours. */
  arrived?(sessionId: string): Promise<SeenRequest | undefined>;
};

export type PreflightDeps = CheckDeps & Pick<NetworkDeps, 'ca'>;

export type PreflightEnd = {
  readonly results: readonly CheckedResult[];
  /** Why not even the first step into the network could be made from this machine. */
  readonly couldNotRun?: string;
  readonly cancelled?: true;
};

/** How the detail of a line begins that was pointless to try. */
export const NOT_TRIED = 'Not tried:';

/** Every line, for a list that is there before the first is judged. Those of `UNSEEN` come only when nothing is red. */
export const PREFLIGHT_LINES: readonly PreflightLine[] = [
  ...Object.values(ADDRESS_LINES),
  ...Object.values(NETWORK_LINES),
  ...SERVER_CHECKS.map(check => ({ ...check, source: sourceOf(check) })),
  ARRIVAL_LINE,
];

/** Never rejects for anything that a server or a network does. */
export async function runPreflight(options: PreflightOptions, deps: PreflightDeps): Promise<PreflightEnd> {
  const run = new PreflightRun(options, deps);
  const couldNotRun = await run.all();
  if (options.signal.aborted) return { results: run.results, cancelled: true };
  return { results: run.results, ...(couldNotRun === undefined ? {} : { couldNotRun }) };
}

class PreflightRun {
  readonly results: CheckedResult[] = [];
  readonly #options: PreflightOptions;
  readonly #deps: PreflightDeps;
  readonly #network: NetworkDeps;

  constructor(options: PreflightOptions, deps: PreflightDeps) {
    this.#options = options;
    this.#deps = deps;
    this.#network = { clock: deps.clock, signal: options.signal, ca: deps.ca };
  }

  /** The reason when this machine could not even begin. */
  async all(): Promise<string | undefined> {
    const { fields } = this.#options;
    const address = readAddress(fields.baseUri);
    for (const result of findingsOf(fields)) this.#add({ ...result, sessionIds: [] });
    const { url } = address;
    if (!url) return this.#skipRest('there is no address to go to');
    if (this.#isRed('host')) return this.#skipRest('this host cannot work');
    if (this.#isRed('api-key') || this.#isRed('client-secret')) return this.#skipRest('key or secret cannot be right');
    const reached = await this.#reach(url, address.isPrivate);
    if (!reached.ok) {
      this.#skipRest(reached.error.message);
      return reached.error.code === 'could-not-run' ? this.#last('na') : undefined;
    }
    if (this.#options.signal.aborted) return undefined;
    await this.#server(url);
    if (!this.#options.signal.aborted && !this.results.some(({ status }) => status === 'fail')) {
      for (const result of UNSEEN) this.#add({ ...result, sessionIds: [] });
    }
    return undefined;
  }

  /** DNS, TCP, TLS. A failure says in its message why the rest is pointless. */
  async #reach(url: URL, isPrivate: boolean): Promise<Result<true, 'pointless' | 'could-not-run'>> {
    const { hostname } = url;
    const stop = (code: 'pointless' | 'could-not-run', message: string) =>
      ({ ok: false, error: { code, message } }) as const;
    const seen = await resolveHost(hostname, this.#network);
    const dns = network.judgeDns(hostname, seen);
    // A name of this network that resolves is as good as an address of it.
    const local = isPrivate && 'addresses' in seen;
    this.#line(
      NETWORK_LINES.dns,
      local ? unknown(`${hostname} is on this machine or network: not seen from outside.`) : dns,
    );
    if ('failure' in seen)
      return stop(dns.status === 'na' ? 'could-not-run' : 'pointless', 'the name does not resolve');
    const port = Number(url.port) || (url.protocol === 'ws:' ? 80 : 443);
    const knocked = await knockFirst(seen.addresses, port, this.#network);
    const failure = 'failure' in knocked ? knocked.failure : undefined;
    const tcp = network.judgeTcp(url.host, failure);
    this.#line(NETWORK_LINES.tcp, tcp);
    if ('failure' in knocked)
      return stop(tcp.status === 'na' ? 'could-not-run' : 'pointless', 'nothing can be reached there');
    if (url.protocol === 'ws:') {
      const none = unknown('ws:// has no TLS.');
      for (const line of TLS_LINES) this.#line(line, none);
      return { ok: true, value: true };
    }
    const shaken = await shakeHands(knocked.address, port, hostname, this.#network);
    if (!shaken.ok) {
      this.#line(NETWORK_LINES.tlsChain, network.judgeTlsFailure(url.host, shaken.error));
      return stop('pointless', 'there is no TLS');
    }
    this.#line(NETWORK_LINES.tlsChain, network.judgeChain(shaken.value));
    this.#line(NETWORK_LINES.tlsName, network.judgeName(hostname, shaken.value));
    this.#line(NETWORK_LINES.tlsVersion, network.judgeVersion(shaken.value));
    this.#line(NETWORK_LINES.tlsExpiry, network.judgeExpiry(shaken.value, this.#deps.clock.wallMs()));
    return TLS_LINES.some(({ id }) => this.#isRed(id))
      ? stop('pointless', 'the certificate is refused')
      : { ok: true, value: true };
  }

  async #server(corrected: URL): Promise<void> {
    const { fields, signal, arrived } = this.#options;
    const connectorId = fields.connectorId.trim();
    // As typed where that is an address: a slash at its end makes a difference.
    const baseUrl = URL.parse(fields.baseUri.trim())?.href === corrected.href ? fields.baseUri.trim() : corrected.href;
    const url = callUrl(baseUrl, connectorId);
    if (!url.ok) {
      this.#skipRest(url.error.message);
      return;
    }
    const credentials = fields.apiKey === '' ? undefined : { apiKey: fields.apiKey, clientSecret: fields.clientSecret };
    const target = { baseUrl, connectorId, url: url.value, credentials, profile: 'audio-connector' } as const;
    const waiting = new Map<string, CheckedResult>();
    let next = 0;
    const onResult = (result: CheckedResult) => {
      waiting.set(result.id, result);
      for (
        let due = waiting.get(SERVER_CHECKS[next]?.id ?? '');
        due;
        due = waiting.get(SERVER_CHECKS[next]?.id ?? '')
      ) {
        this.#add(due);
        next += 1;
      }
    };
    const ended = await runChecks({ target, checks: SERVER_CHECKS, signal, onResult }, this.#deps);
    if (signal.aborted) return;
    if (!ended.ok) {
      const [line] = SERVER_CHECKS;
      if (line)
        this.#line({ ...line, source: sourceOf(line) }, { status: 'fail', detail: ended.error.message, fix: line.fix });
      this.#skipRest('the upgrade was not answered');
      return;
    }
    const sessionId = this.results.find(({ id }) => id === 'upgrade')?.sessionIds[0];
    const call = sessionId === undefined ? undefined : await arrived?.(sessionId);
    const sent = { host: url.value.host, target: `${url.value.pathname}${url.value.search}` };
    this.#line(ARRIVAL_LINE, judgeSeenRequest(sent, call));
  }

  #add(result: CheckedResult): void {
    if (this.#options.signal.aborted) return;
    this.results.push(result);
    this.#options.onResult(result);
  }

  #line(line: PreflightLine, finding: Finding): void {
    this.#add({ ...resultOf(line, finding), sessionIds: [] });
  }

  #skipRest(why: string): undefined {
    const done = new Set(this.results.map(({ id }) => id));
    for (const line of PREFLIGHT_LINES) if (!done.has(line.id)) this.#line(line, unknown(`${NOT_TRIED} ${why}.`));
  }

  #isRed(id: string): boolean {
    return this.results.some(result => result.id === id && result.status === 'fail');
  }

  /** The detail of the last line of a status before the rest was skipped. */
  #last(status: CheckResult['status']): string | undefined {
    return this.results.filter(result => result.status === status && !result.detail.startsWith(NOT_TRIED)).at(-1)
      ?.detail;
  }
}

const TLS_LINES = [NETWORK_LINES.tlsChain, NETWORK_LINES.tlsName, NETWORK_LINES.tlsVersion, NETWORK_LINES.tlsExpiry];
