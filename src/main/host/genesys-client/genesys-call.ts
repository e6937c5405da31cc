/**
 * One call of the fake Genesys Cloud: dials, connects again where Genesys would, speaks, plays what it hears, and sums
 * up how it went. All tries are one session of the console (role `client`): one call, one list of events.
 */
import { MULAW_SILENCE, PCMU_BYTES_PER_MS } from '../../../shared/audio/mulaw.ts';
import type { CallOutcome } from '../../../shared/audiohook/call-options.ts';
import { groundsOf } from '../../../shared/audiohook/client-grounds.ts';
import { MAX_TRIES } from '../../../shared/audiohook/client-limits.ts';
import type { ClientConfig, ClientInput, ClientOutcome, ClientPhase } from '../../../shared/audiohook/client-state.ts';
import { type FaultId, faultOf } from '../../../shared/audiohook/faults.ts';
import type { CloseReason, OpenParameters, ServerMessageType } from '../../../shared/audiohook/messages.ts';
import { nextTryAfterMs } from '../../../shared/audiohook/retry.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { SessionRecorder } from '../capture/session-recorder.ts';
import { WireTracks } from '../capture/wire-tracks.ts';
import { CallSocket } from './call-socket.ts';
import { type CallSummary, summaryOf } from './call-summary.ts';
import type { CallerAudio } from './caller-audio.ts';
import { CallerEar } from './caller-ear.ts';
import { CallerLine } from './caller-line.ts';
import { CallerVoice, type LinePiece } from './caller-voice.ts';
import { ClientSession, type SessionEnd } from './client-session.ts';

export type GenesysCallOptions = {
  url: URL;
  /** Made anew for every try: each signature has its own nonce and time. `attempt` counts from 0. */
  headers(attempt: number): Record<string, string>;
  sessionId: string;
  open: OpenParameters;
  config: ClientConfig;
  /** False: one try. A call with a fault has one in any case. */
  retry: boolean;
  fault: FaultId | undefined;
  source: CallerAudio;
  recorder: SessionRecorder;
  clock: Clock;
  /** What the caller's speech is paced by, where that is another clock. */
  voiceClock?: Clock;
};

export type CallProgress =
  /** `closed` comes once, at the very end; a try that fails before others is `connecting` again. */
  | { type: 'state'; state: ClientPhase; why: string; failed: boolean }
  /** Right before `closed`. */
  | { type: 'outcome'; outcome: CallOutcome }
  | { type: 'paused'; paused: boolean }
  | { type: 'said'; audio: Uint8Array }
  | { type: 'heard'; audio: Uint8Array }
  | { type: 'flush' };

export class GenesysCall {
  readonly progress = new Emitter<CallProgress>();
  /** Resolves when the connection is closed and the session is on disk. Never rejects. */
  readonly done: Promise<CallSummary>;
  readonly #options: GenesysCallOptions;
  readonly #line = new CallerLine();
  readonly #voice: CallerVoice;
  readonly #ear: CallerEar;
  readonly #tracks: WireTracks;
  readonly #messages: Partial<Record<ServerMessageType, number>> = {};
  readonly #rttsMs: number[] = [];
  readonly #said: { at: number; audio: Uint8Array }[] = [];
  readonly #dialledAtMs: number;
  #session: ClientSession | undefined;
  #tries = 0;
  #opened = false;
  #status: number | undefined;
  #sentBytes = 0;
  #cancelRetry: (() => void) | undefined;
  #hungUp: string | undefined;
  #finished = false;
  #finish: (summary: CallSummary) => void = () => undefined;

  constructor(options: GenesysCallOptions) {
    this.#options = options;
    const { recorder, clock, fault } = options;
    this.#tracks = new WireTracks(recorder);
    this.#voice = new CallerVoice(options.source, options.voiceClock ?? clock, piece => this.#line.push(piece));
    this.#ear = new CallerEar({
      clock,
      nowMs: () => recorder.nowMs(),
      onPlayback: what => this.#take({ type: 'playback', what }),
      onHeard: audio => this.progress.emit({ type: 'heard', audio }),
    });
    this.done = new Promise(resolve => {
      this.#finish = resolve;
    });
    this.#dialledAtMs = recorder.nowMs();
    if (fault !== undefined) this.#announceFault(fault);
    this.#voice.start();
    if (fault === 'replayed-nonce') this.#connectTwice();
    else this.#connect(this.#headers());
  }

  /** True when the server answered the upgrade at all, be it with a refusal. */
  get wasAnswered(): boolean {
    return this.#status !== undefined;
  }

  get phase(): ClientPhase {
    return this.#session?.phase ?? 'connecting';
  }

  /** On the clock of the caller's speech, ms; undefined while the source still speaks. */
  get sourceEndedAtMs(): number | undefined {
    return this.#voice.endedAtMs;
  }

  /** True while the caller hears something, or will: silence that the server sends is nothing. */
  get soundsAhead(): boolean {
    return this.#ear.soundsAhead;
  }

  set muted(muted: boolean) {
    this.#voice.muted = muted;
  }

  pressDigit(digit: string): void {
    this.#take({ type: 'digit', digit });
  }

  /** The client's own pause, and its end. */
  hold(held: boolean): void {
    this.#take({ type: 'hold', held });
    if (this.phase === 'open') this.progress.emit({ type: 'paused', paused: held });
  }

  updateLanguage(language: string): void {
    this.#take({ type: 'language', language });
  }

  /** The next `ms` of the caller's audio are lost, and reported as `discarded`. */
  discard(ms: number): void {
    this.#line.discard(ms);
  }

  /** `why` in words, for the record; `reason` goes into `close`. */
  hangUp(why: string, reason: CloseReason = 'end'): void {
    if (this.#finished) return;
    this.#hungUp = why;
    if (this.#cancelRetry) {
      this.#cancelRetry();
      this.#end(gaveUp(why), undefined);
      return;
    }
    this.#take({ type: 'hang-up', reason, why });
  }

  /** Gives the call up at once: for a server that does not let it end properly. */
  terminate(): void {
    this.#session?.terminate();
  }

  /** What was said and what was heard, both from the dial on: 8 kHz PCMU. */
  recording(): { said: Uint8Array; heard: Uint8Array } {
    const length = this.#said.reduce((end, { at, audio }) => Math.max(end, at + audio.length), 0);
    const said = new Uint8Array(length).fill(MULAW_SILENCE);
    for (const { at, audio } of this.#said) said.set(audio, at);
    return { said, heard: this.#ear.recording(this.#dialledAtMs) };
  }

  #take(input: ClientInput): void {
    if (!this.#finished) this.#session?.take(input);
  }

  #headers(): Record<string, string> {
    return this.#options.headers(this.#tries);
  }

  #connect(headers: Record<string, string>): void {
    const { url, sessionId, open, config, fault, recorder, clock } = this.#options;
    this.#tries += 1;
    this.#session = new ClientSession({
      url,
      headers,
      sessionId,
      open,
      config,
      fault,
      recorder,
      tracks: this.#tracks,
      line: this.#line,
      clock,
      onPhase: (phase, why) => this.#onPhase(phase, why),
      onReceived: type => {
        this.#messages[type] = (this.#messages[type] ?? 0) + 1;
      },
      onSaid: (piece, at) => this.#onSaid(piece, at),
      onAudio: pcmu => this.#ear.receive(pcmu),
      onFlush: () => {
        this.#ear.flush();
        this.progress.emit({ type: 'flush' });
      },
      onRoundTrip: rttMs => this.#rttsMs.push(rttMs),
      onEnd: end => this.#onEnd(end),
    });
  }

  /** A fault: the same request twice. The first connection is dropped as soon as it stands. */
  #connectTwice(): void {
    const headers = this.#headers();
    const { url, recorder } = this.#options;
    const first = new CallSocket({
      url,
      headers,
      recorder,
      clock: this.#options.clock,
      onConnected: () => first.terminate(),
      onText: () => undefined,
      onAudio: () => undefined,
      onGone: (how, problem) => {
        this.#status = first.status;
        if (this.#hungUp !== undefined) this.#end(gaveUp(this.#hungUp), undefined);
        else if (!problem) this.#connect(headers);
        else this.#end({ ...gaveUp(how), error: problem.sentence }, problem.sentence);
      },
    });
  }

  #announceFault(fault: FaultId): void {
    const { does, should, end, rule } = faultOf(fault);
    const text = `Fault ${fault}: the caller ${does}. A good server ${should}.`;
    const data = { fault, rule, end };
    this.#options.recorder.append({ leg: 'console', type: 'note', code: 'fault', level: 'info', text, data });
  }

  #onPhase(phase: ClientPhase, why: string): void {
    if (phase === 'open') this.#opened = true;
    if (phase !== 'closed') this.progress.emit({ type: 'state', state: phase, why, failed: false });
  }

  #onSaid(piece: LinePiece, at: number): void {
    this.#said.push({ at, audio: piece.external });
    this.#sentBytes += piece.external.length;
    this.progress.emit({ type: 'said', audio: piece.external });
  }

  #onEnd({ outcome, problem }: SessionEnd): void {
    const { retry, fault, clock, recorder } = this.#options;
    this.#status = this.#session?.status ?? this.#status;
    const mayRetry = retry && fault === undefined && this.#hungUp === undefined;
    const waitMs = mayRetry ? nextTryAfterMs(outcome, this.#tries, problem?.final ?? false) : undefined;
    if (waitMs === undefined) {
      this.#end(outcome, problem?.sentence);
      return;
    }
    const what = problem?.sentence ?? outcome.why;
    const text = `Try ${this.#tries} of ${MAX_TRIES} failed: ${what} The next follows in ${waitMs / 1000} s.`;
    const data = { ...groundsOf('AH-32'), tries: this.#tries, waitMs };
    recorder.append({ leg: 'console', type: 'note', code: 'AH-32', level: 'warning', text, data });
    this.#cancelRetry = clock.after(waitMs, () => {
      this.#cancelRetry = undefined;
      this.#connect(this.#headers());
    });
    this.progress.emit({ type: 'state', state: 'connecting', why: text, failed: false });
  }

  #end(outcome: ClientOutcome, failure: string | undefined): void {
    if (this.#finished) return;
    this.#finished = true;
    const { recorder, fault } = this.#options;
    this.#voice.stop();
    const heardMs = this.#ear.heardMs;
    this.#ear.stop();
    const counts = {
      opened: this.#opened,
      sentMs: this.#sentBytes / PCMU_BYTES_PER_MS,
      receivedMs: this.#ear.receivedMs,
      heardMs,
      messages: this.#messages,
      tries: this.#tries,
      rttsMs: this.#rttsMs,
      status: this.#status,
    };
    const summary = summaryOf(counts, outcome, failure, fault);
    if (failure !== undefined) {
      recorder.append({ leg: 'console', type: 'note', code: 'call-failed', level: 'problem', text: failure });
    }
    this.progress.emit({ type: 'outcome', outcome: summary.outcome });
    const failed = summary.error !== null;
    this.progress.emit({ type: 'state', state: 'closed', why: failure ?? outcome.why, failed });
    void recorder.close(summary.error ?? outcome.why).then(() => this.#finish(summary));
  }
}

function gaveUp(why: string): ClientOutcome {
  return {
    why,
    error: `${why}, before a connection came about`,
    disconnectReason: undefined,
    info: undefined,
    outputVariables: undefined,
    retryable: false,
  };
}
