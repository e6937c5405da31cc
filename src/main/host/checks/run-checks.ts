/** Makes the calls that the wanted checks need, each once and a few at a time, and judges them. */
import { fakeOrganization } from '../../../shared/audiohook/callers.ts';
import { OPEN_TIMEOUT_MS } from '../../../shared/audiohook/limits.ts';
import type { CheckProfile, CheckResult } from '../../../shared/checks/check-report.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { SecretMask } from '../../../shared/redaction/mask.ts';
import type { NewSession } from '../capture/new-recording.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import { connectFailure } from '../genesys-client/connect-failure.ts';
import type { RequestIds } from '../genesys-client/sign-request.ts';
import type { Credentials } from '../settings/credentials.ts';
import { type Check, type Facts, type Judgement, na } from './check.ts';
import { CheckCall } from './check-call.ts';
import { openedOf } from './moves.ts';
import { type ScenarioName, scenarioOf } from './scenarios.ts';
import { upgradeHeaders } from './signed-upgrade.ts';

export type CheckTarget = {
  /** As typed, without Connector ID. */
  baseUrl: string;
  /** May be empty. */
  connectorId: string;
  /** What an ordinary call goes to. */
  url: URL;
  credentials: Credentials | undefined;
  profile: CheckProfile;
};

export type CheckDeps = {
  clock: Clock;
  ids: Ids;
  /** Begins the session that keeps a call. */
  record(session: NewSession): SessionRecorder;
};

export type CheckRunOptions = {
  target: CheckTarget;
  checks: readonly Check[];
  signal: AbortSignal;
  /** Called as results come, in any order. */
  onResult?(result: CheckedResult): void;
  /** The call that is made first, and shows whether the others are worth while; absent: an ordinary one. */
  first?: ScenarioName;
  /** Calls at a time. */
  atATime?: number;
};

/** A result, and the sessions that show what happened. */
export type CheckedResult = CheckResult & { sessionIds: string[] };

/** Enough for 2 minutes with a healthy server, and few enough for a small one. */
const CALLS_AT_A_TIME = 8;
/** No call takes longer: the longest, a conversation with every wait used up, takes 50 s. */
const CALL_DEADLINE_MS = 60_000;
/** Calls that take long begin first, so that the others run beside them. */
const LONGEST_FIRST: readonly ScenarioName[] = ['conversation', 'pause', 'interrupt', 'close-mid-speech', 'digits'];

/** Results in the order of the checks. Fails when nothing answers at the address, or when the signal ends the run. */
export async function runChecks(
  options: CheckRunOptions,
  deps: CheckDeps,
): Promise<Result<CheckedResult[], 'unreachable' | 'cancelled'>> {
  const run = new CheckRun(options, deps);
  const { checks, signal } = options;
  const stop = () => run.abort();
  signal.addEventListener('abort', stop);
  try {
    const first = await run.call(run.first);
    if (signal.aborted) throw new Cancelled();
    if (!first.answer && first.failure) {
      return fail('unreachable', connectFailure(options.target.url, first.failure));
    }
    const together = checks.filter(check => !check.alone);
    const wanted = new Set(together.flatMap(check => (run.impossible(check, first) ? [] : check.calls)));
    for (const name of LONGEST_FIRST) if (wanted.has(name)) void run.call(name);
    const results = new Map<string, CheckedResult>();
    const judge = async (check: Check) => {
      const result = await run.judge(check, first);
      if (signal.aborted) throw new Cancelled();
      results.set(check.id, result);
      options.onResult?.(result);
    };
    await Promise.all(together.map(judge));
    for (const check of checks) if (check.alone) await judge(check);
    return ok(checks.flatMap(check => results.get(check.id) ?? []));
  } catch (error) {
    if (error instanceof Cancelled) return fail('cancelled', 'The check was cancelled.');
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await run.dispose();
  }
}

/** The signal ended the run: calls that were not yet begun are not made. */
class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

class CheckRun {
  readonly first: ScenarioName;
  readonly #mask = new SecretMask();
  readonly #options: CheckRunOptions;
  readonly #deps: CheckDeps;
  readonly #facts: Facts;
  readonly #organizationId: string;
  readonly #calls = new Map<ScenarioName, Promise<CheckCall>>();
  readonly #live = new Set<CheckCall>();
  readonly #upgrades = new Map<ScenarioName, { ids: RequestIds; headers: Record<string, string> }>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(options: CheckRunOptions, deps: CheckDeps) {
    const { credentials, profile, connectorId } = options.target;
    this.#options = options;
    this.first = options.first ?? 'ordinary';
    if (credentials) {
      this.#mask.hide('api-key', credentials.apiKey);
      this.#mask.hide('client-secret', credentials.clientSecret);
    }
    this.#deps = deps;
    this.#free = options.atATime ?? CALLS_AT_A_TIME;
    this.#organizationId = fakeOrganization(deps.ids.uuid());
    this.#facts = {
      profile,
      connectorId,
      hasKey: credentials !== undefined,
      hasSecret: credentials !== undefined && credentials.clientSecret !== '',
    };
  }

  /** The finished call of a scenario; made when first asked for. */
  call(name: ScenarioName): Promise<CheckCall> {
    const known = this.#calls.get(name);
    if (known) return known;
    const made = this.#make(name);
    this.#calls.set(name, made);
    // Who asked hears of a cancelled run; a call that nobody waits for any more must not count as unhandled.
    void made.then(undefined, () => undefined);
    return made;
  }

  /** Why a check need not even be tried. */
  impossible(check: Check, first: CheckCall): string | undefined {
    const reason = check.unless?.(this.#facts);
    if (reason !== undefined) return reason;
    if (check.calls[0] === this.first) return undefined;
    if (first.answer?.status !== 101) return 'Needs a session, but an ordinary upgrade was refused.';
    if (!openedOf(first)) return 'Needs a session, but an ordinary open was not answered with opened.';
    return undefined;
  }

  async judge(check: Check, first: CheckCall): Promise<CheckedResult> {
    const { id, group, title } = check;
    const calls: CheckCall[] = [];
    let judgement: Judgement;
    const impossible = this.impossible(check, first);
    if (impossible !== undefined) judgement = na(impossible);
    else {
      calls.push(...(await Promise.all(check.calls.map(name => this.call(name)))));
      const [call = first] = calls;
      const unopened = calls.findIndex(one => !openedOf(one));
      judgement =
        unopened >= 0 && !check.judgesOpening
          ? na(`The session of the call "${check.calls[unopened]}" was not opened.`)
          : check.judge(call, this.#facts, calls);
    }
    const status = judgement.status === 'bad' ? (check.breach ?? 'fail') : judgement.status;
    const fix = judgement.status === 'bad' ? (judgement.fix ?? check.fix) : '';
    const sessionIds = calls.map(call => call.sessionId);
    // A server may echo what it was sent: what it says is shown, secrets are not.
    const detail = this.#mask.apply(judgement.detail);
    return { id, group, title, status, detail, fix, source: sourceOf(check), sessionIds };
  }

  /** Cuts every call, and begins none any more. */
  abort(): void {
    for (const call of this.#live) call.abort();
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Resolves when every session is on disk. */
  async dispose(): Promise<void> {
    this.abort();
    await Promise.allSettled(this.#calls.values());
  }

  async #make(name: ScenarioName): Promise<CheckCall> {
    const { replays, after } = scenarioOf(name);
    if (after) await this.call(after);
    if (replays) await this.call(replays);
    else await this.#turn();
    if (this.#options.signal.aborted) throw new Cancelled();
    const call = this.#connect(name);
    this.#live.add(call);
    const cancel = this.#deps.clock.after(CALL_DEADLINE_MS, () => call.abort());
    await scenarioOf(name).run(call, this.#facts.profile);
    cancel();
    this.#live.delete(call);
    await call.finish(`check: ${name}`);
    if (!replays) this.#next();
    return call;
  }

  /** Waits for one of the few places. */
  #turn(): Promise<void> {
    if (this.#options.signal.aborted) return Promise.resolve();
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  #next(): void {
    const go = this.#waiting.shift();
    if (go) go();
    else this.#free += 1;
  }

  #connect(name: ScenarioName): CheckCall {
    const { clock, ids, record } = this.#deps;
    const { target } = this.#options;
    const { upgrade, url: urlOf, replays, sharedOrganization } = scenarioOf(name);
    const url = urlOf ? new URL(urlOf(target.baseUrl, target.connectorId)) : target.url;
    const fresh = { organizationId: fakeOrganization(ids.uuid()), sessionId: ids.uuid(), correlationId: ids.uuid() };
    if (upgrade?.sessionIdHeader) fresh.sessionId = upgrade.sessionIdHeader;
    if (sharedOrganization) fresh.organizationId = this.#organizationId;
    const { credentials } = target;
    const nonce = Buffer.from(ids.bytes(16)).toString('base64');
    const signing = { url, ids: fresh, credentials, nonce, nowS: clock.wallMs() / 1000 };
    const request = (replays && this.#upgrades.get(replays)) || {
      ids: fresh,
      headers: upgradeHeaders(signing, upgrade),
    };
    this.#upgrades.set(name, request);
    const recorder = record({
      role: 'client',
      kind: name === 'probe' ? 'probe' : 'call',
      connectorId: target.connectorId,
      audiohookId: request.ids.sessionId,
      outcome: `check: ${name}`,
    });
    if (credentials) {
      recorder.hideSecret('api-key', credentials.apiKey);
      recorder.hideSecret('client-secret', credentials.clientSecret);
    }
    const text = `A call of the check, scenario "${name}": what is wrong in it may be wrong on purpose.`;
    recorder.append({ leg: 'console', type: 'note', code: 'check', level: 'info', text });
    return new CheckCall({ url, ...request, recorder, clock, upgradeTimeoutMs: OPEN_TIMEOUT_MS });
  }
}

/** The rule's number where it has one, where it comes from, how sure it is. */
export function sourceOf({ rule, source, certainty }: Check): string {
  return `${rule ? `${rule}; ` : ''}${source} (${certainty})`;
}
