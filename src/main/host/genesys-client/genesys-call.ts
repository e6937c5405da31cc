/**
 * One call of the fake Genesys Cloud: the shell around the pure client machine. It opens the WebSocket, appends what
 * comes and goes to its own session (role `client`), speaks, plays what it hears, and sums up how it went.
 */
import { WebSocket } from 'ws';
import { PCMU_BYTES_PER_MS, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import {
  type ClientEffect,
  type ClientInput,
  type ClientPhase,
  type ClientState,
  type ClientTimer,
  startClient,
  stepClient,
} from '../../../shared/audiohook/client-machine.ts';
import { durationOfSamples } from '../../../shared/audiohook/duration.ts';
import { MAX_RECEIVED_BYTES, OPEN_TIMEOUT_MS } from '../../../shared/audiohook/limits.ts';
import type { ClientBody, OpenParameters } from '../../../shared/audiohook/messages.ts';
import { parseServerMessage } from '../../../shared/audiohook/parse.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { maskHeaders, maskTarget } from '../../../shared/redaction/mask.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import type { CallerAudio } from './caller-audio.ts';
import { CallerEar } from './caller-ear.ts';
import { CallerVoice } from './caller-voice.ts';
import { connectFailure } from './connect-failure.ts';

export type GenesysCallOptions = {
  url: URL;
  headers: Record<string, string>;
  sessionId: string;
  open: OpenParameters;
  source: CallerAudio;
  recorder: SessionRecorder;
  clock: Clock;
};

/** How a call went; the last line of `call --json`. */
export type CallSummary = {
  opened: boolean;
  /** The close transaction was completed: `close` was answered with `closed`. */
  closed: boolean;
  sentMs: number;
  receivedMs: number;
  heardMs: number;
  /** Server messages by type. */
  messages: Record<string, number>;
  /** Why the server ended the call, as Architect would learn it, and its variables. */
  disconnectReason: string | null;
  outputVariables: Record<string, string> | null;
  error: string | null;
};

export type CallProgress =
  | { type: 'state'; state: ClientPhase; why: string; failed: boolean }
  | { type: 'said'; audio: Uint8Array }
  | { type: 'heard'; audio: Uint8Array }
  | { type: 'flush' };

const PCMU = { encoding: 'PCMU', rateHz: PCMU_RATE_HZ, channels: 1 } as const;

export class GenesysCall {
  readonly progress = new Emitter<CallProgress>();
  /** Resolves when the connection is closed and the session is on disk. Never rejects. */
  readonly done: Promise<CallSummary>;
  readonly #options: GenesysCallOptions;
  readonly #socket: WebSocket;
  readonly #voice: CallerVoice;
  readonly #ear: CallerEar;
  readonly #timers = new Map<ClientTimer, () => void>();
  readonly #messages: Record<string, number> = {};
  readonly #said: Uint8Array[] = [];
  #state: ClientState;
  #seq = 0;
  #samples = 0;
  #pausedAt: number | undefined;
  #opened = false;
  #answered = false;
  #speakingFromMs: number | undefined;
  #failure: string | undefined;
  #finished = false;
  #finish: (summary: CallSummary) => void = () => undefined;

  constructor(options: GenesysCallOptions) {
    this.#options = options;
    const { url, headers, recorder, clock } = options;
    this.#state = startClient(options.sessionId, options.open);
    recorder.declareTrack('caller', PCMU);
    recorder.declareTrack('bot', PCMU);
    recorder.append({
      leg: 'genesys',
      type: 'connection',
      phase: 'upgrade',
      direction: 'out',
      method: 'GET',
      target: maskTarget(url.href),
      headers: maskHeaders(headers),
    });
    this.#voice = new CallerVoice(options.source, clock, frame => this.#say(frame));
    this.#ear = new CallerEar({
      clock,
      nowMs: () => recorder.nowMs(),
      onPlayback: what => this.#take({ type: 'playback', what }),
      onHeard: audio => this.progress.emit({ type: 'heard', audio }),
    });
    this.done = new Promise(resolve => {
      this.#finish = resolve;
    });
    this.#socket = new WebSocket(url, {
      headers,
      perMessageDeflate: false,
      maxPayload: MAX_RECEIVED_BYTES,
      handshakeTimeout: OPEN_TIMEOUT_MS,
      followRedirects: false,
    });
    this.#listen();
  }

  /** True when the server answered the upgrade at all, be it with a refusal. */
  get wasAnswered(): boolean {
    return this.#answered;
  }

  get phase(): ClientPhase {
    return this.#state.phase;
  }

  /** On the monotonic clock; undefined while the source still speaks. */
  get sourceEndedAtMs(): number | undefined {
    return this.#voice.endedAtMs;
  }

  get isHearing(): boolean {
    return this.#ear.isPlaying;
  }

  set muted(muted: boolean) {
    this.#voice.muted = muted;
  }

  pressDigit(digit: string): void {
    this.#take({ type: 'digit', digit });
  }

  hangUp(why: string): void {
    this.#take({ type: 'hang-up', reason: 'end', why });
  }

  /** What was said (left) and heard (right), 8 kHz PCMU, both from the moment on at which the caller began to speak. */
  recording(): { said: Uint8Array; heard: Uint8Array } {
    return { said: concat(this.#said), heard: this.#ear.recording(this.#speakingFromMs ?? 0) };
  }

  #listen(): void {
    const { recorder } = this.#options;
    const socket = this.#socket;
    socket.on('upgrade', response => {
      this.#answered = true;
      const headers = maskHeaders(flatten(response.headers));
      recorder.append({ leg: 'genesys', type: 'connection', phase: 'open', direction: 'in', status: 101, headers });
    });
    socket.on('open', () => this.#take({ type: 'connected' }));
    socket.on('unexpected-response', (request, response) => {
      this.#answered = true;
      const status = response.statusCode ?? 0;
      const headers = maskHeaders(flatten(response.headers));
      recorder.append({ leg: 'genesys', type: 'connection', phase: 'open', direction: 'in', status, headers });
      this.#failure = connectFailure(this.#options.url, { status, location: response.headers.location });
      request.destroy();
      this.#onGone(this.#failure);
    });
    socket.on('message', (data: Buffer, isBinary) => (isBinary ? this.#onBinary(data) : this.#onText(data)));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#finished) return;
      recorder.append({ leg: 'genesys', type: 'connection', phase: 'error', reason: error.message });
      if (this.#state.phase === 'connecting') this.#failure ??= connectFailure(this.#options.url, { error });
    });
    socket.on('close', (code, reason) => {
      if (this.#finished) return;
      const text = reason.toString('utf8');
      recorder.append({ leg: 'genesys', type: 'connection', phase: 'close', direction: 'in', code, reason: text });
      this.#onGone(this.#failure ?? `code ${code}${text ? `, ${text}` : ''}`);
    });
  }

  #onText(data: Buffer): void {
    const { recorder, clock } = this.#options;
    const text = data.toString('utf8');
    recorder.append({ leg: 'genesys', type: 'message', direction: 'in', text, bytes: data.length });
    const parsed = parseServerMessage(text, data.length);
    if (parsed.kind === 'breach') {
      this.#take({ type: 'breach', breach: parsed.breach, seq: undefined });
      return;
    }
    const { message } = parsed;
    this.#messages[message.type] = (this.#messages[message.type] ?? 0) + 1;
    this.#take({ type: 'message', message, sentSeq: this.#seq, nowMs: clock.monotonicMs() });
  }

  #onBinary(data: Buffer): void {
    const { recorder } = this.#options;
    const range = recorder.appendAudio('bot', data);
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'in', ...range });
    const { state, effects } = stepClient(this.#state, { type: 'audio', bytes: data.length });
    this.#settle(
      state,
      'audio',
      effects.filter(effect => effect.type !== 'hear'),
    );
    if (effects.some(effect => effect.type === 'hear')) this.#ear.receive(data);
  }

  #take(input: ClientInput): void {
    const { state, effects } = stepClient(this.#state, input);
    this.#settle(state, input.type === 'message' ? `${input.message.type} received` : input.type, effects);
  }

  #settle(state: ClientState, why: string, effects: readonly ClientEffect[]): void {
    const before = this.#state.phase;
    this.#state = state;
    if (state.phase !== before && !this.#finished) {
      this.#options.recorder.append({ leg: 'genesys', type: 'state', from: before, to: state.phase, why });
    }
    if (before === 'opening' && state.phase === 'open') this.#opened = true;
    for (const effect of effects) this.#carryOut(effect);
    if (state.phase !== before) this.#announce();
  }

  #announce(): void {
    const state = this.#state;
    const outcome = state.phase === 'closing' || state.phase === 'closed' ? state.outcome : undefined;
    const failed = outcome?.error !== undefined || this.#failure !== undefined;
    this.progress.emit({ type: 'state', state: state.phase, why: this.#failure ?? outcome?.why ?? '', failed });
  }

  #carryOut(effect: ClientEffect): void {
    const { recorder, clock } = this.#options;
    switch (effect.type) {
      case 'send':
        this.#write(effect.body);
        break;
      case 'report':
        if (!this.#finished) {
          const { rule, level, detail } = effect;
          recorder.append({ leg: 'console', type: 'note', code: rule, level, text: detail });
        }
        break;
      case 'timer':
        this.#timers.get(effect.timer)?.();
        this.#timers.set(
          effect.timer,
          clock.after(effect.afterMs, () => this.#take({ type: 'timer', timer: effect.timer })),
        );
        break;
      case 'cancel-timer':
        this.#timers.get(effect.timer)?.();
        this.#timers.delete(effect.timer);
        break;
      case 'speak':
        this.#speakingFromMs = recorder.nowMs();
        this.#voice.start();
        break;
      case 'stop-speaking':
        this.#voice.stop();
        break;
      case 'hear':
        break;
      case 'flush':
        this.#ear.flush();
        this.progress.emit({ type: 'flush' });
        break;
      case 'round-trip':
        break;
      case 'close-socket':
        if (this.#socket.readyState === WebSocket.CONNECTING) this.#socket.terminate();
        else this.#socket.close(1000);
        break;
      default:
        assertNever(effect, 'effect of the AudioHook client');
    }
  }

  #say(frame: Uint8Array): void {
    const state = this.#state;
    if (state.phase !== 'open' || this.#socket.readyState !== WebSocket.OPEN) return;
    if (state.paused) return;
    const { recorder } = this.#options;
    const range = recorder.appendAudio('caller', frame);
    recorder.append({ leg: 'genesys', type: 'audio', direction: 'out', ...range });
    this.#samples += frame.length;
    this.#said.push(frame);
    this.#socket.send(frame);
    this.progress.emit({ type: 'said', audio: frame });
  }

  #write(body: ClientBody): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const { sessionId, serverSeq } = this.#state;
    this.#seq += 1;
    const message = {
      version: '2',
      type: body.type,
      id: sessionId,
      seq: this.#seq,
      serverseq: serverSeq,
      position: durationOfSamples(this.#samples, PCMU_RATE_HZ),
      parameters: this.#parametersOf(body),
    };
    const text = JSON.stringify(message);
    const { recorder, clock } = this.#options;
    recorder.append({ leg: 'genesys', type: 'message', direction: 'out', text, bytes: Buffer.byteLength(text) });
    this.#socket.send(text);
    if (body.type === 'ping') this.#take({ type: 'ping-written', seq: this.#seq, nowMs: clock.monotonicMs() });
  }

  /** The machine does not count samples: where a pause began and what it skipped is filled in here. */
  #parametersOf(body: ClientBody): ClientBody['parameters'] {
    if (body.type === 'paused') this.#pausedAt = this.#options.recorder.nowMs();
    if (body.type !== 'resumed') return body.parameters;
    const start = durationOfSamples(this.#samples, PCMU_RATE_HZ);
    const skippedMs = Math.round(this.#options.recorder.nowMs() - (this.#pausedAt ?? this.#options.recorder.nowMs()));
    this.#samples += skippedMs * PCMU_BYTES_PER_MS;
    return { start, discarded: durationOfSamples(skippedMs, 1000) };
  }

  #onGone(how: string): void {
    if (this.#finished) return;
    this.#take({ type: 'gone', how });
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#voice.stop();
    const heardMs = Math.round(this.#ear.heardMs);
    this.#ear.stop();
    const state = this.#state;
    const outcome = state.phase === 'closed' ? state.outcome : undefined;
    this.#finished = true;
    const summary: CallSummary = {
      opened: this.#opened,
      closed: (this.#messages.closed ?? 0) > 0,
      sentMs: Math.round(this.#said.reduce((sum, frame) => sum + frame.length, 0) / PCMU_BYTES_PER_MS),
      receivedMs: Math.round(this.#ear.receivedMs),
      heardMs,
      messages: this.#messages,
      disconnectReason: outcome?.disconnectReason ?? null,
      outputVariables: outcome?.outputVariables ? { ...outcome.outputVariables } : null,
      error: this.#failure ?? outcome?.error ?? null,
    };
    if (this.#failure !== undefined) {
      const note = {
        leg: 'console',
        type: 'note',
        code: 'call-failed',
        level: 'problem',
        text: this.#failure,
      } as const;
      this.#options.recorder.append(note);
    }
    void this.#options.recorder.close(summary.error ?? outcome?.why ?? 'ended').then(() => this.#finish(summary));
  }
}

function flatten(headers: NodeJS.Dict<string | string[]>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
