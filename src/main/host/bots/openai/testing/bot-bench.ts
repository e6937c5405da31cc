/** A bot in a call with nobody on it, against the simulator or a server of the test's own; over real sockets. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseEvent } from '../../../../../shared/realtime/parse.ts';
import type { RealtimeOptions } from '../../../../../shared/realtime/realtime-options.ts';
import { loadScenario } from '../../../realtime-simulator/load-scenario.ts';
import { createRealtimeSimulator } from '../../../realtime-simulator/realtime-simulator.ts';
import type { SimulatorPace } from '../../../realtime-simulator/simulator-session.ts';
import { expectClientShape, expectOpenAiShape } from '../../../realtime-simulator/testing/openai-shape.ts';
import { systemClock, systemIds } from '../../../system.ts';
import { FakeCall } from '../../../testing/fake-call.ts';
import type { Bot } from '../../bot.ts';
import { type OpenAiBotDeps, type OpenAiBotSettings, startOpenAiBot } from '../openai-bot.ts';

export const KEY = 'sk-test-never-in-an-event';

export class BotBench {
  readonly fake = new FakeCall();
  readonly #ends: (() => Promise<unknown> | unknown)[] = [];

  /** The simulator with a scenario that ships, or a file. @returns its base URL */
  async simulate(scenario?: string, pace: Partial<SimulatorPace> = {}): Promise<string> {
    const loaded = scenario === undefined ? undefined : await loadScenario(scenario);
    if (loaded && !loaded.ok) throw new Error(loaded.error.message);
    const simulator = createRealtimeSimulator({
      clock: systemClock,
      ids: systemIds,
      scenario: loaded?.value,
      pace: { speedFactor: 200, thinkMs: 5, transcribeMs: 5, ...pace },
    });
    this.#ends.push(() => simulator.dispose());
    return (await simulator.listen()).url;
  }

  start(
    baseURL: string,
    realtime: RealtimeOptions = {},
    settings: Partial<OpenAiBotSettings> = {},
    deps: Partial<OpenAiBotDeps> = {},
  ): Bot {
    this.fake.call.profile = { match: '*', realtime };
    const all = { clock: systemClock, ids: systemIds, ...deps };
    const bot = startOpenAiBot({ apiKey: KEY, baseURL, ...settings }, all)(this.fake.call);
    this.#ends.push(() => bot.end('the test is over'));
    return bot;
  }

  /** An HTTP server on loopback. @returns a base URL */
  async server(prepare: (server: Server) => void): Promise<string> {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>hello</html>');
    });
    prepare(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#ends.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  /** A model that says what the test says. */
  async model(converse: (ws: WebSocket) => void): Promise<string> {
    const sockets = new WebSocketServer({ noServer: true });
    this.#ends.push(() => {
      for (const ws of sockets.clients) ws.terminate();
    });
    return this.server(server =>
      server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, converse)),
    );
  }

  speak(bot: Bot, codes: Uint8Array): void {
    for (let at = 0; at < codes.length; at += 1600) {
      const audio = codes.subarray(at, at + 1600);
      bot.hear(audio, this.fake.speak(audio));
    }
  }

  /** The caller has heard everything that was played. */
  hearAll(bot: Bot): void {
    this.fake.heardBytes = this.fake.track('bot').length;
    this.fake.playing = false;
    bot.playbackCompleted();
  }

  async responses(count: number): Promise<void> {
    await this.fake.until(() => this.fake.messages('in', 'response.done').length >= count);
  }

  /** Rules that were noted; not the notes that only tell. */
  rules(): string[] {
    return this.fake.notes().flatMap(({ code }) => (code.startsWith('RT-') ? [code] : []));
  }

  /** Data of the notes of one code. */
  data(code: string): Record<string, unknown>[] {
    return this.fake.events.flatMap(event => (event.type === 'note' && event.code === code ? [event.data ?? {}] : []));
  }

  async noted(code: string, count = 1): Promise<void> {
    await this.fake.until(() => this.fake.notes().filter(note => note.code === code).length >= count);
  }

  /** Ends all, and checks what holds in every test: no key in any event, no bug, every event of its published shape. */
  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
    if (JSON.stringify(this.fake.events).includes(KEY)) throw new Error('The key stands in an event.');
    const bug = this.fake.notes().find(note => note.code === 'bot-bug');
    if (bug) throw new Error(bug.text);
    for (const event of this.fake.events) {
      if (event.type !== 'message' || event.leg !== 'bot') continue;
      // A frame that is no event has no shape; that it is none was noted.
      if (parseEvent(event.text).kind === 'malformed') continue;
      const message = JSON.parse(event.text, (_key, value) => (value?.$audio ? 'AAAA' : value)) as { type: string };
      if (event.direction === 'out') expectClientShape(message);
      else expectOpenAiShape(message);
    }
  }
}
