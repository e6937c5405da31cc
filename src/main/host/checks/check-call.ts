/**
 * A caller that does what a script tells it, right or wrong: one connection, exact bytes, everything recorded, and every
 * wait with a deadline. It judges nothing and is never strict: the checks read what it kept.
 */

import { WebSocket } from 'ws';
import { PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { durationOfSamples } from '../../../shared/audiohook/duration.ts';
import { CALLER_FRAME_MS } from '../../../shared/audiohook/limits.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { objectOf } from '../../../shared/lib/json-object.ts';
import { maskHeaders, maskTarget } from '../../../shared/redaction/mask.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import { silence } from '../genesys-client/caller-audio.ts';
import { CallerEar } from '../genesys-client/caller-ear.ts';
import type { ConnectFailure } from '../genesys-client/connect-failure.ts';
import type { RequestIds } from '../genesys-client/sign-request.ts';
import {
  isBargeIn,
  type UpgradeAnswer,
  type WireAudio,
  type WireClose,
  type WireEntry,
  type WireMessage,
} from './check-wire.ts';

export type CheckCallOptions = {
  url: URL;
  headers: Record<string, string>;
  ids: RequestIds;
  recorder: SessionRecorder;
  clock: Clock;
  /** How long until the upgrade must be answered, ms. */
  upgradeTimeoutMs: number;
};

/** Larger than any frame that a server may send, so that one that is too large is judged and not cut off. */
const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;
const MOST_BODY_BYTES = 4096;
export const FRAME_BYTES = (CALLER_FRAME_MS * PCMU_RATE_HZ) / 1000;

export class CheckCall {
  readonly ids: RequestIds;
  readonly sessionId: string;
  readonly entries: WireEntry[] = [];
  /** When the script did something that a check measures from, ms; or, of `markEntry`, how many entries there were. */
  readonly marks = new Map<string, number>();
  answer: UpgradeAnswer | undefined;
  failure: ConnectFailure | undefined;
  readonly ear: CallerEar;
  readonly #options: CheckCallOptions;
  readonly #socket: WebSocket;
  readonly #startedMs: number;
  readonly #waiting = new Set<() => void>();
  readonly #cancelUpgrade: () => void;
  #stopVoice: () => void = () => undefined;
  #toSay: Uint8Array = new Uint8Array(0);
  #seq = 0;
  #serverSeq = 0;
  #samples = 0;
  #closedByUs = false;
  #over = false;
  #recorded = false;

  constructor(options: CheckCallOptions) {
    const { clock, recorder, url, headers, ids } = options;
    this.#options = options;
    this.ids = ids;
    this.sessionId = recorder.id;
    this.#startedMs = clock.monotonicMs();
    recorder.declareTrack('caller', { encoding: 'PCMU', rateHz: PCMU_RATE_HZ, channels: 1 });
    recorder.declareTrack('bot', { encoding: 'PCMU', rateHz: PCMU_RATE_HZ, channels: 1 });
    this.ear = new CallerEar({
      clock,
      nowMs: () => this.nowMs(),
      onPlayback: what => this.send(`playback_${what}`),
      onHeard: () => undefined,
    });
    this.#socket = new WebSocket(url, { headers, perMessageDeflate: false, maxPayload: MAX_PAYLOAD_BYTES });
    this.#cancelUpgrade = clock.after(options.upgradeTimeoutMs, () => {
      this.failure ??= { error: new Error('Opening handshake has timed out') };
      this.#socket.terminate();
    });
    this.#listen();
  }

  nowMs(): number {
    return this.#options.clock.monotonicMs() - this.#startedMs;
  }

  get connected(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  mark(name: string): void {
    this.marks.set(name, this.nowMs());
  }

  /** Remembers which entries there were, where what comes in the same moment must be told apart. */
  markEntry(name: string): void {
    this.marks.set(name, this.entries.length);
  }

  /** The first value that is not undefined, looked for whenever anything has come; undefined when time or call is over. */
  until<T>(withinMs: number, look: () => T | undefined): Promise<T | undefined> {
    const found = look();
    if (found !== undefined || this.#over) return Promise.resolve(found);
    return new Promise(resolve => {
      const end = (value: T | undefined) => {
        cancel();
        this.#waiting.delete(check);
        resolve(value);
      };
      const check = () => {
        const now = look();
        if (now !== undefined || this.#over) end(now);
      };
      const cancel = this.#options.clock.after(withinMs, () => end(look()));
      this.#waiting.add(check);
    });
  }

  /** Lets time pass; shorter when the connection ends. */
  async wait(ms: number): Promise<void> {
    await this.until(ms, () => undefined);
  }

  /** Messages of the server, oldest first. */
  received(type?: string): WireMessage[] {
    return this.entries.filter(
      entry => entry.kind === 'message' && entry.direction === 'in' && (!type || entry.value?.type === type),
    ) as WireMessage[];
  }

  /** What was sent. */
  sent(type: string): WireMessage[] {
    return this.entries.filter(
      entry => entry.kind === 'message' && entry.direction === 'out' && entry.value?.type === type,
    ) as WireMessage[];
  }

  /** Audio of the server. */
  heard(): WireAudio[] {
    return this.entries.filter(entry => entry.kind === 'audio' && entry.direction === 'in') as WireAudio[];
  }

  get close(): WireClose | undefined {
    return this.entries.find(entry => entry.kind === 'close') as WireClose | undefined;
  }

  /** Sends a message with a proper envelope, unless `change` says otherwise. Nothing when the connection is gone. */
  send(type: string, parameters: object = {}, change: object = {}, cuts = 1): void {
    this.#seq += 1;
    const envelope = {
      version: '2',
      type,
      id: this.ids.sessionId,
      seq: this.#seq,
      serverseq: this.#serverSeq,
      position: this.position,
      parameters,
    };
    this.sendText(JSON.stringify({ ...envelope, ...change }), cuts);
  }

  /** How much audio was sent or discarded, as the wire writes it. */
  get position(): string {
    return durationOfSamples(this.#samples, PCMU_RATE_HZ);
  }

  /** Audio that the caller leaves out: the timeline goes on. Milliseconds. */
  skip(ms: number): void {
    this.#samples += (ms * PCMU_RATE_HZ) / 1000;
  }

  /** Sends a text frame as it is. @param cuts in how many WebSocket fragments */
  sendText(text: string, cuts = 1): void {
    if (!this.connected) return;
    const bytes = Buffer.from(text);
    const piece = Math.ceil(bytes.length / cuts);
    for (let at = 0; at < bytes.length; at += piece) {
      const fin = at + piece >= bytes.length;
      this.#socket.send(bytes.subarray(at, at + piece), { binary: false, fin });
    }
    this.#addMessage('out', text, bytes.length);
  }

  sendAudio(audio: Uint8Array): void {
    if (!this.connected) return;
    this.#socket.send(audio);
    this.#samples += audio.length;
    this.#addAudio('out', audio);
  }

  /** From now on the caller's line is live: frames of 200 ms in real time, silence where nothing is to be said. */
  startVoice(): void {
    this.#stopVoice = this.#options.clock.every(CALLER_FRAME_MS, () => {
      const frame = silence(FRAME_BYTES);
      frame.set(this.#toSay.subarray(0, FRAME_BYTES));
      const wasSpeaking = this.#toSay.length > 0;
      this.#toSay = this.#toSay.subarray(FRAME_BYTES);
      this.sendAudio(frame);
      if (wasSpeaking && this.#toSay.length === 0) this.#tell();
    });
  }

  stopVoice(): void {
    this.#stopVoice();
    this.#stopVoice = () => undefined;
  }

  /** Says something; resolves when it has been said. */
  async say(audio: Uint8Array): Promise<void> {
    this.#toSay = audio;
    const longest = (audio.length / PCMU_RATE_HZ) * 1000 + 10 * CALLER_FRAME_MS;
    await this.until(longest, () => (this.#toSay.length === 0 ? true : undefined));
  }

  /** Closes TCP as the client does, and waits for the server's side of it (at most 2 s). */
  async closeTcp(): Promise<void> {
    this.#closedByUs = true;
    this.stopVoice();
    this.ear.stop();
    if (this.connected) this.#socket.close(1000);
    await this.until(2_000, () => (this.#over ? true : undefined));
    this.abort();
  }

  /** Cuts the connection: every wait ends. May be called twice. */
  abort(): void {
    this.#closedByUs = true;
    this.stopVoice();
    this.ear.stop();
    this.#socket.terminate();
    this.#end();
  }

  #listen(): void {
    const { url, headers, recorder } = this.#options;
    const socket = this.#socket;
    recorder.append({
      leg: 'genesys',
      type: 'connection',
      phase: 'upgrade',
      direction: 'out',
      method: 'GET',
      target: maskTarget(`${url.pathname}${url.search}`),
      headers: maskHeaders(headers),
      remote: maskTarget(url.host),
    });
    socket.on('upgrade', response => this.#answered(response.statusCode ?? 101, response.headers, ''));
    socket.on('open', () => this.#tell());
    socket.on('unexpected-response', (request, response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body = (body + text).slice(0, MOST_BODY_BYTES);
      });
      const done = () => {
        this.#answered(response.statusCode ?? 0, response.headers, body);
        request.destroy();
        this.#end();
      };
      response.on('end', done);
      response.on('error', done);
    });
    socket.on('message', (data: Buffer, isBinary) => (isBinary ? this.#onAudio(data) : this.#onText(data)));
    socket.on('error', error => {
      if (this.answer || this.failure || this.#closedByUs) return;
      this.failure ??= { error };
      this.#append({ leg: 'genesys', type: 'connection', phase: 'error', reason: error.message });
    });
    socket.on('close', (code, reason) => {
      if (this.answer?.status === 101) {
        const why = reason.toString('utf8');
        const byServer = !this.#closedByUs;
        this.entries.push({ kind: 'close', atMs: this.nowMs(), code, reason: why, byServer });
        const direction = byServer ? 'in' : 'out';
        this.#append({ leg: 'genesys', type: 'connection', phase: 'close', direction, code, reason: why });
      }
      this.#end();
    });
  }

  #answered(status: number, headers: NodeJS.Dict<string | string[]>, body: string): void {
    this.#cancelUpgrade();
    const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    this.answer = { atMs: this.nowMs(), status, headers: flat, body };
    this.#append({ leg: 'genesys', type: 'connection', phase: 'open', direction: 'in', status });
  }

  #onText(data: Buffer): void {
    const entry = this.#addMessage('in', data.toString('utf8'), data.length);
    const seq = entry.value?.seq;
    if (typeof seq === 'number' && Number.isInteger(seq) && seq > this.#serverSeq) this.#serverSeq = seq;
    if (isBargeIn(entry)) this.ear.flush();
    this.#tell();
  }

  #onAudio(data: Buffer): void {
    this.#addAudio('in', data);
    if (!this.#closedByUs && this.marks.has('ear')) this.ear.receive(data);
    this.#tell();
  }

  #addMessage(direction: 'in' | 'out', text: string, bytes: number): WireMessage {
    const entry: WireMessage = { kind: 'message', direction, atMs: this.nowMs(), text, bytes, value: objectOf(text) };
    this.entries.push(entry);
    this.#append({ leg: 'genesys', type: 'message', direction, text, bytes });
    return entry;
  }

  #addAudio(direction: 'in' | 'out', audio: Uint8Array): void {
    this.entries.push({ kind: 'audio', direction, atMs: this.nowMs(), audio });
    if (this.#recorded) return;
    const range = this.#options.recorder.appendAudio(direction === 'in' ? 'bot' : 'caller', audio);
    this.#append({ leg: 'genesys', type: 'audio', direction, ...range });
  }

  /** Nothing is appended once the session is closed: what a socket still says then belongs to nobody. */
  #append(event: Parameters<SessionRecorder['append']>[0]): void {
    if (!this.#recorded) this.#options.recorder.append(event);
  }

  /** Ends the recording. */
  async finish(outcome: string): Promise<void> {
    this.abort();
    this.#recorded = true;
    await this.#options.recorder.close(outcome);
  }

  #end(): void {
    this.#cancelUpgrade();
    this.stopVoice();
    this.#over = true;
    this.#tell();
  }

  #tell(): void {
    for (const check of [...this.#waiting]) check();
  }
}
