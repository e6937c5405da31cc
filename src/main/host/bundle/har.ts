/**
 * HTTP Archive 1.2 with Chrome's `_webSocketMessages`, so that the browser's own developer tools open a call: one entry
 * for each WebSocket of both legs. http://www.softwareishard.com/blog/har-12-spec/
 *
 * `send` is what the socket's client sent, as in a browser: on the leg of a call that came in, that is Genesys Cloud.
 */
import type { ConnectionEvent, Leg, SessionEvent } from '../../../shared/events/session-event.ts';
import type { SessionSummary } from '../../../shared/events/session-summary.ts';
import { encodeBase64 } from '../../../shared/lib/base64.ts';

/** RFC 6455, section 5.2. */
const TEXT_FRAME = 1;
const BINARY_FRAME = 2;

type Socket = {
  readonly leg: Leg;
  readonly upgrade: ConnectionEvent | undefined;
  readonly from: number;
  readonly to: number;
};

export type HarInput = {
  readonly summary: SessionSummary;
  readonly events: readonly SessionEvent[];
  readonly version: string;
  /** The bytes of an audio frame; undefined where they are not to be in it. */
  audio(track: string, offset: number, bytes: number): Promise<Uint8Array> | undefined;
};

/** The text of the archive, piece by piece. */
export async function* harText(input: HarInput): AsyncGenerator<string> {
  const creator = { name: 'AudioHook Console', version: input.version };
  yield `{"log":{"version":"1.2","creator":${JSON.stringify(creator)},"pages":[],"entries":[`;
  for (const [at, socket] of sockets(input.events).entries()) {
    if (at > 0) yield ',';
    yield* entryText(input, socket);
  }
  yield ']}}\n';
}

/** The sockets of both legs: each from its upgrade until the next one of the same leg. */
function sockets(events: readonly SessionEvent[]): Socket[] {
  const all: { leg: Leg; upgrade: ConnectionEvent | undefined; from: number; to: number }[] = [];
  for (const leg of ['genesys', 'bot'] as const) {
    let open: (typeof all)[number] | undefined;
    for (const [at, event] of events.entries()) {
      if (event.leg !== leg) continue;
      const isUpgrade = event.type === 'connection' && event.phase === 'upgrade';
      if (!isUpgrade && (open || (event.type !== 'message' && event.type !== 'audio'))) continue;
      if (open) open.to = at;
      open = { leg, upgrade: isUpgrade ? event : undefined, from: at, to: events.length };
      all.push(open);
    }
  }
  return all.sort((a, b) => a.from - b.from);
}

async function* entryText(input: HarInput, socket: Socket): AsyncGenerator<string> {
  const { summary, events, audio } = input;
  const own = events.slice(socket.from, socket.to).filter(event => event.leg === socket.leg);
  const first = own[0];
  const startedMs = first?.atMs ?? 0;
  const timeMs = (own.at(-1)?.atMs ?? startedMs) - startedMs;
  const waitMs = upgradeMs(own);
  const entry = {
    startedDateTime: new Date(Date.parse(summary.startedAt) + startedMs).toISOString(),
    // Of the parts that are known it is the sum.
    time: timeMs,
    ...requestAndResponse(summary, socket, own),
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: waitMs, receive: timeMs - waitMs },
    _resourceType: 'websocket',
    comment: socket.leg === 'genesys' ? 'AudioHook: Genesys Cloud' : 'The bot: Realtime API',
  };
  yield `${JSON.stringify(entry).slice(0, -1)},"_webSocketMessages":[`;
  const clientIsConsole = socket.leg === 'bot' || summary.role === 'client';
  const originMs = Date.parse(summary.startedAt);
  let written = 0;
  for (const event of own) {
    if (event.type !== 'message' && event.type !== 'audio') continue;
    const bytes = event.type === 'audio' ? await audio(event.track, event.offset, event.bytes) : undefined;
    const message = {
      type: (event.direction === 'out') === clientIsConsole ? 'send' : 'receive',
      time: (originMs + event.atMs) / 1000,
      opcode: event.type === 'audio' ? BINARY_FRAME : TEXT_FRAME,
      data: event.type === 'audio' ? (bytes ? encodeBase64(bytes) : '') : event.text,
    };
    yield `${written > 0 ? ',\n' : '\n'}${JSON.stringify(message)}`;
    written += 1;
  }
  yield ']}';
}

function requestAndResponse(summary: SessionSummary, { leg, upgrade }: Socket, own: readonly SessionEvent[]) {
  const answer = own.find(
    (event): event is ConnectionEvent =>
      event.type === 'connection' && event.phase !== 'close' && event.status !== undefined,
  );
  const opened = own.some(event => event.type === 'message' || event.type === 'audio');
  const status = answer?.status ?? (opened ? 101 : 0);
  const url = urlOf(summary, leg, upgrade);
  const nothing = { cookies: [], headersSize: -1, bodySize: -1 };
  return {
    request: {
      method: upgrade?.method ?? 'GET',
      url,
      httpVersion: 'HTTP/1.1',
      headers: pairs(upgrade?.headers),
      queryString: queryOf(url),
      ...nothing,
    },
    response: {
      status,
      statusText: status === 101 ? 'Switching Protocols' : (answer?.reason ?? ''),
      httpVersion: 'HTTP/1.1',
      headers: answer?.phase === 'open' ? pairs(answer.headers) : [],
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
      ...nothing,
    },
  };
}

function urlOf(summary: SessionSummary, leg: Leg, upgrade: ConnectionEvent | undefined): string {
  const target = upgrade?.target ?? `/${summary.connectorId}`;
  if (/^[a-z]+:\/\//i.test(target)) return target;
  const host = upgrade?.headers?.host ?? (leg === 'bot' ? 'bot.invalid' : 'genesys.invalid');
  return `${leg === 'bot' ? 'wss' : 'ws'}://${host}${target.startsWith('/') ? '' : '/'}${target}`;
}

function pairs(headers: Readonly<Record<string, string>> | undefined) {
  return Object.entries(headers ?? {}).map(([name, value]) => ({ name, value }));
}

function queryOf(url: string) {
  const query = /\?([^#]*)/.exec(url)?.[1];
  if (!query) return [];
  return query.split('&').map(pair => {
    const [name = '', ...rest] = pair.split('=');
    return { name, value: rest.join('=') };
  });
}

/** How long the answer to the upgrade took, ms. */
function upgradeMs(own: readonly SessionEvent[]): number {
  const [asked] = own;
  const answered = own.find(event => event.type === 'connection' && event.phase === 'open');
  return asked && answered ? answered.atMs - asked.atMs : 0;
}
