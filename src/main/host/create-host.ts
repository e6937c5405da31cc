/** The application without Electron: everything is built and joined here, and nowhere else. */
import type { ConsoleHandlers } from '../../shared/contract/contract.ts';
import type { ConsoleStatus } from '../../shared/contract/status-contract.ts';
import type { SessionSummary } from '../../shared/events/session-summary.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { Ids } from '../../shared/lib/ids.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { Scope } from '../../shared/lib/scope.ts';
import type { BotName } from '../../shared/settings/connector-profile.ts';
import { Arrivals } from './audiohook-server/arrivals.ts';
import { Listener } from './audiohook-server/listener.ts';
import { BotChoice } from './bots/bot-choice.ts';
import { botReplayHandlers } from './bots/bot-replay-handlers.ts';
import { HumanAnswers } from './bots/human-answers.ts';
import { loadPrices } from './bots/openai/prices.ts';
import { questionHandlers } from './bots/question-handlers.ts';
import { SimulatorBot } from './bots/simulator-bot.ts';
import { bundleHandlers } from './bundle/bundle-handlers.ts';
import { ExportsOfThePage } from './bundle/exports-of-the-page.ts';
import { importBundle } from './bundle/import-bundle.ts';
import { Uploads } from './bundle/uploads.ts';
import { scriptHandlers } from './call-scripts/script-handlers.ts';
import { ScriptStore } from './call-scripts/script-store.ts';
import type { OwnServer } from './call-target.ts';
import { bytesHandlers } from './capture/bytes-handlers.ts';
import { deletedHandlers } from './capture/deleted-handlers.ts';
import { searchHandlers } from './capture/search-messages.ts';
import { sessionHandlers } from './capture/session-handlers.ts';
import { SessionRetention } from './capture/session-retention.ts';
import { SessionStore } from './capture/session-store.ts';
import { checkHandlers } from './checks/check-handlers.ts';
import { ChecksOfThePage } from './checks/checks-of-the-page.ts';
import { DataFolder } from './data-folder.ts';
import { DesktopNews } from './desktop/desktop-news.ts';
import { findingsHandlers } from './diagnosis/findings-handlers.ts';
import { Downloads } from './downloads/downloads.ts';
import { saveHandlers } from './downloads/save-handlers.ts';
import { callHandlers } from './genesys-client/call-handlers.ts';
import { CallsOfThePage } from './genesys-client/calls-of-the-page.ts';
import { RecentTargets } from './genesys-client/recent-targets.ts';
import { HostError } from './host-error.ts';
import { SetupOfThePage } from './preflight/setup-handlers.ts';
import { readOnlyHandlers } from './read-only-handlers.ts';
import { createRealtimeSimulator } from './realtime-simulator/realtime-simulator.ts';
import { loadRecording } from './realtime-simulator/recording/recording.ts';
import { relayHandlers } from './relay/relay-handlers.ts';
import { Relays } from './relay/relays.ts';
import { compareHandlers } from './replay/compare-handlers.ts';
import { latencyHandlers } from './replay/latency-handlers.ts';
import { replayHandlers } from './replay/replay-handlers.ts';
import { ReplaysOfThePage } from './replay/replays-of-the-page.ts';
import { SessionHearing } from './replay/session-hearing.ts';
import { SessionSound } from './replay/session-sound.ts';
import { soundHandlers } from './replay/sound-handlers.ts';
import type { Credentials } from './settings/credentials.ts';
import { credentialsHandlers } from './settings/credentials-handlers.ts';
import { CredentialsStore } from './settings/credentials-store.ts';
import { knownSecrets, type SecretHolders, secretsOfRecordings } from './settings/known-secrets.ts';
import { openAiAccess } from './settings/openai-access.ts';
import { isOwnAddress } from './settings/own-address.ts';
import { plainSecretFile } from './settings/secret-file.ts';
import { type SecretKeeper, Secrets } from './settings/secrets.ts';
import { settingsHandlers } from './settings/settings-handlers.ts';
import { SettingsStore, settingsWarnings } from './settings/settings-store.ts';
import { statusHandlers } from './status-handlers.ts';
import { ngrokDriver } from './tunnel/ngrok-driver.ts';
import { Tunnel } from './tunnel/tunnel.ts';
import type { TunnelDriver } from './tunnel/tunnel-driver.ts';

const MOST_WARNINGS = 50;
/** How often deleted sessions are looked at. */
const PURGE_MS = 3_600_000;

export type HostOptions = {
  dataDir: string;
  version: string;
  /** Which program shows the page. */
  shell: ConsoleStatus['host'];
  /** Where the AudioHook server listens, as given for this run; else as in the settings. Port 0 takes a free one. */
  address: { host?: string | undefined; port?: number | undefined };
  /** The bot that was asked for; undefined: OpenAI with a key, else the simulator. */
  bot: BotName | undefined;
  /** The session whose bot's side the simulator plays, as a person names it. */
  botCapture?: string | undefined;
  /** Instead of those of the data folder. */
  credentials: Credentials | undefined;
  /** Where keys are kept from start to start; absent: a file of the data folder that only its owner can read. */
  keeper?: SecretKeeper;
  /** Where keys and secrets lie: OPENAI_API_KEY, OPENAI_BASE_URL, NGROK_AUTHTOKEN, and those that a profile names. */
  env: Readonly<Record<string, string | undefined>>;
  /** What opens the way in from outside; absent: ngrok. */
  tunnelDriver?: TunnelDriver;
  clock: Clock;
  ids: Ids;
  pid: number;
  /** The host of one command, beside a console that may run on the same data folder. */
  isGuest?: boolean;
};

export type Host = {
  readonly handlers: ConsoleHandlers;
  readonly status: ConsoleStatus;
  /** The way in from outside; off until somebody opens it. */
  readonly tunnel: Tunnel;
  /** Files that the page has asked for: whoever carries the page serves them. */
  readonly downloads: Downloads;
  /** Every new or changed session. */
  readonly sessions: Emitter<SessionSummary>;
  readonly relays: Relays;
  readonly store: SessionStore;
  /** What the desktop asks of the page. */
  readonly desktop: DesktopNews;
  /** Takes a support bundle in and shows its session; where it cannot, the page says why. */
  openFile(path: string): Promise<void>;
  /** How a caller reaches the console's own server. */
  readonly own: OwnServer;
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
    const folder = scope.own(await DataFolder.take(options));
    const whyReadOnly = () => folder.whyReadOnly;
    folder.lost.on(() => statusChanged.emit());
    let holders: SecretHolders | undefined;
    const store = scope.own(
      new SessionStore({
        ...{ dataDir, clock, ids, pid, readOnly: whyReadOnly, onWarning: warn },
        secrets: () => (holders ? secretsOfRecordings(holders) : []),
      }),
    );
    await store.open();
    // The one that holds the lock tidies up; what was deleted a day ago cannot be had back any more.
    if (folder.isOurs) {
      await store.purgeDeleted();
      scope.own(clock.every(PURGE_MS, () => void (folder.isOurs && store.purgeDeleted())));
    }
    const credentials = options.credentials
      ? CredentialsStore.fixed(options.credentials, ids)
      : valueOrThrow(await CredentialsStore.open(dataDir, ids));
    const settings = scope.own(valueOrThrow(await SettingsStore.open({ dataDir, clock })));
    const secrets = new Secrets(options.keeper ?? plainSecretFile(dataDir), options.env);
    const opened = await secrets.open();
    if (!opened.ok) warn(opened.error.message);
    const held: SecretHolders = {
      ...{ secrets, env: options.env },
      get credentials() {
        return credentials.list;
      },
      get settings() {
        return settings.current;
      },
    };
    holders = held;
    for (const { changed } of [secrets, settings, credentials]) changed.on(() => store.secretsChanged());
    const simulator = scope.own(createRealtimeSimulator({ clock, ids }));
    const prices = await loadPrices(dataDir);
    if (!prices.ok) warn(`${prices.error.message} The prices that ship with the console are used.`);
    const botDeps = { clock, ids, env: options.env, ...(prices.ok ? { prices: prices.value } : {}) };
    const simulated = new SimulatorBot(simulator, (await simulator.listen()).url, botDeps);
    const bots = new BotChoice(() => openAiAccess(settings, secrets, options.env), simulated.start, botDeps);
    const chosen = options.bot ? bots.choose(options.bot) : ok({});
    if (!chosen.ok) throw new HostError(`--bot ${options.bot}: ${chosen.error.message}`, 'usage');
    if (options.botCapture !== undefined) {
      simulated.playRecording(valueOrThrow(await loadRecording(store, options.botCapture)));
      valueOrThrow(bots.choose('simulator'));
    }
    bots.changed.on(() => statusChanged.emit());
    settings.changed.on(() => statusChanged.emit());

    const humans = new HumanAnswers({ clock, ids });
    const isOwnCall = (audiohookId: string) =>
      store.list().some(one => one.role === 'client' && one.audiohookId === audiohookId);
    const arrivals = scope.own(new Arrivals(clock, isOwnCall));
    const listener = scope.own(
      new Listener({
        ...{ store, clock, startBot: bots.start, humans, arrivals, dataDir, pid },
        isGuest: options.isGuest ?? false,
        readOnly: whyReadOnly,
        get credentials() {
          return credentials.list;
        },
        get settings() {
          return settings.current;
        },
      }),
    );
    listener.changed.on(() => statusChanged.emit());
    folder.lost.on(() => void listener.giveUp(whyReadOnly() ?? ''));
    const { host, port } = settings.current.server;
    await listener.listen({ host: options.address.host ?? host, port: options.address.port ?? port });
    settings.applyWith(async (next, before) => {
      const isSame = next.server.host === before.server.host && next.server.port === before.server.port;
      return isSame ? ok({}) : listener.move({ host: next.server.host, port: next.server.port });
    });
    settings.changed.on(() => bots.accessChanged());
    const deletes = () => folder.isOurs;
    const limits = () => settings.current.capture;
    const retention = scope.own(new SessionRetention({ store, clock, deletes, limits, onWarning: warn }));
    settings.changed.on(() => retention.settingsChanged());
    secrets.changed.on(() => bots.accessChanged());
    await settings.watch();
    const scripts = new ScriptStore(dataDir);
    // Owned last, so ended first: a call hangs up while its server still answers.
    const replays = scope.own(new ReplaysOfThePage({ store, clock, ids }));
    const recent = scope.own(await RecentTargets.open({ dataDir, keeps: deletes, onWarning: warn }));
    const calls = scope.own(new CallsOfThePage({ store, scripts, clock, ids }));
    const checks = scope.own(new ChecksOfThePage({ store, clock, ids }));
    const relays = scope.own(new Relays({ store, clock, ids, onWarning: warn }));
    relays.changed.on(() => {
      folder.isRelaying = relays.running.length > 0;
      statusChanged.emit();
    });

    const downloads = scope.own(new Downloads({ clock, ids }));
    const uploads = scope.own(new Uploads({ dataDir, clock, ids }));
    const { version } = options;
    const exports = scope.own(
      new ExportsOfThePage({ dataDir, version, clock, ids, pid, downloads, secrets: () => knownSecrets(held) }),
    );

    const status = (): ConsoleStatus => ({
      version: options.version,
      readOnly: whyReadOnly(),
      dataDir,
      host: options.shell,
      server: listener.state,
      bot: bots.status,
      warnings: [...warnings, ...settingsWarnings(settings)],
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
      bots,
    };
    const tunnel = scope.own(
      new Tunnel({
        clock,
        driver: options.tunnelDriver ?? ngrokDriver(() => secrets.get('ngrok-authtoken')),
        target: () => (listener.state.state === 'listening' ? reachable(listener.state) : undefined),
      }),
    );
    const setup = scope.own(new SetupOfThePage({ store, clock, ids, own, arrivals, tunnel }));
    const hearing = new SessionHearing(store);
    const desktop = new DesktopNews();
    const handlers: ConsoleHandlers = {
      ...statusHandlers({ status, statusChanged, credentials, bots, listener }),
      ...credentialsHandlers(credentials),
      ...settingsHandlers(settings, secrets, options.address),
      ...questionHandlers(humans),
      ...botReplayHandlers(simulated, bots, store),
      ...sessionHandlers({ store, clock }),
      ...bundleHandlers({ store, exports, uploads }),
      ...saveHandlers({ store, downloads }),
      ...soundHandlers(scope.own(new SessionSound(store, clock)), { store, clock }),
      ...bytesHandlers(store),
      ...deletedHandlers(store),
      ...retention.handlers,
      ...searchHandlers(store),
      ...findingsHandlers({ store, clock }),
      ...latencyHandlers(hearing),
      ...compareHandlers(store, hearing),
      ...callHandlers(calls, own, recent),
      ...recent.handlers,
      ...replayHandlers(replays, store, own),
      ...scriptHandlers(scripts),
      ...checkHandlers(checks, own),
      ...setup.handlers,
      ...relayHandlers(relays, store),
      ...desktop.handlers,
    };
    Object.assign(handlers, readOnlyHandlers(handlers, whyReadOnly));
    return {
      handlers,
      tunnel,
      downloads,
      get status() {
        return status();
      },
      sessions: store.changed,
      relays,
      store,
      desktop,
      openFile: async path => {
        const imported = await importBundle(path, dataDir);
        if (!imported.ok) {
          warn(`${path} cannot be opened: ${imported.error.message}`);
          return;
        }
        await store.notice(imported.value.sessionId);
        desktop.tell({ type: 'opened', sessionId: imported.value.sessionId });
      },
      own,
      dispose: () => scope.dispose(),
    };
  } catch (error) {
    await scope.dispose();
    throw error;
  }
}

/** From this machine, a server that listens on all addresses is reached on loopback. */
function reachable({ host, port }: { host: string; port: number }): { host: string; port: number } {
  return { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port };
}

function valueOrThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new HostError(result.error.message);
  return result.value;
}
