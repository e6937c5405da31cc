/** The application without Electron: everything is built and joined here, and nowhere else. */
import type { ConsoleHandlers } from '../../shared/contract/contract.ts';
import type { ConsoleStatus } from '../../shared/contract/status-contract.ts';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { Ids } from '../../shared/lib/ids.ts';
import type { Result } from '../../shared/lib/result.ts';
import { Scope } from '../../shared/lib/scope.ts';
import type { BotName } from '../../shared/settings/connector-profile.ts';
import { Listener } from './audiohook-server/listener.ts';
import { BotChoice, type OpenAiAccess } from './bots/bot-choice.ts';
import { HumanAnswers } from './bots/human-answers.ts';
import { loadPrices } from './bots/openai/prices.ts';
import { questionHandlers } from './bots/question-handlers.ts';
import type { OwnServer } from './call-target.ts';
import { sessionHandlers } from './capture/session-handlers.ts';
import { SessionStore } from './capture/session-store.ts';
import { checkHandlers } from './checks/check-handlers.ts';
import { ChecksOfThePage } from './checks/checks-of-the-page.ts';
import { callHandlers } from './genesys-client/call-handlers.ts';
import { CallsOfThePage } from './genesys-client/calls-of-the-page.ts';
import { createRealtimeSimulator } from './realtime-simulator/realtime-simulator.ts';
import { latencyHandlers } from './replay/latency-handlers.ts';
import { SessionHearing } from './replay/session-hearing.ts';
import { SessionSound } from './replay/session-sound.ts';
import { soundHandlers } from './replay/sound-handlers.ts';
import type { Credentials } from './settings/credentials.ts';
import { credentialsHandlers } from './settings/credentials-handlers.ts';
import { CredentialsStore } from './settings/credentials-store.ts';
import { loadSettings } from './settings/load-settings.ts';
import { isOwnAddress } from './settings/own-address.ts';
import { statusHandlers } from './status-handlers.ts';

const MOST_WARNINGS = 50;

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
  /** Where the keys and secrets lie that a profile names. */
  env: Readonly<Record<string, string | undefined>>;
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
    // The page shows the newest; a flood must not grow without end.
    if (warnings.length > MOST_WARNINGS) warnings.shift();
    statusChanged.emit();
  };
  try {
    const store = scope.own(new SessionStore({ dataDir, clock, ids, pid, onWarning: warn }));
    await store.open();
    const credentials = options.credentials
      ? CredentialsStore.fixed(options.credentials, ids)
      : valueOrThrow(await CredentialsStore.open(dataDir, ids));
    const settings = valueOrThrow(await loadSettings(dataDir));
    const simulator = scope.own(createRealtimeSimulator({ clock, ids }));
    const prices = await loadPrices(dataDir);
    if (!prices.ok) warn(`${prices.error.message} The prices that ship with the console are used.`);
    const bots = new BotChoice(options.openAi, (await simulator.listen()).url, {
      ...{ clock, ids, env: options.env },
      ...(prices.ok ? { prices: prices.value } : {}),
    });
    if (options.bot) valueOrThrow(bots.choose(options.bot));
    bots.changed.on(() => statusChanged.emit());

    const humans = new HumanAnswers({ clock, ids });
    const { host, port } = options.address;
    const listener = scope.own(
      new Listener({
        ...{ host, settings, store, clock, startBot: bots.start, humans, dataDir, pid },
        // Read anew for each connection: they change while the server runs.
        get credentials() {
          return credentials.list;
        },
      }),
    );
    listener.changed.on(() => statusChanged.emit());
    await listener.listen(port);
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
    const own: OwnServer = {
      serverUrl: () => (listener.state.state === 'listening' ? listener.state.url : undefined),
      isOwnAddress: async text => {
        const url = URL.parse(text);
        return url !== null && isOwnAddress(dataDir, url);
      },
      get credentials() {
        return credentials.own;
      },
    };
    const handlers: ConsoleHandlers = {
      ...statusHandlers({ status, statusChanged, credentials, bots, listener }),
      ...credentialsHandlers(credentials),
      ...questionHandlers(humans),
      ...sessionHandlers({ store, clock }),
      ...soundHandlers(new SessionSound(store)),
      ...latencyHandlers(new SessionHearing(store)),
      ...callHandlers(calls, own),
      ...checkHandlers(checks, own),
    };
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

function valueOrThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new HostError(result.error.message);
  return result.value;
}

/** The console cannot start; the message is one sentence for the user. */
export class HostError extends Error {
  override readonly name = 'HostError';
}
