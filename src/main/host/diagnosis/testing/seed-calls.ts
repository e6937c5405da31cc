/**
 * Calls for the diagnosis, with a fault that is made by real code over real sockets: a small server with a defect, a
 * caller with a fault, a model that misbehaves. Seconds pass in milliseconds, and all of it is captured as ever.
 */
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { orderPcmu } from '../../../../../e2e/audio/sounds.ts';
import type { CallOptions } from '../../../../shared/audiohook/call-options.ts';
import type { DiagnosisResult } from '../../../../shared/diagnosis/finding.ts';
import type { SessionSummary } from '../../../../shared/events/session-summary.ts';
import type { Clock } from '../../../../shared/lib/clock.ts';
import { settingsSchema } from '../../../../shared/settings/settings.ts';
import { AudioHookServer } from '../../audiohook-server/audiohook-server.ts';
import type { StartBot } from '../../bots/bot.ts';
import { startOpenAiBot } from '../../bots/openai/openai-bot.ts';
import type { FileRecorder } from '../../capture/file-recorder.ts';
import { resolveSession } from '../../capture/resolve-session.ts';
import { SessionStore } from '../../capture/session-store.ts';
import { checksOf } from '../../checks/all-checks.ts';
import { runChecks } from '../../checks/run-checks.ts';
import type { Defect } from '../../checks/testing/check-server.ts';
import { GoodServer } from '../../checks/testing/good-server.ts';
import { type CallerAudio, recordedCaller } from '../../genesys-client/caller-audio.ts';
import type { CallProgress, GenesysCall } from '../../genesys-client/genesys-call.ts';
import { placeCall } from '../../genesys-client/place-call.ts';
import { createRealtimeSimulator } from '../../realtime-simulator/realtime-simulator.ts';
import { type Scenario, scenarioSchema } from '../../realtime-simulator/scenario.ts';
import { replaySession } from '../../replay/replay-session.ts';
import { accepted, type Credentials } from '../../settings/credentials.ts';
import { systemIds } from '../../system.ts';
import { PatientClock } from '../../testing/patient-clock.ts';
import { RawCaller } from '../../testing/raw-caller.ts';
import { diagnoseEvents } from '../diagnose-session.ts';

export const KEYS: Credentials = {
  apiKey: 'Z29vZC1zZXJ2ZXIta2V5',
  clientSecret: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
};
const STEP_MS = 20;

export type Drive = {
  url?: string;
  connectorId?: string;
  credentials?: Credentials;
  options?: CallOptions;
  source?: CallerAudio;
  /** Hung up this long after opened, ms. */
  lastMs?: number;
  on?(item: CallProgress, call: GenesysCall): void;
};

/** Of a call to the console's own server. */
export type ConsoleDrive = Drive & {
  /** settings.json. */
  settings?: object;
  /** A proxy stands before the server, at this path, and makes this of the head of each request. */
  proxy?: { readonly path?: string; readonly change: (head: string) => string };
  /** In place of the fake Genesys Cloud, a client that sends just what it is told to. */
  raw?(client: RawCaller, clock: Clock): Promise<void>;
};

export type SeedView = {
  readonly summary: SessionSummary;
  /** How many events it had. */
  readonly events: number;
  readonly result: DiagnosisResult;
};

function unexpected(text: string): never {
  throw new Error(text);
}

/** One bench for many calls at a time. */
export class SeedBench {
  readonly clock = new PatientClock(STEP_MS);
  readonly store: SessionStore;
  readonly #dataDir: string;
  readonly #ends: (() => unknown)[] = [];

  /** @param onWarning of the store; nothing is warned of unless a fault asks for it */
  constructor(dataDir: string, onWarning: (text: string) => void = unexpected) {
    this.#dataDir = dataDir;
    const { clock } = this;
    // Time flies here: the disk is written as often in real time as ever.
    const calm: Clock = {
      monotonicMs: () => clock.monotonicMs(),
      wallMs: () => clock.wallMs(),
      after: (delayMs, action) => clock.after(delayMs, action),
      every: (periodMs, action) => clock.every(10 * periodMs, action),
    };
    this.store = new SessionStore({ dataDir, clock: calm, ids: systemIds, pid: process.pid, onWarning });
  }

  async dispose(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
    await this.store.dispose();
  }

  /** What is still to be ended with the bench. */
  atEnd(end: () => unknown): void {
    this.#ends.push(end);
  }

  /** A bench with a store and a time of its own, which ends with this one. */
  aside(onWarning?: (text: string) => void): SeedBench {
    const bench = new SeedBench(mkdtempSync(join(this.#dataDir, 'aside-')), onWarning);
    this.atEnd(() => bench.dispose());
    return bench;
  }

  /** A call to somebody's server with one defect, as its caller saw it. */
  async server(defect: Defect, drive: Drive = {}): Promise<SeedView> {
    return this.call({ ...drive, url: drive.url ?? (await this.#goodServer(defect)) });
  }

  /** The connection probe of a server with one defect. */
  async probe(defect: Defect): Promise<SeedView> {
    const recorders: FileRecorder[] = [];
    const baseUrl = await this.#goodServer(defect);
    const target = {
      baseUrl,
      connectorId: '',
      url: new URL(baseUrl),
      credentials: KEYS,
      profile: 'audio-connector',
    } as const;
    const checks = checksOf('audio-connector').filter(({ id }) => id === 'probe-silent');
    const record = (session: Parameters<SessionStore['start']>[0]) => {
      const recorder = this.store.start(session);
      recorders.push(recorder);
      return recorder;
    };
    const done = await runChecks(
      { target, checks, signal: new AbortController().signal, first: 'probe' },
      { clock: this.clock, ids: systemIds, record },
    );
    if (!done.ok || !recorders[0]) throw new Error('The probe was not made.');
    return this.#view(recorders[0]);
  }

  /** A call to the console's own server. @returns what the server saw */
  async console(startBot: StartBot, drive: ConsoleDrive = {}): Promise<SeedView> {
    const { clock, store } = this;
    const settings = settingsSchema.parse(drive.settings ?? {});
    const server = new AudioHookServer({ credentials: [accepted(KEYS, 'own')], settings, store, clock, startBot });
    const listening = await server.listen({ host: '127.0.0.1', port: 0 });
    if (!listening.ok) throw new Error(listening.error.message);
    const { proxy, raw } = drive;
    const url = proxy
      ? `${await this.#proxy(listening.value.url, proxy.change)}${proxy.path ?? ''}`
      : listening.value.url;
    const before = new Set(store.list().map(({ id }) => id));
    const audiohookId = raw ? await this.#raw(url, raw) : (await this.call({ ...drive, url })).summary.audiohookId;
    await server.dispose();
    const seen = store
      .list()
      .filter(session => session.role === 'server' && !before.has(session.id) && session.audiohookId === audiohookId);
    const [first] = [...seen.filter(({ kind }) => kind === 'refused'), ...seen];
    if (!first) throw new Error('The server has no session of this call.');
    return this.past(first.id);
  }

  async #raw(url: string, act: NonNullable<ConsoleDrive['raw']>): Promise<string> {
    const client = new RawCaller(`${url}demo-bot`, KEYS);
    await act(client, this.clock);
    return client.ids.sessionId;
  }

  /** The bot of OpenAI, connected to the simulator that plays a scenario. */
  async simulated(scenario?: object): Promise<StartBot> {
    const baseURL = await this.simulator(scenario);
    return startOpenAiBot(
      { apiKey: 'any', baseURL, name: 'simulator', keepsAddress: true },
      { clock: this.clock, ids: systemIds },
    );
  }

  /** @returns the base URL of a simulator that plays a scenario */
  async simulator(scenario?: object): Promise<string> {
    const parsed: Scenario | undefined = scenario && { ...scenarioSchema.parse(scenario), sounds: new Map() };
    const simulator = createRealtimeSimulator({ clock: this.clock, ids: systemIds, scenario: parsed });
    this.atEnd(() => simulator.dispose());
    return (await simulator.listen()).url;
  }

  /** The bot of OpenAI, connected to a model of the test's own. `answer` is called for each event of the bridge. */
  async modelled(
    answer: (event: Record<string, unknown>, send: (event: object) => void, close: (code: number) => void) => void,
    greet: (send: (event: object) => void, close: (code: number) => void) => void = send =>
      send({ type: 'session.created', session: {} }),
  ): Promise<StartBot> {
    const http = createServer();
    const sockets = new WebSocketServer({ noServer: true });
    http.on('upgrade', (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, ws => {
        const send = (event: object) => ws.send(JSON.stringify(event));
        const close = (code: number) => ws.close(code);
        ws.on('message', data => answer(JSON.parse(String(data)), send, close));
        greet(send, close);
      }),
    );
    await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
    this.#ends.push(() => {
      for (const ws of sockets.clients) ws.terminate();
      http.closeAllConnections();
      http.close();
    });
    const baseURL = `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`;
    return startOpenAiBot({ apiKey: 'any', baseURL }, { clock: this.clock, ids: systemIds });
  }

  /** Something at an address that is no WebSocket server. */
  async answers(status: number, headers: Record<string, string>): Promise<string> {
    const http = createServer();
    http.on('upgrade', (_request, socket) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${status} Answer\r\nContent-Length: 0\r\nConnection: close\r\n${lines.join('')}\r\n`);
    });
    return this.#listening(http);
  }

  /** Something that takes a connection, and does this to it at the first bytes. */
  async atFirstBytes(act: (socket: Socket) => void): Promise<string> {
    return this.#listening(
      createTcpServer(socket => socket.on('error', () => undefined).once('data', () => act(socket))),
    );
  }

  /** A call to somebody's server, and the same caller run again at another speed. @returns what the second saw */
  /** `silent`: from a bundle without sound. */
  async replayed(speed: number, silent = false): Promise<SeedView> {
    const own = this.aside();
    const url = await own.#goodServer({});
    const { summary } = await own.call({ url, lastMs: 3_000 });
    const session = await resolveSession(own.store, summary.id);
    if (!session.ok) throw new Error(session.error.message);
    const placed = await replaySession(
      silent ? { ...session.value, audio: async () => new Uint8Array() } : session.value,
      { url, connectorId: 'demo-bot', credentials: KEYS, speed },
      { store: own.store, clock: own.clock, ids: systemIds },
    );
    if (!placed.ok) throw new Error(placed.error.message);
    await placed.value.call.done;
    return own.#view(placed.value.recorder);
  }

  async #listening(server: Server): Promise<string> {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    this.atEnd(() => server.close());
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  #proxy(to: string, change: (head: string) => string): Promise<string> {
    return this.#listening(
      createTcpServer(client => {
        const server = connect(Number(new URL(to).port), '127.0.0.1');
        client.on('error', () => server.destroy());
        server.on('error', () => client.destroy());
        client.once('data', (first: Buffer) => {
          server.write(Buffer.from(change(first.toString('latin1')), 'latin1'));
          client.pipe(server).pipe(client);
        });
      }),
    );
  }

  async #goodServer(defect: Defect): Promise<string> {
    const server = new GoodServer({ credentials: KEYS, clock: this.clock, profile: 'audio-connector' });
    defect.server?.(server);
    server.onSession = session => defect.session?.(session, server);
    this.#ends.push(() => server.dispose());
    return server.listen();
  }

  /** A call of the fake Genesys Cloud. @returns what it saw itself */
  async call(drive: Drive & { url?: string }): Promise<SeedView> {
    const { clock, store } = this;
    const { url = '', connectorId = 'demo-bot', credentials = KEYS, options = {}, lastMs = 11_000 } = drive;
    const source = drive.source ?? recordedCaller(orderPcmu());
    const placed = placeCall({ url, connectorId, credentials, source, options }, { store, clock, ids: systemIds });
    if (!placed.ok) throw new Error(placed.error.message);
    const { call, recorder } = placed.value;
    call.progress.on(item => {
      drive.on?.(item, call);
      if (item.type === 'state' && item.state === 'open') clock.after(lastMs, () => call.hangUp('hung up'));
    });
    await call.done;
    return this.#view(recorder);
  }

  async #view(recorder: FileRecorder): Promise<SeedView> {
    const result = await diagnoseEvents(await recorder.allEvents(), (track, offset, bytes) =>
      recorder.readAudio(track, offset, bytes),
    );
    return { summary: recorder.summary, events: recorder.events.length, result };
  }

  /** A session of the store that has ended. */
  async past(id: string): Promise<SeedView> {
    const { store } = this;
    const [summary, events] = [store.get(id), await store.events(id)];
    if (!summary || !events.ok) throw new Error(`Session ${id} cannot be read.`);
    return {
      summary,
      events: events.value.length,
      result: await diagnoseEvents(events.value, (track, offset, bytes) => store.audio(id, track, offset, bytes)),
    };
  }
}
