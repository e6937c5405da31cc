/** The application without Electron: everything is built and joined here, and nowhere else. */
import type { ConsoleHandlers, ConsoleStatus, ServerState } from '../../shared/contract/contract.ts';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { Ids } from '../../shared/lib/ids.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { Scope } from '../../shared/lib/scope.ts';
import type { BotName } from '../../shared/settings/connector-profile.ts';
import { AudioHookServer } from './audiohook-server/audiohook-server.ts';
import { BotChoice, type OpenAiAccess } from './bots/bot-choice.ts';
import { SessionStore } from './capture/session-store.ts';
import { ChecksOfThePage } from './checks/checks-of-the-page.ts';
import { consoleHandlers } from './console-handlers.ts';
import { CallsOfThePage } from './genesys-client/calls-of-the-page.ts';
import { createRealtimeSimulator } from './realtime-simulator/realtime-simulator.ts';
import { SessionSound } from './replay/session-sound.ts';
import { type AcceptedCredentials, accepted, type Credentials, loadCredentials } from './settings/credentials.ts';
import { loadSettings } from './settings/load-settings.ts';
import { isOwnAddress, removeOwnAddress, writeOwnAddress } from './settings/own-address.ts';

export type HostOptions = {
  dataDir: string;
  version: string;
  /** Which program shows the page. */
  shell: ConsoleStatus['host'];
  /** Where the AudioHook server listens; port 0 takes a free one. */
  address: { host: string; port: number };
  /** The bot that was asked for; undefined: OpenAI with a key, else the simulator. */
  bot: BotName | undefined;
  /** Instead of those of the data folder. */
  credentials: Credentials | undefined;
  openAi: OpenAiAccess;
  clock: Clock;
  ids: Ids;
  pid: number;
};

export type Host = {
  readonly handlers: ConsoleHandlers;
  readonly status: ConsoleStatus;
  /** Every new or changed session. */
  readonly sessions: Emitter<SessionSummary>;
  /** Ends calls properly, flushes, closes ports. May be called twice. */
  dispose(): Promise<void>;
};

/**
 * Builds the console and listens. A port in use is no failure here: the status says so, and another can be taken.
 * @throws when the data folder or its credentials cannot be used; the message says what to do
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const { dataDir, clock, ids, pid } = options;
  const scope = new Scope();
  const statusChanged = new Emitter<void>();
  const warnings: string[] = [];
  const warn = (text: string) => {
    warnings.push(text);
    statusChanged.emit();
  };
  try {
    const store = scope.own(new SessionStore({ dataDir, clock, ids, pid, onWarning: warn }));
    await store.open();
    const credentials: readonly [AcceptedCredentials, ...AcceptedCredentials[]] = options.credentials
      ? [accepted(options.credentials, 'the command line')]
      : valueOrThrow(await loadCredentials(dataDir, ids));
    const settings = valueOrThrow(await loadSettings(dataDir));
    const simulator = scope.own(createRealtimeSimulator({ clock, ids }));
    const bots = new BotChoice(options.openAi, (await simulator.listen()).url, { clock, ids });
    if (options.bot) valueOrThrow(bots.choose(options.bot));
    bots.changed.on(() => statusChanged.emit());

    const listener = new Listener(
      scope,
      options,
      () =>
        new AudioHookServer({ host: options.address.host, credentials, settings, store, clock, startBot: bots.start }),
    );
    listener.changed.on(() => statusChanged.emit());
    await listener.listen(options.address.port);
    // Owned last, so ended first: a call hangs up while its server still answers.
    const calls = scope.own(new CallsOfThePage({ store, clock, ids }));
    const checks = scope.own(new ChecksOfThePage({ store, clock, ids }));

    const status = (): ConsoleStatus => ({
      version: options.version,
      dataDir,
      host: options.shell,
      server: listener.state,
      bot: bots.status,
      warnings: [...warnings],
    });
    const handlers = consoleHandlers({
      status,
      statusChanged,
      credentials: credentials[0],
      bots,
      store,
      calls,
      checks,
      sound: new SessionSound(store),
      clock,
      listenOnFreePort: () => listener.listenOnFreePort(),
      isOwnAddress: async text => {
        const url = URL.parse(text);
        return url !== null && isOwnAddress(dataDir, url);
      },
      serverUrl: () => (listener.state.state === 'listening' ? listener.state.url : undefined),
    });
    return {
      handlers,
      get status() {
        return status();
      },
      sessions: store.changed,
      dispose: () => scope.dispose(),
    };
  } catch (error) {
    await scope.dispose();
    throw error;
  }
}

/** The AudioHook server and its state, with the second try after a port was in use. */
class Listener {
  readonly changed = new Emitter<void>();
  state: ServerState = { state: 'starting' };
  readonly #scope: Scope;
  readonly #options: HostOptions;
  readonly #create: () => AudioHookServer;

  constructor(scope: Scope, options: HostOptions, create: () => AudioHookServer) {
    this.#scope = scope;
    this.#options = options;
    this.#create = create;
  }

  async listen(port: number): Promise<Result<{ url: string }, 'cannot-listen'>> {
    const { dataDir, pid, address } = this.#options;
    const { host } = address;
    const server = this.#create();
    const result = await server.listen(port);
    if (result.ok) {
      this.#scope.own(server);
      this.#scope.own(() => removeOwnAddress(dataDir, pid));
      await writeOwnAddress(dataDir, result.value.url, pid);
      this.state = { state: 'listening', url: result.value.url, host, port: server.port ?? port };
    } else this.state = { state: 'failed', host, port, reason: result.error.message };
    this.changed.emit();
    return result;
  }

  async listenOnFreePort(): Promise<Result<{ url: string }, 'already-listening' | 'cannot-listen'>> {
    if (this.state.state === 'listening') {
      return fail('already-listening', `The AudioHook server listens already, at ${this.state.url}.`);
    }
    const result = await this.listen(0);
    return result.ok ? ok(result.value) : result;
  }
}

function valueOrThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new HostError(result.error.message);
  return result.value;
}

/** The console cannot start; the message is one sentence for the user. */
export class HostError extends Error {
  override readonly name = 'HostError';
}
