/**
 * A WebSocket server that speaks the OpenAI Realtime API (GA), so that calls can be tried without key or network.
 *
 * Threat model: it opens a port. It listens on 127.0.0.1 only. Another local program may connect, and gets a talking
 * toy that holds no secret, reads no file and starts nothing. A web page must not even do that: requests with an Origin,
 * or with a Host other than this address (DNS rebinding), are refused. Frames are limited as the API limits them.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { UpgradeSockets } from '../upgrade/upgrade-sockets.ts';
import { shippedScenario } from './load-scenario.ts';
import { type Playback, statusLine } from './recording/playback.ts';
import type { Scenario } from './scenario.ts';
import { serverId } from './server-ids.ts';
import { type SimulatorPace, SimulatorSession } from './simulator-session.ts';

export interface RealtimeSimulatorDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pace?: Partial<SimulatorPace>;
  /**
   * What every session plays; one whose URL says `scenario=NAME`, or whose model is `scenario:NAME`, plays the one of that
   * name that ships.
   */
  readonly scenario?: Scenario | undefined;
  /** Played to every client instead, which begins anew when the client itself has ended a session. */
  readonly playback?: Playback | undefined;
  /** One line for the console's log. */
  readonly log?: (line: string) => void;
}

export interface RealtimeSimulator {
  /**
   * Opens the port; 0, the default, takes a free one. `url` is a base URL, as the `openai` package takes it.
   * @throws the error of Node, `EADDRINUSE` for a port in use
   */
  listen(port?: number): Promise<{ url: string }>;
  /** Plays a recorded bot leg to the client whose URL says `playback=KEY`, until `end` is called. */
  playBack(playback: Playback): { readonly key: string; end(): void };
  /** Ends all sessions and closes the port. May be called twice. */
  dispose(): Promise<void>;
}

/** What answers a client. */
interface Conversing {
  receive(text: string): void;
  receiveBinary(): void;
  /** The connection is gone. */
  dispose(): void;
}

const DEFAULT_PACE: SimulatorPace = { speedFactor: 8, thinkMs: 150, transcribeMs: 400 };
const PATHS = new Set(['/v1/realtime', '/openai/v1/realtime']);
/** The API's limit for one append, in base64 with room for the rest of the event. */
const MAX_FRAME_BYTES = 21 * 2 ** 20;
/** A model's name that chooses a scenario. */
const SCENARIO_MODEL = 'scenario:';
/** The API pings about this often. */
const PING_PERIOD_MS = 20_000;

export function createRealtimeSimulator(deps: RealtimeSimulatorDeps): RealtimeSimulator {
  const log = deps.log ?? (() => undefined);
  const pace = { ...DEFAULT_PACE, ...deps.pace };
  const server = createServer(answerHttp);
  const upgrades = new UpgradeSockets(deps.clock);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  const playbacks = new Map<string, Playback>();
  let disposing: Promise<void> | undefined;

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!upgrades.hold(socket)) return;
    const port = (server.address() as AddressInfo | null)?.port;
    const isOurHost = request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`;
    // A target that is no path (`//`, `*`) has no URL: it is not one of ours either.
    const url = URL.parse(request.url ?? '/', 'ws://127.0.0.1');
    if (request.headers.origin !== undefined || !isOurHost) upgrades.refuse(socket, '403 Forbidden');
    else if (!url || !PATHS.has(url.pathname)) upgrades.refuse(socket, '404 Not Found');
    else {
      const accept = (begin: (ws: WebSocket) => void): void => {
        sockets.handleUpgrade(request, socket, head, ws => {
          upgrades.accepted(socket);
          ws.on('error', error => log(`A session of the simulator failed: ${error.message}`));
          begin(ws);
        });
      };
      const playback = playbacks.get(url.searchParams.get('playback') ?? '') ?? deps.playback;
      if (playback) playBack(playback, socket, accept);
      else accept(ws => converse(ws, request, url));
    }
  });

  /** The next connection of a recording: answered as it was then, after the time that it took. */
  function playBack(playback: Playback, socket: Duplex, accept: (begin: (ws: WebSocket) => void) => void): void {
    const { answer, recorded } = playback.next();
    if (typeof answer === 'number') upgrades.refuse(socket, statusLine(answer));
    else if (answer === 'unreachable' || !recorded) socket.destroy();
    else {
      const begin = (ws: WebSocket): void => {
        const isStandalone = playback === deps.playback;
        const player = playback.play(recorded, ws);
        // The client ended it: what connects next is another call.
        ws.on('close', () => isStandalone && !player.hasEndedConnection && playback.rewind());
        converseWith(ws, player);
      };
      socket.once(
        'close',
        deps.clock.after(recorded.handshakeMs, () => accept(begin)),
      );
    }
  }

  function converse(ws: WebSocket, request: IncomingMessage, url: URL): void {
    const model = url.searchParams.get('model') ?? '';
    const isAuthorised = request.headers.authorization?.startsWith('Bearer ') || request.headers['api-key'];
    // As the API does: the handshake succeeds, and the refusal comes as an event and a close.
    if (!isAuthorised) refuseSession(ws, 3000, 'invalid_api_key', 'You must provide an API key.');
    else if (model === '') refuseSession(ws, 4000, 'missing_model', 'You must provide a model parameter.');
    else {
      const asked = model.startsWith(SCENARIO_MODEL)
        ? model.slice(SCENARIO_MODEL.length)
        : url.searchParams.get('scenario');
      const scenario = asked === null ? deps.scenario : shippedScenario(asked);
      if (asked === null || scenario) beginSession(ws, model, scenario);
      else refuseSession(ws, 4000, 'invalid_model', `The simulator has no scenario ${asked}.`);
    }
  }

  function beginSession(ws: WebSocket, model: string, scenario: Scenario | undefined): void {
    const session = new SimulatorSession(model, {
      ...{ clock: deps.clock, ids: deps.ids, pace, scenario },
      send: text => ws.send(text),
      close: (code, reason) => ws.close(code, reason),
      drop: () => ws.terminate(),
    });
    converseWith(ws, session);
    log(`A session of the simulator began (${model}).`);
    session.start();
  }

  function converseWith(ws: WebSocket, session: Conversing): void {
    const endPings = deps.clock.every(PING_PERIOD_MS, () => ws.ping());
    ws.on('message', (data, isBinary) => {
      try {
        if (isBinary) session.receiveBinary();
        else session.receive(data.toString());
      } catch (error) {
        // What escapes here would wedge the socket's receiver; closing as the API does on its own faults shows it.
        log(`The simulator has a bug: ${error instanceof Error ? error.stack : String(error)}`);
        ws.close(1011, 'server_error');
      }
    });
    ws.on('close', code => {
      endPings();
      session.dispose();
      log(`A session of the simulator ended (${code}).`);
    });
  }

  function refuseSession(ws: WebSocket, closeCode: number, code: string, message: string): void {
    const error = { type: 'invalid_request_error', code, message, param: null, event_id: null };
    ws.send(JSON.stringify({ type: 'error', event_id: serverId(deps.ids, 'event'), error }));
    ws.close(closeCode, `invalid_request_error.${code}`);
  }

  async function close(): Promise<void> {
    for (const ws of sockets.clients) ws.terminate();
    upgrades.dispose();
    sockets.close();
    if (!server.listening) return;
    await new Promise<void>((resolve, reject) => server.close(error => (error ? reject(error) : resolve())));
  }

  return {
    listen: (port = 0) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
        });
      }),
    playBack: playback => {
      const key = deps.ids.uuid();
      playbacks.set(key, playback);
      return { key, end: () => void playbacks.delete(key) };
    },
    dispose: () => {
      disposing ??= close();
      return disposing;
    },
  };
}

/** What OpenAI offers over HTTP, and this does not: answered in its own shape, so that a client says it clearly. */
function answerHttp(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  // A web page has no business here; a target that is no path (`//`) leads nowhere.
  const isForeign = request.headers.origin !== undefined || !isLoopbackName(request.headers.host);
  const pathname = isForeign ? '' : (URL.parse(request.url ?? '/', 'ws://127.0.0.1')?.pathname ?? '');
  const isRealtime = [...PATHS].some(path => pathname === path || pathname.startsWith(`${path}/`));
  const what = pathname.slice(pathname.indexOf('/realtime') + '/realtime/'.length);
  const [status, message] = PATHS.has(pathname)
    ? ([426, 'This is a WebSocket endpoint: connect to it with an upgrade.'] as const)
    : isRealtime
      ? ([501, `${what} is not simulated: this simulator speaks the Realtime API over WebSocket only.`] as const)
      : ([404, 'There is nothing here but the Realtime API.'] as const);
  const error = { type: 'invalid_request_error', code: status === 501 ? 'not_simulated' : null, message, param: null };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}

function isLoopbackName(host: string | undefined): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host ?? '');
}
