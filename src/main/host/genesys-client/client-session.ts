/**
 * One connection of a call: the shell around the pure client machine. It appends what comes and goes, numbers what it
 * writes, runs the timers, and lets the caller's line flow while the session is open.
 */
import { PCMU_BYTES_PER_MS, PCMU_RATE_HZ } from '../../../shared/audio/mulaw.ts';
import { startClient, stepClient } from '../../../shared/audiohook/client-machine.ts';
import { parseForClient } from '../../../shared/audiohook/client-parse.ts';
import type {
  ClientConfig,
  ClientEffect,
  ClientInput,
  ClientOutcome,
  ClientPhase,
  ClientState,
  ClientTimer,
} from '../../../shared/audiohook/client-state.ts';
import { durationOfSamples } from '../../../shared/audiohook/duration.ts';
import type { FaultId } from '../../../shared/audiohook/faults.ts';
import { MAX_MESSAGE_BYTES } from '../../../shared/audiohook/limits.ts';
import type { Media } from '../../../shared/audiohook/media.ts';
import { blockBytes } from '../../../shared/audiohook/media-stream.ts';
import type { OpenParameters, ServerMessageType } from '../../../shared/audiohook/messages.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import type { WireTracks } from '../capture/wire-tracks.ts';
import { type ActiveFault, activeFault } from './active-fault.ts';
import { CallSocket } from './call-socket.ts';
import type { CallerLine } from './caller-line.ts';
import type { LinePiece } from './caller-voice.ts';
import { ClientWriter } from './client-writer.ts';
import type { ConnectProblem } from './connect-failure.ts';

export type SessionEnd = { readonly outcome: ClientOutcome; readonly problem: ConnectProblem | undefined };

export type ClientSessionOptions = {
  url: URL;
  headers: Record<string, string>;
  sessionId: string;
  open: OpenParameters;
  config: ClientConfig;
  fault: FaultId | undefined;
  recorder: SessionRecorder;
  tracks: WireTracks;
  line: CallerLine;
  clock: Clock;
  onPhase(phase: ClientPhase, why: string): void;
  onReceived(type: ServerMessageType): void;
  /** Sent: what the caller said, and from which position of the line. */
  onSaid(piece: LinePiece, at: number): void;
  /** The caller hears this next. */
  onAudio(pcmu: Uint8Array): void;
  onFlush(): void;
  onRoundTrip(rttMs: number): void;
  /** Once: the connection is gone. */
  onEnd(end: SessionEnd): void;
};

export class ClientSession {
  readonly #options: ClientSessionOptions;
  readonly #socket: CallSocket;
  readonly #fault: ActiveFault;
  readonly #writer: ClientWriter;
  readonly #timers = new Map<ClientTimer, () => void>();
  readonly #delayed = new Set<() => void>();
  #state: ClientState;
  #ended = false;

  constructor(options: ClientSessionOptions) {
    this.#options = options;
    const { url, headers, recorder, fault } = options;
    this.#state = startClient(options.sessionId, options.open, options.config);
    options.line.begin();
    this.#socket = new CallSocket({
      url,
      headers,
      recorder,
      clock: options.clock,
      dropInUpgrade: fault === 'drop-tcp-in-connecting',
      onConnected: () => this.take({ type: 'connected' }),
      onText: data => this.#onText(data),
      onAudio: data => this.#onAudio(data),
      onGone: (how, problem) => this.#onGone(how, problem),
    });
    this.#fault = fault === undefined ? {} : activeFault(fault, this.#faultTools());
    this.#writer = new ClientWriter({
      sessionId: options.sessionId,
      socket: this.#socket,
      line: options.line,
      recorder,
      fault: this.#fault,
      serverSeq: () => this.#state.serverSeq,
      onPing: seq => this.take({ type: 'ping-written', seq, nowMs: options.clock.monotonicMs() }),
    });
    if (this.#fault.loses) options.line.loseWhen(this.#fault.loses);
  }

  get phase(): ClientPhase {
    return this.#state.phase;
  }

  /** HTTP status of the answer to the upgrade, if there was one. */
  get status(): number | undefined {
    return this.#socket.status;
  }

  /** Drops TCP, whatever state the call is in. */
  terminate(): void {
    this.#socket.terminate();
  }

  take(input: ClientInput): void {
    this.#settle(input, stepClient(this.#state, input));
  }

  #onText(data: Buffer): void {
    const { recorder, clock, onReceived } = this.#options;
    const text = data.toString('utf8');
    const nowMs = clock.monotonicMs();
    recorder.append({ leg: 'genesys', type: 'message', direction: 'in', text, bytes: data.length });
    const received = parseForClient(text, data.length);
    if (received.kind === 'breach') {
      const { breach, code, seq, repaired } = received;
      this.take({ type: 'breach', breach, code, seq, repaired });
      return;
    }
    const { message, warnings } = received;
    onReceived(message.type);
    this.take({ type: 'message', message, warnings, sentSeq: this.#writer.seq, nowMs });
  }

  #onAudio(data: Buffer): void {
    const media = this.#state.phase === 'open' ? this.#state.media : undefined;
    const pcmu = this.#options.tracks.keepServer(data, media);
    const nowMs = this.#options.clock.monotonicMs();
    const input = { type: 'audio', bytes: data.length, nowMs } as const;
    const step = stepClient(this.#state, input);
    this.#settle(input, step);
    if (step.effects.some(effect => effect.type === 'hear')) this.#options.onAudio(pcmu);
  }

  #settle(input: ClientInput, step: { state: ClientState; effects: readonly ClientEffect[] }): void {
    const before = this.#state.phase;
    const after = step.state.phase;
    this.#state = step.state;
    const why = input.type === 'message' ? `${input.message.type} received` : input.type;
    if (after !== before)
      this.#options.recorder.append({ leg: 'genesys', type: 'state', from: before, to: after, why });
    for (const effect of step.effects) this.#carryOut(effect);
    if (after === before) return;
    this.#options.onPhase(after, why);
    this.#fault.entered?.(after);
  }

  #carryOut(effect: ClientEffect): void {
    const { recorder, line } = this.#options;
    switch (effect.type) {
      case 'send':
        this.#writer.write(effect.body);
        break;
      case 'report': {
        const { rule, level, detail, data } = effect;
        recorder.append({ leg: 'console', type: 'note', code: rule, level, text: detail, data: { ...data } });
        break;
      }
      case 'timer':
        this.#startTimer(effect.timer, effect.afterMs);
        break;
      case 'cancel-timer':
        this.#timers.get(effect.timer)?.();
        this.#timers.delete(effect.timer);
        break;
      case 'speak':
        this.#speak(effect.media, effect.discardToMs);
        break;
      case 'stop-speaking':
        line.stop();
        break;
      case 'held':
        if (effect.held) line.hold();
        else this.#writer.pause = line.release();
        break;
      case 'hear':
        break;
      case 'flush':
        this.#options.onFlush();
        break;
      case 'round-trip':
        this.#options.onRoundTrip(effect.rttMs);
        break;
      case 'close-socket':
        this.#socket.close();
        break;
      default:
        assertNever(effect, 'effect of the AudioHook client');
    }
  }

  #startTimer(timer: ClientTimer, wantedMs: number): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
    const afterMs = this.#fault.timer ? this.#fault.timer(timer, wantedMs) : wantedMs;
    if (afterMs === undefined) return;
    this.#timers.set(
      timer,
      this.#options.clock.after(afterMs, () => this.take({ type: 'timer', timer })),
    );
  }

  #speak(media: Media, discardToMs: number | undefined): void {
    const { line } = this.#options;
    const { holdBackMs } = this.#fault;
    const discardTo = (discardToMs ?? 0) * PCMU_BYTES_PER_MS;
    const output = {
      send: (piece: LinePiece, at: number) => this.#say(piece, at, media),
      discarded: (start: number, samples: number) => this.#tellDiscarded(start, samples),
    };
    if (holdBackMs === undefined) line.open(output, discardTo);
    else {
      const frameSamples = Math.floor(MAX_MESSAGE_BYTES / blockBytes(media));
      this.#later(holdBackMs, () => {
        if (this.#state.phase === 'open') line.open(output, discardTo, frameSamples);
      });
    }
  }

  #say(piece: LinePiece, at: number, media: Media): void {
    const frame = this.#options.tracks.frameOf(piece, media);
    const send = (data: Uint8Array) => {
      if (this.#state.phase !== 'open' || !this.#socket.isOpen) return;
      this.#options.tracks.keepClient(data, media);
      this.#socket.send(data);
    };
    if (this.#fault.frame) this.#fault.frame(frame, blockBytes(media), send);
    else send(frame);
    this.#options.onSaid(piece, at);
  }

  #tellDiscarded(start: number, samples: number): void {
    const parameters = {
      start: durationOfSamples(start, PCMU_RATE_HZ),
      discarded: durationOfSamples(samples, PCMU_RATE_HZ),
    };
    this.#writer.write({ type: 'discarded', parameters });
  }

  #later(ms: number, action: () => void): void {
    const cancel = this.#options.clock.after(ms, () => {
      this.#delayed.delete(cancel);
      action();
    });
    this.#delayed.add(cancel);
  }

  #faultTools() {
    return {
      after: (ms: number, action: () => void) => this.#later(ms, action),
      dropTcp: () => this.#socket.terminate(),
      fallSilent: () => this.#socket.fallSilent(),
      pauseReading: () => this.#socket.pause(),
      resumeReading: () => this.#socket.resume(),
      hangUp: () => this.take({ type: 'hang-up', reason: 'end', why: 'hung up at once' }),
      pressDigit: (digit: string) => this.take({ type: 'digit', digit }),
    };
  }

  #onGone(how: string, problem: ConnectProblem | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.take({ type: 'gone', how });
    for (const cancel of [...this.#timers.values(), ...this.#delayed]) cancel();
    this.#options.line.stop();
    const state = this.#state;
    if (state.phase !== 'closed') throw new Error(`The AudioHook client ended in state ${state.phase}.`);
    this.#options.onEnd({ outcome: state.outcome, problem });
  }
}
