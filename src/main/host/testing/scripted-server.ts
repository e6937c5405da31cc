/** A server that does with each connection what a test tells it to, right or wrong, and a call to it on a patient clock. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CallOptions } from '../../../shared/audiohook/call-options.ts';
import type { SessionEvent } from '../../../shared/events/session-event.ts';
import { SessionStore } from '../capture/session-store.ts';
import type { CallSummary } from '../genesys-client/call-summary.ts';
import { type CallerAudio, silentCaller } from '../genesys-client/caller-audio.ts';
import type { CallProgress, GenesysCall } from '../genesys-client/genesys-call.ts';
import { placeCall } from '../genesys-client/place-call.ts';
import { systemIds } from '../system.ts';
import { PatientClock } from './patient-clock.ts';
import { tempDir } from './temp-dir.ts';

export type ClientMessage = {
  type: string;
  seq: number;
  id: string;
  position: string;
  parameters: Record<string, unknown>;
};

/** One connection as the server sees it. */
export class Peer {
  readonly received: ClientMessage[] = [];
  readonly audio: Buffer[] = [];
  readonly socket: WebSocket;
  readonly headers: IncomingMessage['headers'];
  seq = 0;

  constructor(socket: WebSocket, headers: IncomingMessage['headers']) {
    this.socket = socket;
    this.headers = headers;
  }

  /** A good message; `change` makes another of it. */
  send(type: string, parameters: object = {}, change: object = {}): void {
    this.seq += 1;
    const last = this.received.at(-1);
    const envelope = { version: '2', type, id: last?.id, seq: this.seq, clientseq: last?.seq, parameters };
    this.socket.send(JSON.stringify({ ...envelope, ...change }));
  }

  types(): string[] {
    return this.received.map(message => message.type);
  }

  /** Codes of the client's `error` messages. */
  errors(): unknown[] {
    return this.received.flatMap(({ type, parameters }) => (type === 'error' ? [parameters.code] : []));
  }
}

/** What a proper server does with a message. */
export function answer(peer: Peer, message: ClientMessage): void {
  if (message.type === 'open') peer.send('opened', { media: (message.parameters.media as unknown[]).slice(0, 1) });
  if (message.type === 'ping') peer.send('pong');
  if (message.type === 'close') peer.send('closed');
}

export type Script = {
  /** Before the upgrade: true when the script has dealt with the socket itself. `n` counts from 0. */
  upgrade?: (n: number, socket: Duplex) => boolean;
  on?: (peer: Peer, message: ClientMessage, n: number) => void;
};

export const SCRIPT_CLOCK = new PatientClock(20);

export async function scriptedServer(script: Script = {}) {
  const peers: Peer[] = [];
  const sockets: Duplex[] = [];
  let upgrades = 0;
  const http = createServer();
  const webSockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    sockets.push(socket);
    const n = upgrades;
    upgrades += 1;
    if (script.upgrade?.(n, socket)) return;
    webSockets.handleUpgrade(request, socket, head, webSocket => {
      const peer = new Peer(webSocket, request.headers);
      peers.push(peer);
      webSocket.on('error', () => webSocket.terminate());
      webSocket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) {
          peer.audio.push(data);
          return;
        }
        const message = JSON.parse(data.toString()) as ClientMessage;
        peer.received.push(message);
        (script.on ?? answer)(peer, message, n);
      });
    });
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    http.closeAllConnections();
    return new Promise<void>(resolve => http.close(() => resolve()));
  });
  return { peers, upgrades: () => upgrades, url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/` };
}

export type ScriptedCall = { summary: CallSummary; events: readonly SessionEvent[]; progress: CallProgress[] };

/** Calls `url`; hung up `lastMs` after it opened, or as `on` decides. */
export async function callScripted(
  url: string,
  options: CallOptions = {},
  drive: {
    lastMs?: number;
    source?: CallerAudio;
    begun?: (call: GenesysCall) => void;
    on?: (item: CallProgress, call: GenesysCall) => void;
  } = {},
): Promise<ScriptedCall> {
  const clock = SCRIPT_CLOCK;
  const store = new SessionStore({
    dataDir: tempDir(),
    clock,
    ids: systemIds,
    pid: process.pid,
    onWarning: () => undefined,
  });
  const placed = placeCall(
    { url, connectorId: 'demo-bot', credentials: undefined, source: drive.source ?? silentCaller, options },
    { store, clock, ids: systemIds },
  );
  if (!placed.ok) throw new Error(placed.error.message);
  const { call, recorder } = placed.value;
  const progress: CallProgress[] = [];
  drive.begun?.(call);
  call.progress.on(item => {
    progress.push(item);
    drive.on?.(item, call);
    if (item.type === 'state' && item.state === 'open' && drive.lastMs !== undefined) {
      clock.after(drive.lastMs, () => call.hangUp('hung up by the test'));
    }
  });
  return { summary: await call.done, events: recorder.events, progress };
}
